package dev.freshet.pipeline.stage;

import dev.freshet.pipeline.change.ChangeEvent;
import dev.freshet.pipeline.change.LandedRow;
import dev.freshet.pipeline.change.Reading;
import dev.freshet.pipeline.record.ChangeOrder;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** A valid event and the line that it was read from. */
record LandedEvent(LandedRow row, Reading.Event reading) {

  ChangeEvent event() {
    return reading.event();
  }

  /** Another event of the same line, which deletes a record. */
  LandedEvent saying(ChangeEvent deletion) {
    return new LandedEvent(row, new Reading.Event(deletion, null));
  }

  /** Digest of the line, never 0; 0 if {@code order} does not compare the event's content. */
  long digest(ChangeOrder order) {
    if (!order.comparesContent(event()) || row.value() == null) {
      return 0;
    }
    try {
      byte[] line = row.value().getBytes(StandardCharsets.UTF_8);
      return ByteBuffer.wrap(MessageDigest.getInstance("SHA-256").digest(line)).getLong() | 1;
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java platform has SHA-256", e);
    }
  }
}
