package dev.freshet.lance.table;

import dev.freshet.core.BatchIdentity;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a commit of Freshet says about the whole table, in the properties of its transaction. Every
 * commit carries the record of the commit before it forward, so the newest record is enough.
 *
 * @param epoch how often a writer has claimed the table; the writer of the highest epoch owns it
 * @param writer random id of the writer that made the commit
 * @param asOf everything that landed before this instant is included; empty before the first batch
 * @param anchorRow whether the table holds the anchor row instead of live rows
 * @param streams end sequence of the last batch per stream id
 */
public record CommitRecord(
    long epoch,
    String writer,
    Optional<Instant> asOf,
    boolean anchorRow,
    Map<String, Long> streams) {

  /** The record of a table that was just created. */
  public static final CommitRecord CREATED =
      new CommitRecord(0, "", Optional.empty(), true, Map.of());

  private static final String EPOCH = "freshet.epoch";
  private static final String WRITER = "freshet.writer";
  private static final String AS_OF = "freshet.asOf";
  private static final String ANCHOR_ROW = "freshet.anchorRow";

  /** The batch id; only in the commit that holds the batch, for readers of the history. */
  public static final String BATCH = "freshet.batch";

  private static final String STREAM_PREFIX = "freshet.stream.";

  public CommitRecord {
    streams = Map.copyOf(streams);
  }

  /** The record in {@code properties}; empty if the commit is not one of Freshet. */
  public static Optional<CommitRecord> read(Map<String, String> properties) {
    if (!properties.containsKey(EPOCH)) {
      return Optional.empty();
    }
    Map<String, Long> streams = new HashMap<>();
    properties.forEach(
        (key, value) -> {
          if (key.startsWith(STREAM_PREFIX)) {
            streams.put(key.substring(STREAM_PREFIX.length()), Long.valueOf(value));
          }
        });
    return Optional.of(
        new CommitRecord(
            Long.parseLong(properties.get(EPOCH)),
            properties.getOrDefault(WRITER, ""),
            Optional.ofNullable(properties.get(AS_OF)).map(Instant::parse),
            Boolean.parseBoolean(properties.get(ANCHOR_ROW)),
            streams));
  }

  /** The record as properties of a transaction. */
  public Map<String, String> properties() {
    Map<String, String> properties = new HashMap<>();
    properties.put(EPOCH, Long.toString(epoch));
    properties.put(WRITER, writer);
    asOf.ifPresent(instant -> properties.put(AS_OF, instant.toString()));
    properties.put(ANCHOR_ROW, Boolean.toString(anchorRow));
    streams.forEach((id, end) -> properties.put(STREAM_PREFIX + id, Long.toString(end)));
    return properties;
  }

  /** The properties of the commit that holds {@code batch}. */
  public Map<String, String> properties(BatchIdentity batch) {
    Map<String, String> properties = properties();
    properties.put(BATCH, batch.batchId());
    return properties;
  }

  /** The last batch of the stream; empty before its first. */
  public Optional<BatchIdentity> last(String streamId) {
    return Optional.ofNullable(streams.get(streamId)).map(end -> new BatchIdentity(streamId, end));
  }

  /** The last batch of every stream. */
  public List<BatchIdentity> batches() {
    return streams.entrySet().stream()
        .map(stream -> new BatchIdentity(stream.getKey(), stream.getValue()))
        .toList();
  }

  /** Whether the table holds this batch or a later one of its stream. */
  public boolean holds(BatchIdentity batch) {
    return streams.getOrDefault(batch.streamId(), 0L) >= batch.endSequence();
  }

  /** Whether the writer with this epoch and id owns the table. */
  public boolean isOwnedBy(long ownEpoch, String ownWriter) {
    return epoch == ownEpoch && writer.equals(ownWriter);
  }

  /** This record after a claim by {@code newWriter}. */
  public CommitRecord claimedBy(String newWriter) {
    return new CommitRecord(epoch + 1, newWriter, asOf, anchorRow, streams);
  }

  /** This record after the commit of {@code batch}. */
  public CommitRecord withBatch(BatchIdentity batch, Instant batchAsOf, boolean newAnchorRow) {
    Map<String, Long> next = new HashMap<>(streams);
    next.put(batch.streamId(), batch.endSequence());
    return new CommitRecord(epoch, writer, Optional.of(batchAsOf), newAnchorRow, next);
  }

  /** This record after the anchor row was added. */
  public CommitRecord withAnchorRow() {
    return new CommitRecord(epoch, writer, asOf, true, streams);
  }
}
