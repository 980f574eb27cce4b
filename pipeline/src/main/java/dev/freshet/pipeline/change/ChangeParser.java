package dev.freshet.pipeline.change;

import dev.freshet.core.config.ChangeFormat;
import dev.freshet.core.config.FreshetConfig;
import dev.freshet.core.config.SourceFormat;

/** Reads the lines of one change format. Pure and thread-safe; never throws for bad input. */
public interface ChangeParser {

  Parsed parse(LandedRow row);

  /** The parser for the configured source and record. */
  static ChangeParser of(FreshetConfig config) {
    RecordIdentity identity = new RecordIdentity(config.record());
    if (config.source().format() == SourceFormat.TEXT) {
      return new TextFileParser(identity);
    }
    return config.source().changes() == ChangeFormat.DEBEZIUM
        ? new DebeziumParser(identity, DocumentFields.of(config.document()))
        : new PlainParser(identity);
  }
}
