package dev.freshet.core.config.reading;

import dev.freshet.core.config.Secret;
import dev.freshet.core.config.value.DurationText;
import dev.freshet.core.config.value.EmbeddingSetting;
import dev.freshet.core.config.value.Problems;
import dev.freshet.core.config.value.ValueType;
import dev.freshet.core.metadata.MetadataType;
import dev.freshet.storage.location.Location;
import dev.freshet.storage.profile.SecretReference;
import java.math.BigInteger;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Decodes the values of keys. What cannot be decoded is noted as a problem and then answered as if
 * the key were absent, so that reading goes on and finds the other problems.
 */
final class ConfigValues {

  private static final Pattern SCHEME = Pattern.compile("([A-Za-z][A-Za-z0-9+.-]+):.*");
  private static final Pattern WHOLE_NUMBER = Pattern.compile("[+-]?[0-9]{1,18}");

  private final Map<ConfigKey, Object> values;
  private final References references;
  private final Path base;
  private final Problems problems;

  ConfigValues(Map<ConfigKey, Object> values, References references, Path base, Problems problems) {
    this.values = values;
    this.references = references;
    this.base = base;
    this.problems = problems;
  }

  boolean has(ConfigKey key) {
    return values.containsKey(key);
  }

  /** Notes {@code key} as missing if the tree does not set it. */
  void require(ConfigKey key) {
    if (!values.containsKey(key)) {
      problems.add(key.path(), "it is missing", "Set it: " + key.doc());
    }
  }

  Optional<String> text(ConfigKey key) {
    return string(key).filter(text -> isNotBlank(key, text));
  }

  /** A directory of this machine or of another storage; a relative path is of this machine. */
  Optional<Location> location(ConfigKey key) {
    return text(key)
        .flatMap(
            text ->
                Location.isRemote(text)
                    ? Optional.of(Location.parse(text, base))
                    : path(key, text).map(Location.Local::new));
  }

  /** A path, absolute; a relative one starts at the base directory. */
  Optional<Path> path(ConfigKey key) {
    return text(key).flatMap(text -> path(key, text));
  }

  int wholeNumber(ConfigKey key, int otherwise) {
    return wholeNumber(key).orElse(otherwise);
  }

  OptionalInt wholeNumber(ConfigKey key) {
    Object value = values.get(key);
    Optional<Integer> number =
        value instanceof Number given
            ? wholeNumber(key, given.toString())
            : string(key).flatMap(text -> wholeNumber(key, text));
    return number.map(OptionalInt::of).orElse(OptionalInt.empty());
  }

  /** A value that is one reference and nothing else; a value in the file itself is refused. */
  Optional<Secret> secret(ConfigKey key) {
    Object value = values.get(key);
    if (value != null && !(value instanceof String text && References.isOne(text))) {
      problems.add(
          key.path(),
          "it stands in the file, where others can read it",
          "Write ${env:NAME} or ${file:path} and keep the value there.");
      return Optional.empty();
    }
    return text(key).map(Secret::new);
  }

  /**
   * As {@link #secret}, the reference itself with an absolute path: the value is looked up by
   * whoever uses it.
   */
  Optional<String> reference(ConfigKey key) {
    Object value = values.get(key);
    if (value == null) {
      return Optional.empty();
    }
    Optional<SecretReference> reference =
        value instanceof String text ? SecretReference.parse(text) : Optional.empty();
    if (reference.isEmpty()) {
      problems.add(
          key.path(),
          "it stands in the file, where others can read it",
          "Write ${env:NAME} or ${file:path} and keep the value there.");
    }
    return reference.map(found -> found.from(base).toString());
  }

  /** An absolute or relative address; the configuration decides which it accepts. */
  Optional<URI> address(ConfigKey key) {
    return text(key).flatMap(text -> address(key, text));
  }

  /** The number of a limit; empty for auto, for none and for one that is reported as wrong. */
  Optional<Integer> limit(ConfigKey key) {
    Object value = values.get(key);
    if (value == null) {
      return Optional.empty();
    }
    Optional<String> text =
        value instanceof Number number ? Optional.of(number.toString()) : string(key);
    return text.filter(each -> !each.equals("auto")).flatMap(each -> wholeNumber(key, each));
  }

