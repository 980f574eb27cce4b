package dev.freshet.cli.config;

import dev.freshet.core.config.FreshetConfig;
import dev.freshet.core.error.ErrorCode;
import dev.freshet.core.error.FreshetException;
import dev.freshet.core.error.InvalidConfigException;
import dev.freshet.storage.AtomicFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Sets keys of the section {@code pipeline} in a {@code pipeline.yaml} and changes nothing else in
 * it. The file is replaced as a whole or not at all. Two processes must not edit a file at once.
 */
public final class PipelineEdit {

  private static final String SECTION = "pipeline";

  private final PipelineYaml yaml;

  public PipelineEdit(PipelineYaml yaml) {
    this.yaml = yaml;
  }

  /**
   * Sets the keys.
   *
   * @param values by key, as they are to be written
   * @param wanted whether the configuration, read again, says what it should
   * @return the lines that changed: removed ones behind {@code "- "}, added ones behind {@code "+
   *     "}
   * @throws FreshetException INVALID_CONFIG if the file cannot be read, or cannot be edited so that
   *     only these keys change; STORE_UNAVAILABLE if it cannot be written
   */
  public List<String> set(Path file, Map<String, String> values, Predicate<FreshetConfig> wanted) {
    String before = PipelineYaml.text(file);
    String after = edited(file, before, values, wanted);
    if (!after.equals(before)) {
      write(file, after);
    }
    return LineDiff.of(before, after);
  }

  private String edited(
      Path file, String before, Map<String, String> values, Predicate<FreshetConfig> wanted) {
    try {
      String after = SectionEdit.set(before, SECTION, values);
      if (others(yaml.tree(before, file), values).equals(others(yaml.tree(after, file), values))
          && wanted.test(yaml.read(after, file))) {
        return after;
      }
    } catch (UnsupportedOperationException | InvalidConfigException e) {
      throw refused(file, values, e);
    }
    throw refused(file, values, null);
  }

  /** Everything but the keys that are set. */
  private static Map<String, @Nullable Object> others(
      Map<String, @Nullable Object> tree, Map<String, String> values) {
    Map<String, @Nullable Object> others = new LinkedHashMap<>(tree);
    Object section = others.remove(SECTION);
    if (section instanceof Map<?, ?> keys) {
      Map<Object, @Nullable Object> rest = new LinkedHashMap<>(keys);
      rest.keySet().removeAll(values.keySet());
      if (!rest.isEmpty()) {
        others.put(SECTION, rest);
      }
    }
    return others;
  }

  private static FreshetException refused(
      Path file, Map<String, String> values, @Nullable Exception cause) {
    return new FreshetException(
        ErrorCode.INVALID_CONFIG,
        "Cannot edit "
            + file
            + ": its section pipeline is written in a way that cannot be edited safely. Set "
            + values
            + " by hand; the file is unchanged.",
        cause);
  }

  private static void write(Path file, String text) {
    try {
      Path real = file.toRealPath();
      if (!Files.isWritable(real)) {
        throw new IOException("it is read-only");
      }
      new AtomicFile(real).replace(text.getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new FreshetException(
          ErrorCode.STORE_UNAVAILABLE,
          "Cannot write "
              + file
              + ": "
              + e.getMessage()
              + ". Give this user the right to write it and its directory; the file is unchanged.",
          e);
    }
  }
}
