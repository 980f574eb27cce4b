package dev.freshet.embedding.chunk;

import java.text.BreakIterator;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Locale;

/**
 * The smallest parts a document may be cut into, each small enough for a chunk: runs of characters
 * that are not white space, cut at sentence ends (which have no white space in Chinese or Japanese)
 * and, where they are still too long, into equal pieces. The tokens of each part are counted once
 * and summed up, so the size of a range is known without another count.
 */
final class Words {

  private final String document;
  private final SizeLimit limit;
  private final AscendingBits blockStarts;
  private final AscendingBits sentenceStarts;
  private int[] starts = new int[64];
  private int[] ends = new int[64];
  private int[] tokensBefore = new int[65];
  private Boundary[] boundaries = new Boundary[64];
  private int size;

  private Words(String document, BitSet blockStarts, SizeLimit limit) {
    this.document = document;
    this.blockStarts = new AscendingBits(blockStarts);
    this.sentenceStarts = new AscendingBits(sentenceStarts(document));
    this.limit = limit;
  }

  /**
   * The parts of {@code document}, in order; every character except white space is in one.
   *
   * @param blockStarts offsets at which blocks start, the white space before their text included
   */
  static Words of(String document, BitSet blockStarts, SizeLimit limit) {
    Words words = new Words(document, blockStarts, limit);
    int at = 0;
    while (at < document.length()) {
      int start = endOfGap(document, at);
      int end = endOfRun(document, start);
      if (start < end) {
        words.addRun(start, end, words.boundaryOf(at, start));
      }
      at = end;
    }
    return words;
  }

  int size() {
    return size;
  }

  /** What separates word {@code index} from the word before it. */
  Boundary boundaryBefore(int index) {
    return boundaries[index];
  }

  /** Tokens of the words {@code from} (inclusive) to {@code to} (exclusive), each counted alone. */
  int tokens(int from, int to) {
    return tokensBefore[to] - tokensBefore[from];
  }

  /** Characters of the words {@code from} to {@code to} and of the white space between them. */
  int chars(int from, int to) {
    return ends[to - 1] - starts[from];
  }

  /** The document from word {@code from} (inclusive) to {@code to} (exclusive). */
  String text(int from, int to) {
    return document.substring(starts[from], ends[to - 1]);
  }

  private Boundary boundaryOf(int gapStart, int start) {
    if (blockStarts.next(gapStart) <= start) {
      return Boundary.BLOCK;
    }
    int lineEnds = lineEnds(document, gapStart, start);
    if (size == 0 || lineEnds > 1) {
      return Boundary.PARAGRAPH;
    }
    if (lineEnds == 1) {
      return Boundary.LINE;
    }
    return sentenceStarts.next(start) == start ? Boundary.SENTENCE : Boundary.WORD;
  }

  private void addRun(int start, int end, Boundary boundary) {
    int from = start;
    Boundary before = boundary;
    while (from < end) {
      int to = Math.min(sentenceStarts.next(from + 1), end);
      addCut(from, to, before);
      before = Boundary.SENTENCE;
      from = to;
    }
  }

  /** Adds a part, cut into equal pieces if it is too large. */
  private void addCut(int start, int end, Boundary boundary) {
    int length = end - start;
    int tokens = limit.tokens(document.substring(start, end));
    if (limit.allows(tokens, length) || document.offsetByCodePoints(start, 1) == end) {
      add(start, end, tokens, boundary);
      return;
    }
    int pieces =
        Math.max(2, Math.max(ceilDiv(tokens, limit.room()), ceilDiv(length, limit.maxChars())));
    int step = ceilDiv(length, pieces);
    int from = start;
    Boundary before = boundary;
    while (from < end) {
      int to = wholeCodePoint(document, Math.min(from + step, end));
      addCut(from, to, before);
      before = Boundary.INSIDE_WORD;
      from = to;
    }
  }

  private void add(int start, int end, int tokens, Boundary boundary) {
    if (size == starts.length) {
      starts = Arrays.copyOf(starts, 2 * size);
      ends = Arrays.copyOf(ends, 2 * size);
      boundaries = Arrays.copyOf(boundaries, 2 * size);
      tokensBefore = Arrays.copyOf(tokensBefore, 2 * size + 1);
    }
    starts[size] = start;
    ends[size] = end;
    boundaries[size] = boundary;
    tokensBefore[size + 1] = tokensBefore[size] + tokens;
    size++;
  }

  private static BitSet sentenceStarts(String document) {
    BitSet starts = new BitSet(document.length());
    BreakIterator sentences = BreakIterator.getSentenceInstance(Locale.ROOT);
    sentences.setText(document);
    for (int at = sentences.first(); at != BreakIterator.DONE; at = sentences.next()) {
      starts.set(wholeCodePoint(document, at));
    }
    return starts;
  }

  private static int endOfGap(String text, int from) {
    int at = from;
    while (at < text.length() && isGap(text.charAt(at))) {
      at++;
    }
    return at;
  }

  private static int endOfRun(String text, int from) {
    int at = from;
    while (at < text.length() && !isGap(text.charAt(at))) {
      at++;
    }
    return at;
  }

  /** All white space of Unicode is in the basic plane, so one {@code char} is enough. */
  private static boolean isGap(char c) {
    return Character.isWhitespace(c) || Character.isSpaceChar(c);
  }

  private static int lineEnds(String text, int from, int to) {
    int count = 0;
    for (int i = from; i < to; i++) {
      char c = text.charAt(i);
      boolean secondOfPair = c == '\n' && i > from && text.charAt(i - 1) == '\r';
      if (c == '\u2029') {
        count += 2;
      } else if ((c == '\n' && !secondOfPair) || c == '\r' || c == '\u2028') {
        count++;
      }
    }
    return count;
  }

  /** {@code at}, or the offset after it where {@code at} would split a surrogate pair. */
  private static int wholeCodePoint(String text, int at) {
    boolean inPair =
        at > 0
            && at < text.length()
            && Character.isSurrogatePair(text.charAt(at - 1), text.charAt(at));
    return inPair ? at + 1 : at;
  }

  private static int ceilDiv(int dividend, int divisor) {
    return (dividend + divisor - 1) / divisor;
  }
}
