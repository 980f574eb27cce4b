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
    String wanted =
        wish instanceof Wish.AsOf asOf
            ? "all that landed before " + asOf.instant()
            : "that version of the record";
    return "Cannot answer with %s: so far the table holds what landed before %s. Ask again later, or wait for less."
        .formatted(wanted, freshness.asOf() == null ? "its first commit" : freshness.asOf());
  }

  /** How fresh the table is. */
  public Freshness freshness() {
    return freshness;
  }
}