  Duration duration(ConfigKey key, Duration otherwise) {
    return duration(key).orElse(otherwise);
  }

  /** Empty if the key is absent or its value is no duration. */
  Optional<Duration> duration(ConfigKey key) {
    if (values.get(key) instanceof Number number) {
      problems.add(key.path(), number + " has no unit", "Add one, such as " + number + "s.");
      return Optional.empty();
    }
    Optional<String> text = string(key);
    Optional<Duration> duration = text.flatMap(DurationText::parse);
    if (text.isPresent() && duration.isEmpty()) {
      problems.add(
          key.path(),
          show(text.get()) + " is not a duration",
          "Write a whole number and ms, s, m or h, such as 500ms or 2s.");
    }
    return duration;
  }

  <E extends Enum<E>> E choice(ConfigKey key, E otherwise) {
    return string(key).flatMap(text -> choice(key, text, otherwise)).orElse(otherwise);
  }

  boolean flag(ConfigKey key, boolean otherwise) {
    if (values.get(key) instanceof Boolean given) {
      return given;
    }
    Optional<String> text = string(key);
    if (text.isPresent() && !text.get().equals("true") && !text.get().equals("false")) {
      problems.add(
          key.path(), show(text.get()) + " is neither true nor false", "Write one of the two.");
      return otherwise;
    }
    return text.map(Boolean::parseBoolean).orElse(otherwise);
  }

  /** The names of fields; empty if the key is absent or its value is not a list of text. */
  Optional<List<String>> fields(ConfigKey key) {
    Object value = values.get(key);
    if (value == null) {
      return Optional.empty();
    }
    if (!(value instanceof List<?> items)) {
      problems.add(
          key.path(),
          show(value) + " is not a list",
          "Write a list, such as [id] or [tenant, id].");
      return Optional.empty();
    }
    List<String> names = new ArrayList<>();
    for (Object item : items) {
      string(key.path(), item).ifPresent(names::add);
    }
    return names.size() == items.size() ? Optional.of(names) : Optional.empty();
  }

  /**
   * A list of fields, some of which may declare the type of their values.
   *
   * @param types receives the declared types by field
   */
  Optional<List<String>> typedFields(ConfigKey key, Map<String, MetadataType> types) {
    if (!(values.get(key) instanceof List<?> items)) {
      return fields(key);
    }
    List<String> names = new ArrayList<>();
    for (Object item : items) {
      if (item instanceof Map<?, ?> entries && entries.size() == 1) {
        Map.Entry<?, ?> entry = entries.entrySet().iterator().next();
        String name = String.valueOf(entry.getKey());
        type(key, name, entry.getValue()).ifPresent(type -> types.put(name, type));
        names.add(name);
      } else {
        string(key.path(), item).ifPresent(names::add);
      }
    }
    return names.size() == items.size() ? Optional.of(names) : Optional.empty();
  }

  private Optional<MetadataType> type(ConfigKey key, String field, @Nullable Object spelled) {
    Optional<MetadataType> type = MetadataType.spelled(String.valueOf(spelled));
    if (type.isEmpty()) {
      problems.add(
          key.path() + "." + field,
          show(spelled) + " is not a type",
          "Use one of %s; the nearest is %s."
              .formatted(
                  String.join(", ", MetadataType.spellings()),
                  NearestPath.of(String.valueOf(spelled), MetadataType.spellings())));
    }
    return type;
  }

  Map<String, String> options(ConfigKey key) {
    Map<?, ?> entries = mapping(key);
    Map<String, String> options = new LinkedHashMap<>();
    entries.forEach(
        (name, option) -> {
          String path = key.path() + "." + name;
          Object text =
              option instanceof Number || option instanceof Boolean ? option.toString() : option;
          string(path, text).ifPresent(found -> options.put(String.valueOf(name), found));
        });
    return options;
  }

