package dev.freshet.core.config.reading;

import dev.freshet.core.config.value.Problems;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Replaces <code>${env:NAME}</code> and <code>${file:path}</code> by what they refer to, and keeps
 * the values it found out of messages. Not thread-safe; for one configuration.
 */
final class References {

  /** An escape, a whole reference, or the start of a reference that never ends. */
  private static final Pattern REFERENCE = Pattern.compile("\\$\\$\\{|\\$\\{([^}]*)}|\\$\\{");

  private static final Pattern SINGLE = Pattern.compile("\\$\\{(env|file):[^}]+}");

  private static final long MAX_FILE_BYTES = 64 * 1024;

  private final Function<String, @Nullable String> environment;
  private final Path base;
  private final Problems problems;

  /** Reference per value it was replaced by; the longest first, as one may contain another. */
  private final Map<String, String> found =
      new TreeMap<>(
          Comparator.comparingInt(String::length)
              .reversed()
              .thenComparing(Comparator.naturalOrder()));

  References(Function<String, @Nullable String> environment, Path base, Problems problems) {
    this.environment = environment;
    this.base = base;
    this.problems = problems;
  }

  /** Whether {@code text} is a single reference, with nothing before or behind it. */
  static boolean isOne(String text) {
    return SINGLE.matcher(text).matches();
  }

  /** Whether {@code text} holds a reference; an escaped one is none. */
  static boolean hasAny(String text) {
    return REFERENCE.matcher(text).results().anyMatch(match -> !match.group().equals("$${"));
  }

  /** The text with every reference replaced; empty if one cannot be, which is noted. */
  Optional<String> resolve(String key, String text) {
    Matcher matcher = REFERENCE.matcher(text);
    StringBuilder resolved = new StringBuilder();
    boolean replaced = false;
    int at = 0;
    while (matcher.find()) {
      resolved.append(text, at, matcher.start());
      at = matcher.end();
      if (matcher.group().equals("$${")) {
        resolved.append("${");
        continue;
      }
      Optional<String> value = lookUp(key, matcher.group(), matcher.group(1));
      if (value.isEmpty()) {
        return Optional.empty();
      }
      keepSecret(value.get(), matcher.group());
      resolved.append(value.get());
      replaced = true;
    }
    resolved.append(text, at, text.length());
    if (replaced) {
      keepSecret(resolved.toString(), text);
    }
    return Optional.of(resolved.toString());
  }

  /** A problem's line with every value that came from a reference replaced by the reference. */
  String redact(String line) {
    int start = line.indexOf(": ") + 1;
    String redacted = line.substring(start);
    for (Map.Entry<String, String> secret : found.entrySet()) {
      redacted =
          Pattern.compile("(?<![\\w])" + Pattern.quote(secret.getKey()) + "(?![\\w])")
              .matcher(redacted)
              .replaceAll(Matcher.quoteReplacement(secret.getValue()));
    }
    return line.substring(0, start) + redacted;
  }

  private void keepSecret(String value, String reference) {
    if (!value.isBlank()) {
      found.putIfAbsent(Problems.oneLine(value), reference);
    }
  }

  private Optional<String> lookUp(String key, String reference, @Nullable String target) {
    if (target == null) {
      problems.add(
          key,
          "'" + reference + "' is never closed",
          "Close it with }, or write $${ for a literal ${.");
      return Optional.empty();
    }
    if (target.startsWith("env:")) {
      return variable(key, target.substring("env:".length()));
    }
    if (target.startsWith("file:")) {
      return file(key, target.substring("file:".length()));
    }
    problems.add(
        key,
        "'" + reference + "' refers to nothing",
        "Write ${env:NAME} or ${file:path}, or $${ for a literal ${.");
    return Optional.empty();
  }

  private Optional<String> variable(String key, String name) {
    String value = environment.apply(name);
    if (value == null) {
      problems.add(
          key,
          "the environment variable " + name + " is not set",
          "Set it before you start Freshet.");
    }
    return Optional.ofNullable(value);
  }

  private Optional<String> file(String key, String name) {
    try {
      Path file = base.resolve(name);
      BasicFileAttributes found = Files.readAttributes(file, BasicFileAttributes.class);
      if (!found.isRegularFile()) {
        // Reading a device or a pipe may never end.
        problems.add(key, file + " is not a regular file", "Refer to a file that holds the value.");
        return Optional.empty();
      }
      if (found.size() > MAX_FILE_BYTES) {
        problems.add(
            key,
            "the file " + file + " is larger than " + MAX_FILE_BYTES + " bytes",
            "Refer to a file that holds the value alone.");
        return Optional.empty();
      }
      return Optional.of(text(file).stripTrailing());
    } catch (IOException | InvalidPathException e) {
      problems.add(
          key,
          "the file '" + name + "' " + reason(e),
          "Relative paths start at the directory of the configuration file.");
      return Optional.empty();
    }
  }

  /** The size of a file in /proc is zero, so the reading is bounded too. */
  private static String text(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      byte[] bytes = in.readNBytes((int) MAX_FILE_BYTES + 1);
      if (bytes.length > MAX_FILE_BYTES) {
        throw new IOException("longer than its size");
      }
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    }
  }

  private static String reason(Exception problem) {
    if (problem instanceof NoSuchFileException) {
      return "does not exist";
    }
    return problem instanceof CharacterCodingException
        ? "is not UTF-8 text"
        : "cannot be read (" + problem.getClass().getSimpleName() + ")";
  }
}
