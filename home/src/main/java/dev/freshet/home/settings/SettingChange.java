package dev.freshet.home.settings;

import dev.freshet.core.config.HomeLayout;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A key of the configuration that has another value than what is indexed was made with.
 *
 * @param at when a run began with the new value; null if none has yet
 * @param key such as {@code document.text}
 * @param from the value before
 * @param to the value after
 */
public record SettingChange(@Nullable Instant at, String key, String from, String to) {

  /** What was changed, what it means for what is indexed, and what can be done. */
  public String explained(HomeLayout layout) {
    TrackedKey.Effect effect =
        TrackedKey.find(key).map(TrackedKey::effect).orElse(TrackedKey.Effect.READING);
    String change =
        at == null
            ? "%s is %s now, and was %s when home %s was last run."
                .formatted(key, quoted(to), quoted(from), layout.home())
            : "%s is %s since %s, and was %s before.".formatted(key, quoted(to), at, quoted(from));
    return change + " " + effect.meaning() + " " + effect.advice(layout.vectorTable());
  }

  /** On one line, as a configuration would write it in double quotes. */
  private static String quoted(String value) {
    return "'" + value.replace("\n", "\\n").replace("\t", "\\t") + "'";
  }
}
