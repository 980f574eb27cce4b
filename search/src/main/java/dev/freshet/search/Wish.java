package dev.freshet.search;

import dev.freshet.core.BatchIdentity;
import dev.freshet.core.error.InvalidRequestException;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Supplier;

/** What must be in the table before a search is answered. */
public sealed interface Wish {

  /** Everything that landed before {@code instant}. */
  record AsOf(Instant instant) implements Wish {}

  /**
   * A file of the landing zone. Its place in the order of all files decides, and no clock.
   *
   * @param name as the caller named it
   * @param number the number that the pipeline gave the file; empty before that
   * @param completed the last batch that the pipeline has reported complete; empty if there is
   *     none. Only this tells of a batch that changes no record
   */
  record File(
      String name,
      Supplier<Optional<BatchIdentity>> number,
      Supplier<Optional<BatchIdentity>> completed)
      implements Wish {}

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
