package dev.freshet.embedding.onnx;

import java.util.BitSet;

/**
 * The set bits of a set, asked for in ascending order. Remembers the answer: where bits are rare,
 * looking for the next one from every place anew would take quadratic time.
 */
public final class AscendingBits {

  private final BitSet bits;
  private int next = -1;

  public AscendingBits(BitSet bits) {
    this.bits = bits;
  }

  /**
   * The first bit at or behind {@code from}, the largest number if there is none.
   *
   * @param from at least as large as in the calls before
   */
  public int next(int from) {
    if (next < from) {
      int found = bits.nextSetBit(from);
      next = found < 0 ? Integer.MAX_VALUE : found;
    }
    return next;
  }
}