  /** As {@link #options}, and which of them came from references. */
  Map<String, EmbeddingSetting> settings(ConfigKey key) {
    Map<?, ?> entries = mapping(key);
    Map<String, EmbeddingSetting> settings = new LinkedHashMap<>();
    options(key)
        .forEach(
            (name, value) ->
                settings.put(name, new EmbeddingSetting(value, !isPlain(entries.get(name)))));
    return settings;
  }

  private static boolean isPlain(@Nullable Object written) {
    return written instanceof String text
        ? !References.hasAny(text)
        : written instanceof Number || written instanceof Boolean;
  }

  private Map<?, ?> mapping(ConfigKey key) {
    Object value = values.get(key);
    if (value == null) {
      return Map.of();
    }
    if (!(value instanceof Map<?, ?> entries)) {
      problems.add(
          key.path(), show(value) + " is not a mapping", "Write options below it, a line each.");
      return Map.of();
    }
    return entries;
  }

  /** A value as messages show it: text in quotes, collections by what they are. */
  static String show(Object value) {
    if (value instanceof Map) {
      return "a mapping";
    }
    if (value instanceof List) {
      return "a list";
    }
    return value instanceof String ? "'" + value + "'" : String.valueOf(value);
  }

  private Optional<String> string(ConfigKey key) {
    Object value = values.get(key);
    return value == null ? Optional.empty() : string(key.path(), value);
  }

  private Optional<String> string(String path, @Nullable Object value) {
    if (value instanceof String text) {
      return references.resolve(path, text);
    }
    String remedy =
        value instanceof Number || value instanceof Boolean
            ? "Put it in quotes."
            : "Write a single value.";
    problems.add(path, (value == null ? "an empty value" : show(value)) + " is not text", remedy);
    return Optional.empty();
  }

  private boolean isNotBlank(ConfigKey key, String text) {
    if (text.isBlank()) {
      problems.add(key.path(), "it is blank", "Give it a value, or leave the key out.");
      return false;
    }
    return true;
  }

  private Optional<Path> path(ConfigKey key, String text) {
    Matcher scheme = SCHEME.matcher(text);
    String local = text;
    if (scheme.matches()) {
      if (!scheme.group(1).equals("file")) {
        problems.add(
            key.path(),
            "this version has local directories, not '" + scheme.group(1) + ":'",
            "Set a directory of this machine, such as a mounted one.");
        return Optional.empty();
      }
      local = text.substring("file:".length()).replaceFirst("^//+", "/");
    }
    try {
      return Optional.of(base.resolve(local).normalize());
    } catch (InvalidPathException e) {
      problems.add(key.path(), show(text) + " is not a path", "Set a path of this machine.");
      return Optional.empty();
    }
  }

  private Optional<URI> address(ConfigKey key, String text) {
    try {
      return Optional.of(new URI(text));
    } catch (URISyntaxException e) {
      problems.add(
          key.path(), show(text) + " is not an address", "Set one such as https://host/v1.");
      return Optional.empty();
    }
  }

  private Optional<Integer> wholeNumber(ConfigKey key, String text) {
    if (!WHOLE_NUMBER.matcher(text).matches()) {
      problems.add(
          key.path(),
          show(text) + " is not a whole number",
          "Allowed is " + key.type().describe() + ".");
      return Optional.empty();
    }
    BigInteger number = new BigInteger(text);
    if (number.bitLength() > 31) {
      problems.add(
          key.path(), text + " is out of range", "Allowed is " + key.type().describe() + ".");
      return Optional.empty();
    }
    return Optional.of(number.intValueExact());
  }

  private <E extends Enum<E>> Optional<E> choice(ConfigKey key, String text, E otherwise) {
    ValueType.Choice choice = key.choice();
    Enum<?> value = choice.values().get(text);
    if (value == null && choice.later().contains(text)) {
      problems.add(
          key.path(),
          "this version has " + choice.describe() + ", not yet '" + text + "'",
          choice.instead());
    } else if (value == null) {
      problems.add(
          key.path(),
          show(text) + " is not one of " + choice.describe(),
          "Set one of these, or leave it out for " + key.defaultText() + ".");
    }
    return Optional.ofNullable(value).map(otherwise.getDeclaringClass()::cast);
  }
}
