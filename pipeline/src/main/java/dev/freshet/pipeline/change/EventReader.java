package dev.freshet.pipeline.change;

import dev.freshet.core.config.FreshetConfig;
import dev.freshet.core.config.value.ChangeFormat;
import dev.freshet.core.embed.DocumentExtractor;
import dev.freshet.pipeline.document.DocumentFields;
import dev.freshet.pipeline.document.DocumentReader;
import dev.freshet.pipeline.document.RejectedLine;
import dev.freshet.pipeline.feed.FeedCheck;
import java.util.Optional;

/**
 * Reads landed lines as the configuration says: change format, key, version, document. Bad input is
 * a {@link Reading.Rejected}, never an exception. Thread-safe, and pure if the extractor is.
 */
public final class EventReader {

  private final ChangeParser parser;
  private final FeedCheck feed;
  private final DocumentReader documents;

  private EventReader(ChangeParser parser, FeedCheck feed, DocumentReader documents) {
    this.parser = parser;
    this.feed = feed;
    this.documents = documents;
  }

  /**
   * @param extractor reads documents that are not text; stays the caller's to close. {@link #read}
   *     throws what it throws
   */
  public static EventReader of(FreshetConfig config, DocumentExtractor extractor) {
    return new EventReader(
        parser(config),
        FeedCheck.of(config.source()),
        new DocumentReader(config.document(), extractor));
  }

  private static ChangeParser parser(FreshetConfig config) {
    RecordIdentity identity = new RecordIdentity(config.record());
    return switch (config.source().format()) {
      case TEXT -> WholeFileParser.ofText(identity);
      case BINARY_FILE -> WholeFileParser.ofBytes(identity);
      case JSON ->
          config.source().changes() == ChangeFormat.DEBEZIUM
              ? new DebeziumParser(identity, DocumentFields.of(config.document()))
              : new PlainParser(identity);
    };
  }

  /** What a line says: an event with its document, or a rejection with its reason. */
  public Reading read(LandedRow row) {
    Parsed parsed = parser.parse(row);
    if (parsed instanceof Parsed.Rejected rejected) {
      return new Reading.Rejected(feed.reasonFor(row.value()).orElse(rejected.reason()));
    }
    ChangeEvent event = ((Parsed.Accepted) parsed).event();
    if (event.fields() == null) {
      return new Reading.Event(event, null);
    }
    Optional<String> refusal = feed.refusal(event.fields());
    if (refusal.isPresent()) {
      return new Reading.Rejected(refusal.get());
    }
    try {
      return new Reading.Event(event, documents.document(event.fields()));
    } catch (RejectedLine e) {
      return new Reading.Rejected(e.getMessage());
    }
  }
}
