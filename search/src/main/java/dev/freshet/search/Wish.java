package dev.freshet.search;

import dev.freshet.core.error.InvalidRequestException;
import java.time.Instant;

/** What must be in the table before a search is answered. */
public sealed interface Wish {

  /** Everything that landed before {@code instant}. */
  record AsOf(Instant instant) implements Wish {}

  /**
   * A record in that version or a newer one. A version that deletes the record, or leaves it
   * without text, is never found: wait for the time it landed instead.
   */
  record RecordVersion(String key, long version) implements Wish {

    public RecordVersion {
      if (key.isBlank()) {
        throw new InvalidRequestException(
            "after.key", "Cannot wait for a record: its key is blank. Name the record.");
      }
    }
  }
}
