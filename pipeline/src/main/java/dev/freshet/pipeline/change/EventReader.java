package dev.freshet.pipeline.change;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.freshet.core.config.FreshetConfig;
import dev.freshet.core.config.value.ChangeFormat;
import dev.freshet.core.embed.DocumentExtractor;
import dev.freshet.pipeline.convention.DeleteMarks;
import dev.freshet.pipeline.convention.Placeholder;
import dev.freshet.pipeline.document.DocumentFields;
import dev.freshet.pipeline.document.DocumentReader;
import dev.freshet.pipeline.document.RejectedLine;
import dev.freshet.pipeline.feed.FeedCheck;
import dev.freshet.pipeline.order.SourcePosition;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Reads landed lines as the configuration says: change format, key, version, document. Bad input is
 * a {@link Reading.Rejected}, never an exception. Thread-safe, and pure if the extractor is.
 */
public final class EventReader {

  private final ChangeParser parser;
  private final FeedCheck feed;
  private final DocumentFields documentFields;
  private final DocumentReader documents;
  private final boolean versioned;
  private final int epoch;

  private EventReader(
      ChangeParser parser,
      FeedCheck feed,
      DocumentFields documentFields,
      DocumentReader documents,
      boolean versioned,
      int epoch) {
    this.parser = parser;
    this.feed = feed;
    this.documentFields = documentFields;
    this.documents = documents;
    this.versioned = versioned;
    this.epoch = epoch;
  }

  /**
   * @param extractor reads documents that are not text; stays the caller's to close. {@link #read}
   *     throws what it throws
   */
  public static EventReader of(FreshetConfig config, DocumentExtractor extractor) {
    return new EventReader(
        parser(config),
        FeedCheck.of(config.source(), config.record()),
        DocumentFields.of(config.document()),
        new DocumentReader(config.document(), extractor),
        config.record().version().isPresent(),
        config.source().epoch());
  }

  private static ChangeParser parser(FreshetConfig config) {
    RecordIdentity identity = new RecordIdentity(config.record());
    int epoch = config.source().epoch();
    return switch (config.source().format()) {
      case TEXT -> WholeFileParser.ofText(identity, epoch);
      case BINARY_FILE -> WholeFileParser.ofBytes(identity, epoch);
      case JSON, CSV, PARQUET, AVRO, ORC, XML ->
          config.source().changes() == ChangeFormat.DEBEZIUM
              ? new DebeziumParser(identity, epoch)
              : new PlainParser(identity, DeleteMarks.of(config.record()), epoch);
    };
  }

  /** Whether a column of the record counts its versions. */
  public boolean versioned() {
    return versioned;
  }

  /** What a line says: an event with its document, or a rejection with its reason. */
  public Reading read(LandedRow row) {
    if (row.value() == null && row.error() == null) {
      // The rest of the file, or all of it, is read later.
      return new Reading.Event(ChangeEvent.control(SourcePosition.none(epoch)), null);
    }
    Parsed parsed = parser.parse(row);
    if (parsed instanceof Parsed.Rejected rejected) {
      return new Reading.Rejected(feed.reasonFor(row.value()).orElse(rejected.reason()));
    }
    return reading(((Parsed.Accepted) parsed).event());
  }

  private Reading reading(ChangeEvent event) {
    if (event.fields() == null) {
      return new Reading.Event(event, null);
    }
    Optional<String> refusal = feed.refusal(event.fields());
    if (refusal.isPresent()) {
      return new Reading.Rejected(refusal.get());
    }
    List<String> missing = Placeholder.columns(event.fields(), documentFields.names());
    if (!missing.isEmpty()) {
      return new Reading.Incomplete(event, missing);
    }
    try {
      return new Reading.Event(event, documents.document(event.fields()));
    } catch (RejectedLine e) {
      return new Reading.Rejected(e.getMessage());
    }
  }

  /**
   * What an incomplete event says together with the record's row before the change.
   *
   * @param known the columns of that row; null if none is known
   */
  public Reading completed(Reading.Incomplete incomplete, @Nullable ObjectNode known) {
    ChangeEvent event = incomplete.event();
    ObjectNode fields = Placeholder.completed(Objects.requireNonNull(event.fields()), known);
    Reading reading = reading(event.withFields(fields));
    if (reading instanceof Reading.Incomplete still) {
      return new Reading.Rejected(
          "Cannot accept the event: column '"
              + still.missing().get(0)
              + "' holds Debezium's placeholder for an unchanged large value, and the row before the"
              + " change is not known. Set REPLICA IDENTITY FULL on the source table and land the"
              + " record again.");
    }
    return reading;
  }
}
