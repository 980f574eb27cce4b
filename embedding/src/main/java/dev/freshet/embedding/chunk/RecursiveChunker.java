package dev.freshet.embedding.chunk;

import dev.freshet.core.embed.Chunker;
import dev.freshet.core.embed.Embedder;
import dev.freshet.core.error.InvalidConfigException;
import java.util.BitSet;
import java.util.List;
import java.util.function.ToIntFunction;

/**
 * Cuts a document at the strongest boundary that gives pieces that fit: between paragraphs, else
 * lines, else sentences, else words, else inside a word that is too long for a chunk. Neighbouring
 * pieces are joined again while they fit, and a chunk begins with the last sentences (else words)
 * of the chunk before it, up to the overlap.
 *
 * <p>Every chunk is a substring of the document of at most the given number of tokens, counted
 * exactly, and of at most sixteen characters per allowed token. Every character except white space
 * is in a chunk; a document that holds nothing but white space, control and format characters has
 * no chunks. No surrogate pair is split. Pure, deterministic, as thread-safe as the token counter;
 * the time is linear in the document.
 */
public final class RecursiveChunker implements Chunker {

  /** One code point becomes up to four tokens; a chunk with less room could not take every one. */
  private static final int MIN_ROOM = 8;

  private final SizeLimit limit;
  private final int overlapTokens;

  /**
   * Makes a chunker for any token counter.
   *
   * @param tokenCounter counts the tokens of a text, special tokens included; thread-safe and pure
   * @param maxTokens most tokens of a chunk, special tokens included
   * @param overlapTokens most tokens a chunk repeats of the chunk before it; 0 for none, at most
   *     half of {@code maxTokens}
   * @throws InvalidConfigException if the numbers contradict each other
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
   *     numbers contradict each other
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
    return new TextCut(limit, overlapTokens).chunks(document, new BitSet());
  }

  SizeLimit limit() {
    return limit;
  }

  int overlapTokens() {
    return overlapTokens;
  }
}
