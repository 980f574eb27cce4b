package dev.freshet.embedding;

import dev.freshet.core.embed.Chunker;
import dev.freshet.core.embed.Embedder;
import dev.freshet.core.error.InvalidConfigException;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.function.ToIntFunction;

/**
 * Cuts a document where it hurts least: between paragraphs, else lines, else sentences, else words,
 * else inside a word too long for a chunk. Neighbouring pieces are joined again while they fit, and
 * a chunk begins with the last sentences (else words) of the one before it, up to the overlap.
 *
 * <p>Every chunk is a substring of the document of at most the given number of tokens, counted
 * exactly, and of at most sixteen characters per allowed token. Every character but white space is
 * in a chunk; a document that holds nothing but white space, control and format characters has no
 * chunks. No surrogate pair is parted. Pure, deterministic, thread-safe as far as the token counter
 * is; the time is linear in the document.
 */
public final class RecursiveChunker implements Chunker {

  /** One code point becomes up to four tokens; below this a chunk could not take any. */
  private static final int MIN_ROOM = 8;

  private final SizeLimit limit;
  private final int overlapTokens;

  /**
   * @param tokenCounter tokens of a text, special tokens included; thread-safe and pure
   * @param maxTokens most tokens of a chunk, special tokens included
   * @param overlapTokens most tokens a chunk repeats of the one before it; 0 for none, at most half
   *     of {@code maxTokens}
   * @throws InvalidConfigException if the numbers do not fit together
   */
  public RecursiveChunker(ToIntFunction<String> tokenCounter, int maxTokens, int overlapTokens) {
    this.limit = SizeLimit.of(tokenCounter, maxTokens);
    this.overlapTokens = overlapTokens;
    if (limit.room() < MIN_ROOM) {
      throw new InvalidConfigException(
          "Cannot cut documents: `document.chunking.max-tokens` is %d, too few for a word and the model's own tokens. Set it to at least %d."
              .formatted(maxTokens, limit.specialTokens() + MIN_ROOM));
    }
    if (overlapTokens < 0 || overlapTokens > maxTokens / 2) {
      throw new InvalidConfigException(
          "Cannot cut documents: `document.chunking.overlap-tokens` is %d, not between 0 and half of `document.chunking.max-tokens` (%d). Set it to at most %d."
              .formatted(overlapTokens, maxTokens, maxTokens / 2));
    }
  }

  /**
   * A chunker whose chunks {@code embedder} embeds whole.
   *
   * @throws InvalidConfigException if {@code maxTokens} is above what the model takes, or the
   *     numbers do not fit together
   */
  public static RecursiveChunker forModel(Embedder embedder, int maxTokens, int overlapTokens) {
    if (maxTokens > embedder.spec().maxTokens()) {
      throw new InvalidConfigException(
          "Cannot cut documents: `document.chunking.max-tokens` is %d, but model %s takes at most %d. Lower it to %d or choose another model."
              .formatted(
                  maxTokens,
                  embedder.spec().model(),
                  embedder.spec().maxTokens(),
                  embedder.spec().maxTokens()));
    }
    return new RecursiveChunker(embedder::countTokens, maxTokens, overlapTokens);
  }

  @Override
  public List<String> split(String document) {
    if (document.codePoints().noneMatch(RecursiveChunker::isVisible)) {
      return List.of();
    }
    Words words = Words.of(document, limit);
    BitSet unitStarts = new BitSet(words.size() + 1);
    markUnits(words, 0, words.size(), Boundary.PARAGRAPH, unitStarts);
    unitStarts.set(words.size());
    return join(words, unitStarts);
  }

  /**
   * Marks where the units of the range start: the largest paragraphs, lines, sentences or words
   * that fit a chunk whole.
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
      while (to > unitEnd && !countFits(words, from, to)) {
        to = unitStarts.previousSetBit(to - 1);
      }
      if (to == unitEnd && from < covered && !countFits(words, from, to)) {
        from = covered;
      }
      chunks.add(words.text(from, to));
      previousFrom = from;
      covered = to;
    }
    return chunks;
  }

  /** Where as many whole units as fit behind {@code from} end. */
  private int extended(Words words, int from, int unitEnd, BitSet unitStarts) {
    int to = unitEnd;
    while (to < words.size() && sumFits(words, from, unitStarts.nextSetBit(to + 1))) {
      to = unitStarts.nextSetBit(to + 1);
    }
    return to;
  }

  /**
   * Where a chunk whose own words are {@code covered} to {@code unitEnd} begins: at the first
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

  private boolean sumFits(Words words, int from, int to) {
    return limit.allows(words.tokens(from, to), words.chars(from, to));
  }

  /**
   * Counts the very text. The sum over the words is exact where white space lies between them and
   * only an estimate inside a word that was cut.
   */
  private boolean countFits(Words words, int from, int to) {
    return limit.tokens(words.text(from, to)) <= limit.room();
  }

  private static boolean isVisible(int c) {
    return switch (Character.getType(c)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.SURROGATE,
          Character.SPACE_SEPARATOR,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR ->
          false;
      default -> true;
    };
  }
}
