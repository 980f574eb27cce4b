package dev.freshet.home.settings;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import dev.freshet.core.config.FreshetConfig;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The configuration that a home was run with.
 *
 * @param values of the last run, by key
 * @param changes of values between runs, in order; those that matter no more are left out
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record HomeSettings(Map<String, String> values, List<SettingChange> changes) {

  /** More than anyone reads; older ones are left out. */
  private static final int CHANGES_MAX = 100;

  /** Copies values and changes. */
  public HomeSettings {
    values = Map.copyOf(values);
    changes = List.copyOf(changes);
  }

  /** The settings of a home that is run for the first time. */
  static HomeSettings first(FreshetConfig config) {
    return new HomeSettings(TrackedKey.values(config), List.of());
  }

  /** The keys that have another value now than in the last run. */
  public List<SettingChange> pending(FreshetConfig config) {
    return differences(config, null);
  }

  private List<SettingChange> differences(FreshetConfig config, @Nullable Instant at) {
    List<SettingChange> differences = new ArrayList<>();
    TrackedKey.values(config)
        .forEach(
            (key, now) -> {
              String before = values.get(key);
              if (before != null && !before.equals(now)) {
                differences.add(new SettingChange(at, key, before, now));
              }
            });
    return differences;
  }

  /**
   * The settings once a run has begun.
   *
   * @param emptyTable whether the run fills a new vector table, for which nothing has changed that
   *     concerns the table alone
   */
  HomeSettings run(FreshetConfig config, Instant now, boolean emptyTable) {
    List<SettingChange> all = new ArrayList<>(changes);
    all.addAll(differences(config, now.truncatedTo(ChronoUnit.SECONDS)));
    if (emptyTable) {
      all.removeIf(
          change ->
              TrackedKey.find(change.key()).map(key -> key.effect().ofVectorTable()).orElse(true));
    }
    Map<String, String> latest = new TreeMap<>(values);
    latest.putAll(TrackedKey.values(config));
    return new HomeSettings(latest, all.subList(Math.max(0, all.size() - CHANGES_MAX), all.size()));
  }

  /** The last change of every key that was changed between runs, the newest change last. */
  public List<SettingChange> lastChanges() {
    Map<String, SettingChange> last = new TreeMap<>();
    changes.forEach(change -> last.put(change.key(), change));
    return changes.stream().filter(change -> last.get(change.key()) == change).toList();
  }
}
