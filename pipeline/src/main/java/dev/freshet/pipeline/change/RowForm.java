package dev.freshet.pipeline.change;

import dev.freshet.autoloader.option.EnvelopeOptions;
import dev.freshet.core.config.value.SourceFormat;
import java.util.Map;

/** What a row of the source holds: a line of a landed file, its whole text or its bytes. */
public final class RowForm {

  private RowForm() {}

  /** The options of the envelope format for files of {@code format}. */
  public static Map<String, String> options(SourceFormat format) {
    return switch (format) {
      case TEXT -> Map.of(EnvelopeOptions.WHOLE_TEXT, "true");
      case BINARY_FILE -> Map.of(EnvelopeOptions.WHOLE_BYTES, "true");
      case JSON -> Map.of(EnvelopeOptions.JSON_LINES, "true");
    };
  }
}
