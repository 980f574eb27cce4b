package dev.freshet.core.config.reading;

import dev.freshet.core.config.value.Problems;
import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Finds the keys of the catalogue in a tree, and notes every other key as a problem. */
final class KeyTree {

  private final Problems problems;
  private final Map<ConfigKey, Object> values = new EnumMap<>(ConfigKey.class);

  KeyTree(Problems problems) {
    this.problems = problems;
  }

  /** The value of every key the tree sets, undecoded. */
  Map<ConfigKey, Object> values(Map<?, ?> tree) {
    collect("", tree);
    return values;
  }

  private void collect(String section, Map<?, ?> tree) {
    tree.forEach((name, value) -> collect(section, String.valueOf(name), value));
  }

  private void collect(String section, String name, @Nullable Object value) {
    String path = section.isEmpty() ? name : section + "." + name;
    if (name.contains(".") && (ConfigKey.find(path).isPresent() || isSection(path))) {
      problems.add(
          path,
          "a key with dots in it is not split",
          "Nest it: write " + path.replace(".", ":, then ") + ": below it.");
    } else if (isSection(path)) {
      section(path, value);
    } else {
      ConfigKey.find(path).ifPresentOrElse(key -> leaf(key, value), () -> unknown(path));
    }
  }

  private static boolean isSection(String path) {
    return ConfigKey.firstBelow(path).isPresent();
  }

  private void section(String path, @Nullable Object value) {
    if (value instanceof Map<?, ?> keys) {
      collect(path, keys);
    } else if (value != null) {
      problems.add(
          path,
          ConfigValues.show(value) + " is not a mapping",
          "Write keys below it, such as " + ConfigKey.firstBelow(path).orElseThrow().path() + ".");
    }
  }

  private void leaf(ConfigKey key, @Nullable Object value) {
    if (value == null) {
      problems.add(key.path(), "it has no value", "Give it one, or leave the key out.");
    } else {
      values.put(key, value);
    }
  }

  private void unknown(String path) {
    problems.add(path, "there is no such key", "The nearest is " + ConfigKey.nearest(path) + ".");
  }
}
