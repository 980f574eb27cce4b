package dev.freshet.embedding.chunk;

import dev.freshet.embedding.document.Block;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Cuts a text at its strongest boundaries into the largest units that fit, then joins neighbouring
 * units into chunks while they fit.
 *
 * @param limit how large a chunk may be, and what it begins with
 * @param overlapTokens most tokens a chunk repeats of the chunk before it
 */
record TextCut(SizeLimit limit, int overlapTokens) {

  /**
   * The chunks of {@code text}; none if nothing in it is visible.
   *
   * @param blockStarts offsets at which the text is best cut; empty for plain text
   */
  List<String> chunks(String text, BitSet blockStarts) {
    if (!Block.isVisible(text)) {
      return List.of();
    }
    Words words = Words.of(text, blockStarts, limit);
    BitSet unitStarts = new BitSet(words.size() + 1);
    markUnits(words, 0, words.size(), Boundary.BLOCK, unitStarts);
    unitStarts.set(words.size());
    return join(words, unitStarts);
  }

  /**
   * Marks where the units of the range start: the largest paragraphs, lines, sentences or words
   * that fit into one chunk.
   */
  private void markUnits(Words words, int from, int to, Boundary level, BitSet unitStarts) {
    if (to - from == 1 || (sumFits(words, from, to) && countFits(words, from, to))) {
      unitStarts.set(from);
      return;
    }
    int start = from;
    for (int i = from + 1; i <= to; i++) {
      if (i == to || words.boundaryBefore(i).isAtLeast(level)) {
        markUnits(words, start, i, level.weaker(), unitStarts);
        start = i;
      }
    }
  }

  private List<String> join(Words words, BitSet unitStarts) {
    List<String> chunks = new ArrayList<>();
    int covered = 0;
    int previousFrom = -1;
    while (covered < words.size()) {
      int unitEnd = unitStarts.nextSetBit(covered + 1);
      int from = overlapStart(words, previousFrom + 1, covered, unitEnd);
      int to = extended(words, from, unitEnd, unitStarts);
      if (to > unitEnd && !countFits(words, from, to)) {
        to = lastThatFits(words, from, unitEnd, to, unitStarts);
      }
      if (to == unitEnd && from < covered && !countFits(words, from, to)) {
        from = covered;
      }
      chunks.add(withPrefix(words.text(from, to), to - from));
      previousFrom = from;
      covered = to;
    }
    return chunks;
  }

  /**
   * Where the longest run of whole units from {@code from} ends whose text fits when it is counted
   * as a whole; {@code unitEnd} if no longer run fits. Some counters find more tokens in words
   * together than in each alone; the binary search keeps the number of counts small for them too.
   */
  private int lastThatFits(Words words, int from, int unitEnd, int tooFar, BitSet unitStarts) {
    int[] ends =
        IntStream.iterate(unitEnd, end -> end < tooFar, end -> unitStarts.nextSetBit(end + 1))
            .toArray();
    int low = 0;
    int high = ends.length;
    while (high - low > 1) {
      int middle = (low + high) >>> 1;
      if (countFits(words, from, ends[middle])) {
        low = middle;
      } else {
        high = middle;
      }
    }
    return ends[low];
  }

  /** The end of as many whole units from {@code from} as fit by the sum of their words. */
  private int extended(Words words, int from, int unitEnd, BitSet unitStarts) {
    int to = unitEnd;
    while (to < words.size() && sumFits(words, from, unitStarts.nextSetBit(to + 1))) {
      to = unitStarts.nextSetBit(to + 1);
    }
    return to;
  }

  /**
   * Where the chunk begins whose own words are {@code covered} to {@code unitEnd}: at the first
   * sentence of the overlap, else at its first word, never before {@code earliest}.
   */
  private int overlapStart(Words words, int earliest, int covered, int unitEnd) {
    int start = covered;
    while (start > earliest
        && words.tokens(start - 1, covered) <= overlapTokens
        && sumFits(words, start - 1, unitEnd)) {
      start--;
    }
    for (int i = start; i < covered; i++) {
      if (words.boundaryBefore(i).isAtLeast(Boundary.SENTENCE)) {
        return i;
      }
    }
    return start;
  }

  /**
   * A single word was never counted with the prefix; if both do not fit, the prefix is left out.
   */
  private String withPrefix(String text, int words) {
    return words == 1 && !limit.fits(text) ? text : limit.prefix() + text;
  }

  private boolean sumFits(Words words, int from, int to) {
    return limit.allows(words.tokens(from, to), words.chars(from, to));
  }

  /**
   * Counts the tokens of the text as a whole. The sum over its words is exact where white space
   * lies between them and only an estimate inside a word that was cut.
   */
  private boolean countFits(Words words, int from, int to) {
    return limit.fits(words.text(from, to));
  }
}
