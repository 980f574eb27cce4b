package dev.freshet.search;

import dev.freshet.core.vector.Freshness;

/**
 * The time to wait is over and the table is not fresh enough yet. This is expected, so there is no
 * stack trace.
 */
public final class NotFreshException extends RuntimeException {

  private final Freshness freshness;

  NotFreshException(Wish wish, Freshness freshness) {
    super(message(wish, freshness), null, false, false);
    this.freshness = freshness;
  }

  private static String message(Wish wish, Freshness freshness) {
    String wanted = "that version of the record";
    if (wish instanceof Wish.AsOf asOf) {
      wanted = "all that landed before " + asOf.instant();
    } else if (wish instanceof Wish.File file) {
      wanted = "what the file " + file.name() + " holds";
    }
    return "Cannot answer with %s: so far the table holds what landed before %s. Ask again later, or wait for less."
        .formatted(wanted, freshness.asOf() == null ? "its first commit" : freshness.asOf());
  }

  /** How fresh the table is. */
  public Freshness freshness() {
    return freshness;
  }
}
