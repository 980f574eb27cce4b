package dev.freshet.testkit.embed;

import dev.freshet.core.embed.EmbedOutcome;
import dev.freshet.core.embed.Embedder;
import dev.freshet.core.embed.EmbedderSpec;
import dev.freshet.core.embed.InputType;
import dev.freshet.core.error.ErrorCode;
import dev.freshet.core.error.FreshetException;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * A model for tests: fast, deterministic, no native code. A text's vector is the normalised sum of
 * one pseudo-random vector per word, so texts that share words are near each other and word order
 * and letter case do not matter.
 *
 * <p>Tests switch faults on with {@link #failNextCalls} and {@link #rejectTexts}. Thread-safe.
 */
public final class HashEmbedder implements Embedder {

  private static final Pattern WORD = Pattern.compile("[\\p{L}\\p{N}]+");
  private static final int SPECIAL_TOKENS = 2;
  private static final int DEFAULT_MAX_TOKENS = 256;

  private final EmbedderSpec spec;
  private final AtomicInteger failuresLeft = new AtomicInteger();
  private final AtomicInteger calls = new AtomicInteger();
  private final AtomicLong texts = new AtomicLong();
  private volatile Predicate<String> rejected = text -> false;
  private volatile Predicate<String> fatal = text -> false;
  private volatile boolean closed;

  /** A model of {@code dimension} components that takes up to 256 tokens. */
  public HashEmbedder(int dimension) {
    this(dimension, DEFAULT_MAX_TOKENS);
  }

  /**
   * A model of {@code dimension} components; texts above {@code maxTokens} (their words and two
   * special tokens) are rejected.
   */
  public HashEmbedder(int dimension, int maxTokens) {
    if (dimension < 1 || maxTokens <= SPECIAL_TOKENS) {
      throw new IllegalArgumentException(
          "Cannot make a hash embedder of dimension %d and %d tokens: the dimension must be at least 1 and the tokens at least 3."
              .formatted(dimension, maxTokens));
    }
    this.spec =
        new EmbedderSpec(
            "hash", dimension, maxTokens, "hash:d%d:t%d".formatted(dimension, maxTokens));
  }

  /** Makes the next {@code count} calls of {@link #embed} fail as a whole; later calls work. */
  public void failNextCalls(int count) {
    failuresLeft.set(count);
  }

  /** Makes it reject texts for which {@code poison} holds; it embeds the others. */
  public void rejectTexts(Predicate<String> poison) {
    rejected = poison;
  }

  /** Makes every call fail with a defect that has a text for which {@code fault} holds. */
  public void failForTexts(Predicate<String> fault) {
    fatal = fault;
  }

  /** Calls of {@link #embed} so far, failed ones included. */
  public int calls() {
    return calls.get();
  }

  /** Texts that got a vector so far; a cache in front of the model keeps this number low. */
  public long textsEmbedded() {
    return texts.get();
  }

  @Override
  public EmbedderSpec spec() {
    return spec;
  }

  @Override
  public int countTokens(String text) {
    return words(text).size() + SPECIAL_TOKENS;
  }

  @Override
  public List<EmbedOutcome> embed(List<String> batch, InputType type) {
    calls.incrementAndGet();
    if (closed) {
      throw new FreshetException(
          ErrorCode.INTERNAL,
          "Cannot embed %d texts: model hash is closed. Open it again.".formatted(batch.size()));
    }
    if (failuresLeft.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
      throw new FreshetException(
          ErrorCode.EMBEDDING_FAILED,
          "Cannot embed %d texts: model hash was told to fail. Repeat the call."
              .formatted(batch.size()));
    }
    if (batch.stream().anyMatch(fatal)) {
      throw new ArithmeticException("model hash was told to fail for a text");
    }
    return batch.stream().map(this::outcome).toList();
  }

  @Override
  public void close() {
    closed = true;
  }

  private EmbedOutcome outcome(String text) {
    if (rejected.test(text)) {
      return new EmbedOutcome.Rejected("model hash was told to reject this text");
    }
    List<String> words = words(text);
    int tokens = words.size() + SPECIAL_TOKENS;
    if (tokens > spec.maxTokens()) {
      return new EmbedOutcome.Rejected(
          "text has %d tokens, model hash takes at most %d".formatted(tokens, spec.maxTokens()));
    }
    texts.incrementAndGet();
    return new EmbedOutcome.Embedded(vector(words));
  }

  private float[] vector(List<String> words) {
    // Whole numbers, so that the sum is the same in any order of the words.
    long[] sums = new long[spec.dimension()];
    (words.isEmpty() ? List.of("") : words).forEach(word -> addWord(sums, word));
    double squares = 0;
    for (long sum : sums) {
      squares += (double) sum * sum;
    }
    if (squares == 0) {
      // The words cancel each other out: possible in one dimension, never seen in eight.
      sums[0] = 1;
      squares = 1;
    }
    float[] vector = new float[sums.length];
    for (int i = 0; i < vector.length; i++) {
      vector[i] = (float) (sums[i] / Math.sqrt(squares));
    }
    return vector;
  }

  private static void addWord(long[] sums, String word) {
    long state = 0xCBF29CE484222325L;
    for (int i = 0; i < word.length(); i++) {
      state = (state ^ word.charAt(i)) * 0x100000001B3L;
    }
    for (int i = 0; i < sums.length; i++) {
      state += 0x9E3779B97F4A7C15L;
      // Odd, so that no component of a word is zero.
      sums[i] += (mixed(state) >> 44) | 1;
    }
  }

  /** The finaliser of SplitMix64 (Steele, Lea, Flood 2014). */
  private static long mixed(long state) {
    long z = (state ^ (state >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    return z ^ (z >>> 31);
  }

  private static List<String> words(String text) {
    return WORD.matcher(text.toLowerCase(Locale.ROOT)).results().map(MatchResult::group).toList();
  }
}
