package dev.freshet.autoloader.spark;

import java.util.Objects;
import org.apache.spark.sql.connector.read.streaming.Offset;

/** A position in the file log: everything up to and including this sequence number. */
final class AutoloaderOffset extends Offset {
  private final long sequence;

  AutoloaderOffset(long sequence) {
    this.sequence = sequence;
  }

  /** From any form in which Spark keeps an offset, the serialised one included. */
  static AutoloaderOffset of(Offset offset) {
    return offset instanceof AutoloaderOffset own ? own : fromJson(offset.json());
  }

  static AutoloaderOffset fromJson(String json) {
    try {
      return new AutoloaderOffset(Long.parseLong(json.strip()));
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(
          "Cannot read offset '"
              + json
              + "': it is not a sequence number of a file log. The checkpoint belongs to another"
              + " source; start with a new checkpoint.",
          e);
    }
  }

  long sequence() {
    return sequence;
  }

  @Override
  public String json() {
    return Long.toString(sequence);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof AutoloaderOffset offset && offset.sequence == sequence;
  }

  @Override
  public int hashCode() {
    return Objects.hash(sequence);
  }
}
