package dev.freshet.core;

import java.util.Objects;

/**
 * The identity of a batch: the stream it belongs to and the last file sequence number it contains.
 * The vector table's own commit carries it and every Delta commit of the batch has it as
 * transaction id, so a retry is always distinguished from a new batch.
 *
 * @param streamId id of the file log the sequence numbers come from; a new file log is a new stream
 * @param endSequence highest file sequence number of the batch, at least 1
 */
public record BatchIdentity(String streamId, long endSequence) {

  public BatchIdentity {
    Objects.requireNonNull(streamId, "streamId");
    if (streamId.isBlank() || streamId.indexOf(':') >= 0) {
      throw new IllegalArgumentException("Invalid stream id: '" + streamId + "'");
    }
    if (endSequence < 1) {
      throw new IllegalArgumentException("Invalid end sequence: " + endSequence);
    }
  }

  /** The id as it stands in the ledger: {@code <stream>:<end sequence>}. */
  public String batchId() {
    return streamId + ":" + endSequence;
  }

  /**
   * The identity that {@link #batchId} wrote.
   *
   * @throws IllegalArgumentException if the text is not a batch id
   */
  public static BatchIdentity parse(String batchId) {
    int colon = batchId.indexOf(':');
    if (colon < 0) {
      throw new IllegalArgumentException("Invalid batch id: '" + batchId + "'");
    }
    return new BatchIdentity(
        batchId.substring(0, colon), Long.parseLong(batchId.substring(colon + 1)));
  }
}
