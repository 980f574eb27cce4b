package dev.freshet.cli.config;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.snakeyaml.error.Mark;
import com.fasterxml.jackson.dataformat.yaml.snakeyaml.error.MarkedYAMLException;
import dev.freshet.core.config.FreshetConfig;
import dev.freshet.core.config.reading.ConfigReader;
import dev.freshet.core.error.InvalidConfigException;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Reads {@code pipeline.yaml}. Strict: one document that is a mapping, no key twice, no anchors or
 * aliases. Immutable and thread-safe.
 */
public final class PipelineYaml {

  private static final YAMLFactory YAML = new YAMLFactory();

  private static final String CHECK_SYNTAX =
      "Check indentation, colons, quotes and brackets there.";

  private final ConfigReader reader;

  /**
   * @param environment looks up the variables that <code>${env:NAME}</code> refers to, such as
   *     {@code System::getenv}; null for one that is not set
   */
  public PipelineYaml(Function<String, @Nullable String> environment) {
    this.reader = new ConfigReader(environment);
  }

  /** A larger file is no configuration that a person wrote. */
  private static final long BYTES_MAX = 1 << 20;

  /**
   * Reads the configuration in {@code file}; relative paths in it start at the file's directory.
   *
   * @throws InvalidConfigException if the file cannot be read, is no YAML (the message has the
   *     line) or has keys or values that do not fit (a line for each)
   */
  public FreshetConfig read(Path file) {
    return read(text(file), file);
  }

  /** As {@link #read(Path)}, of a text that is or will be the content of {@code file}. */
  FreshetConfig read(String text, Path file) {
    Path absolute = file.toAbsolutePath().normalize();
    Path base = absolute.getParent();
    return reader.read(tree(text, file), base == null ? absolute : base);
  }

  /**
   * The keys of the file, undecoded and with references as they are written.
   *
   * @throws InvalidConfigException if the file cannot be read or is no YAML
   */
  public Map<String, @Nullable Object> tree(Path file) {
    return tree(text(file), file);
  }

  Map<String, @Nullable Object> tree(String text, Path file) {
    try (JsonParser parser = YAML.createParser(text)) {
      return new YamlTree(parser, file).read();
    } catch (MarkedYAMLException e) {
      throw problem(file, "it is not valid YAML " + at(e), CHECK_SYNTAX);
    } catch (JacksonException e) {
      throw problem(file, "it is not valid YAML " + at(e.getLocation()), CHECK_SYNTAX);
    } catch (IOException e) {
      throw new IllegalStateException("Text in memory cannot fail to be read", e);
    }
  }

  static String text(Path file) {
    try {
      BasicFileAttributes found = Files.readAttributes(file, BasicFileAttributes.class);
      if (found.isOther()) {
        // Reading a device or a pipe may never end.
        throw problem(file, "it is a device or a pipe", "Name a file.");
      }
      if (found.size() > BYTES_MAX) {
        throw problem(
            file,
            "it has " + found.size() + " bytes, and at most " + BYTES_MAX + " are read",
            "Name the configuration of a pipeline.");
      }
      return Files.readString(file);
    } catch (NoSuchFileException e) {
      throw problem(
          file, "there is no such file", "Name one with -f, or make one with `freshet init`.");
    } catch (CharacterCodingException e) {
      throw problem(file, "it is not UTF-8 text", "Save it as UTF-8.");
    } catch (IOException e) {
      throw problem(
          file,
          Files.isDirectory(file)
              ? "it is a directory"
              : "reading failed (" + e.getClass().getSimpleName() + ")",
          "Name a file that this user may read.");
    }
  }

  /**
   * The place of a syntax error, and the parser's short reason. Its whole message would quote lines
   * of the file, which may hold secrets.
   */
  private static String at(MarkedYAMLException e) {
    Mark mark = e.getProblemMark();
    return "at line %d, column %d (%s)"
        .formatted(mark.getLine() + 1, mark.getColumn() + 1, e.getProblem());
  }

  static String at(@Nullable JsonLocation location) {
    return location == null
        ? "at its end"
        : "at line " + location.getLineNr() + ", column " + location.getColumnNr();
  }

  static InvalidConfigException problem(Path file, String why, String whatToDo) {
    return new InvalidConfigException("Cannot read " + file + ": " + why + ". " + whatToDo);
  }
}
