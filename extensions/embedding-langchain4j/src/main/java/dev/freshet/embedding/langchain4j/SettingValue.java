package dev.freshet.embedding.langchain4j;

import dev.freshet.core.config.value.DurationText;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Converts text to the type that a builder's method takes. Pure. */
final class SettingValue {

  /** A type a setting may have. */
  private record Target(String describe, Function<String, Optional<Object>> parse) {}

  private static final Target INT = new Target("a whole number", number(Integer::valueOf));
  private static final Target LONG = new Target("a whole number", number(Long::valueOf));
  private static final Target FLOAT = new Target("a number", number(Float::valueOf));
  private static final Target DOUBLE = new Target("a number", number(Double::valueOf));
  private static final Target BOOLEAN = new Target("true or false", SettingValue::truth);

  /** In the order in which overloads are preferred. */
  private static final List<Map.Entry<Class<?>, Target>> TARGETS =
      List.of(
          Map.entry(String.class, new Target("text", Optional::of)),
          Map.entry(int.class, INT),
          Map.entry(Integer.class, INT),
          Map.entry(long.class, LONG),
          Map.entry(Long.class, LONG),
          Map.entry(float.class, FLOAT),
          Map.entry(Float.class, FLOAT),
          Map.entry(double.class, DOUBLE),
          Map.entry(Double.class, DOUBLE),
          Map.entry(boolean.class, BOOLEAN),
          Map.entry(Boolean.class, BOOLEAN),
          Map.entry(
              Duration.class,
              new Target(
                  "a duration such as 500ms or 30s",
                  text -> DurationText.parse(text).map(duration -> duration))));

  private SettingValue() {}

  /** Whether text can be converted to {@code type}. */
  static boolean isPossible(Class<?> type) {
    return type.isEnum() || rank(type) < TARGETS.size();
  }

  /** Smaller for a type that fits text better; only for types that are possible. */
  static int rank(Class<?> type) {
    return (int) TARGETS.stream().takeWhile(target -> target.getKey() != type).count();
  }

  /** The text as a value of {@code type}; empty if it is not one. */
  static Optional<Object> of(String text, Class<?> type) {
    return target(type).parse().apply(text);
  }

  /** The texts that {@link #of} takes, in a few words. */
  static String describe(Class<?> type) {
    return target(type).describe();
  }

  private static Target target(Class<?> type) {
    return type.isEnum()
        ? new Target("one of " + constants(type), text -> constant(text, type))
        : TARGETS.get(rank(type)).getValue();
  }

  private static String constants(Class<?> type) {
    return Arrays.stream(type.getEnumConstants())
        .map(constant -> ((Enum<?>) constant).name())
        .collect(Collectors.joining(", "));
  }

  private static Optional<Object> constant(String text, Class<?> type) {
    return Arrays.<Object>stream(type.getEnumConstants())
        .filter(constant -> ((Enum<?>) constant).name().equalsIgnoreCase(text))
        .findFirst();
  }

  private static Optional<Object> truth(String text) {
    return text.equals("true") || text.equals("false")
        ? Optional.of(Boolean.valueOf(text))
        : Optional.empty();
  }

  private static Function<String, Optional<Object>> number(Function<String, Object> parse) {
    return text -> {
      try {
        return Optional.of(parse.apply(text));
      } catch (NumberFormatException other) {
        return Optional.empty();
      }
    };
  }
}
