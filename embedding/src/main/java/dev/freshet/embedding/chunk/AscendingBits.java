package dev.freshet.embedding.chunk;

import java.util.BitSet;

/**
 * Finds the set bits of a bit set for a caller that asks in ascending order. It remembers the last
 * answer: where bits are rare, a new search from every position would take quadratic time.
 */
final class AscendingBits {

  private final BitSet bits;
  private int next = -1;

  AscendingBits(BitSet bits) {
    this.bits = bits;
  }

  /**
   * The first set bit at or after {@code from}; {@link Integer#MAX_VALUE} if there is none.
   *
   * @param from at least as large as in the calls before
   */
  int next(int from) {
    if (next < from) {
      int found = bits.nextSetBit(from);
      next = found < 0 ? Integer.MAX_VALUE : found;
    }
    return next;
  }
}
