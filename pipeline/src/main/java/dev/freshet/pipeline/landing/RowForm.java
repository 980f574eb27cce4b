package dev.freshet.pipeline.landing;

import dev.freshet.autoloader.catalogue.OptionName;
import dev.freshet.autoloader.option.EnvelopeOptions;
import dev.freshet.core.config.value.SourceFormat;
import java.util.Map;

/**
 * What a row of the source holds: a line or a row of a landed file, its whole text or its bytes.
 */
public final class RowForm {

  private static final String ENVELOPE = "envelope";

  private RowForm() {}

  /** The options with which the autoloader puts files of {@code format} into its envelope. */
  public static Map<String, String> options(SourceFormat format) {
    return switch (format) {
      case TEXT -> lines(EnvelopeOptions.WHOLE_TEXT);
      case BINARY_FILE -> lines(EnvelopeOptions.WHOLE_BYTES);
      case JSON -> lines(EnvelopeOptions.JSON_LINES);
      case CSV, PARQUET, AVRO, ORC, XML ->
          Map.of(OptionName.FORMAT, format.spelling(), OptionName.OUTPUT, ENVELOPE);
    };
  }

  private static Map<String, String> lines(String unit) {
    return Map.of(OptionName.FORMAT, ENVELOPE, unit, "true");
  }
}
