package dev.freshet.core.config.reading;

import dev.freshet.core.config.value.ValueType;
import dev.freshet.core.mask.Mask;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A configuration as it may be shown to others: a value is shown only if its key is one of the
 * catalogue that holds no secret, and without credentials in it. The values of free settings, of
 * keys that are unknown or misspelt and of secrets are masked; a reference is shown as it is
 * written, since it is not the value.
 */
public final class ShownConfig {

  private static final Pattern REFERENCE = Pattern.compile("\\$\\{(env|file):([^}]+)}");

  /** A name or a path, and no value that was written in its place. */
  private static final Pattern TARGET = Pattern.compile("[A-Za-z_./][A-Za-z0-9_./-]{0,60}");

  private final Mask mask;

  /**
   * @param mask removes secrets from the texts that are shown
   */
  public ShownConfig(Mask mask) {
    this.mask = mask;
  }

  /**
   * What may be shown of the keys of a file.
   *
   * @param tree the file's keys, references not resolved
   */
  public Map<String, @Nullable Object> of(Map<String, @Nullable Object> tree) {
    return section("", tree);
  }

  private Map<String, @Nullable Object> section(String path, Map<?, ?> tree) {
    Map<String, @Nullable Object> shown = new LinkedHashMap<>();
    tree.forEach(
        (name, value) -> {
          String own = path.isEmpty() ? String.valueOf(name) : path + "." + name;
          boolean known = ConfigKey.find(own).isPresent() || ConfigKey.firstBelow(own).isPresent();
          shown.put(known ? String.valueOf(name) : masked(String.valueOf(name)), value(own, value));
        });
    return shown;
  }

  private @Nullable Object value(String path, @Nullable Object value) {
    Optional<ConfigKey> key = ConfigKey.find(path);
    if (key.isPresent()) {
      return isShown(key.get()) ? plain(value) : hidden(value);
    }
    return value instanceof Map<?, ?> map && ConfigKey.firstBelow(path).isPresent()
        ? section(path, map)
        : hidden(value);
  }

  private static boolean isShown(ConfigKey key) {
    return !key.type().equals(ValueType.secret()) && !key.type().equals(ValueType.options());
  }

  private @Nullable Object plain(@Nullable Object value) {
    if (value instanceof String text) {
      return mask.text(text);
    }
    if (value instanceof List<?> list) {
      return list.stream().map(this::plain).toList();
    }
    if (value instanceof Map<?, ?> map) {
      Map<String, @Nullable Object> shown = new LinkedHashMap<>();
      map.forEach((name, inner) -> shown.put(mask.text(String.valueOf(name)), plain(inner)));
      return shown;
    }
    return value;
  }

  /** The names in it are shown, the values are not. */
  private @Nullable Object hidden(@Nullable Object value) {
    if (value instanceof Map<?, ?> map) {
      Map<String, @Nullable Object> shown = new LinkedHashMap<>();
      map.forEach((name, inner) -> shown.put(masked(String.valueOf(name)), hidden(inner)));
      return shown;
    }
    if (value instanceof List<?> list) {
      return list.stream().map(this::hidden).toList();
    }
    if (value instanceof String text && isPlainReference(text)) {
      return text;
    }
    return value == null || value instanceof Boolean ? value : Mask.MASKED;
  }

  private boolean isPlainReference(String text) {
    Matcher matcher = REFERENCE.matcher(text);
    return matcher.matches()
        && TARGET.matcher(matcher.group(2)).matches()
        && mask.text(matcher.group(2)).equals(matcher.group(2));
  }

  /** A name that is not ours may be a secret that was written on the wrong side of the colon. */
  private String masked(String name) {
    return TARGET.matcher(name).matches() ? mask.text(name) : Mask.MASKED;
  }

  /**
   * The names of the environment variables that a file refers to, in {@code ${env:NAME}}.
   *
   * @param text of the file
   */
  public static Set<String> variables(String text) {
    return targets("env", text);
  }

  /** The files that a file refers to, in {@code ${file:path}}. */
  public static Set<String> files(String text) {
    return targets("file", text);
  }

  private static Set<String> targets(String kind, String text) {
    Set<String> targets = new TreeSet<>();
    REFERENCE
        .matcher(text)
        .results()
        .filter(found -> found.group(1).equals(kind))
        .forEach(found -> targets.add(found.group(2)));
    return targets;
  }
}
