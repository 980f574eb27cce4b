package dev.freshet.pipeline.feed;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.freshet.core.config.RecordConfig;
import dev.freshet.core.config.SourceConfig;
import dev.freshet.core.config.value.ChangeFormat;
import dev.freshet.pipeline.convention.ConnectMessage;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Notices rows of a change format that is not the configured one. Read as the configured one, their
 * deletes would become records, or their texts would be those of an envelope. Immutable and
 * thread-safe.
 */
public final class FeedCheck {

  private static final ObjectMapper JSON = new ObjectMapper();

  private final ChangeFormat configured;
  private final boolean events;
  private final boolean deletesConfigured;

  private FeedCheck(ChangeFormat configured, boolean events, boolean deletesConfigured) {
    this.configured = configured;
    this.events = events;
    this.deletesConfigured = deletesConfigured;
  }

  /** The check of a source. A source whose files are records has no change format. */
  public static FeedCheck of(SourceConfig source, RecordConfig record) {
    return new FeedCheck(
        source.changes(), !source.format().isOneRecordPerFile(), record.deleted().isPresent());
  }

  /**
   * Why a row that could be read must not be indexed.
   *
   * @param row as it was read, with its columns at the top
   */
  public Optional<String> refusal(ObjectNode row) {
    // A row of an envelope that was understood needs no second opinion.
    return events && configured == ChangeFormat.PLAIN ? reason(row) : Optional.empty();
  }

  /**
   * A better reason why a line could not be read: it is of another format than the configured one.
   *
   * @param line as it landed
   */
  public Optional<String> reasonFor(@Nullable String line) {
    if (!events || line == null) {
      return Optional.empty();
    }
    try {
      return JSON.readTree(line) instanceof ObjectNode row ? reason(row) : Optional.empty();
    } catch (JacksonException e) {
      return Optional.empty(); // The reason that the reader gave says so.
    }
  }

  /**
   * The columns of a line as the configured format has them, whether the line is valid or not;
   * empty if the line is no object or of another format.
   */
  public Optional<ObjectNode> columns(@Nullable String line) {
    if (!events || line == null) {
      return Optional.empty();
    }
    try {
      return JSON.readTree(line) instanceof ObjectNode row && reason(row).isEmpty()
          ? columns(row)
          : Optional.empty();
    } catch (JacksonException e) {
      return Optional.empty();
    }
  }

  private Optional<ObjectNode> columns(ObjectNode line) {
    if (configured == ChangeFormat.DEBEZIUM) {
      return Optional.ofNullable(FeedShape.rowOfEnvelope(line));
    }
    return ConnectMessage.ofRow(line).value() instanceof ObjectNode row
        ? Optional.of(row)
        : Optional.empty();
  }

  private Optional<String> reason(ObjectNode row) {
    return FeedShape.of(row).filter(shape -> !isRead(shape)).map(this::reason);
  }

  private boolean isRead(FeedShape shape) {
    return shape.readAs().equals(Optional.of(configured))
        || (configured == ChangeFormat.PLAIN
            && deletesConfigured
            && shape.deletedColumn().isPresent());
  }

  private String reason(FeedShape shape) {
    String start =
        "Cannot read the line with source.changes: %s: it looks like %s, for it has %s. "
            .formatted(spelling(configured), shape.what(), shape.marks());
    return start + advice(shape);
  }

  private static String advice(FeedShape shape) {
    if (shape.readAs().isPresent()) {
      return "Set source.changes: %s, and land the file again if it was read before."
          .formatted(spelling(shape.readAs().get()));
    }
    if (shape.deletedColumn().isPresent()) {
      return "Set record.deleted: %s with source.changes: plain, and land the file again if it was read before."
          .formatted(shape.deletedColumn().get());
    }
    return "This version does not read that format. Land each row as one JSON object with its"
        + " columns and no such marks, with \"is_deleted\": true for a delete, and set"
        + " source.changes: plain.";
  }

  private static String spelling(ChangeFormat format) {
    return format.name().toLowerCase(Locale.ROOT);
  }
}
