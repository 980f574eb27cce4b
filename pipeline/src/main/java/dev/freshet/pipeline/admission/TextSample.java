package dev.freshet.pipeline.admission;

import dev.freshet.core.Quantile;
import dev.freshet.core.embed.Chunker;
import dev.freshet.core.embed.Embedder;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/**
 * Texts to measure with.
 *
 * @param texts chunks as the model gets them, in random but repeatable order; not empty
 * @param tokensPerFile tokens of each landed file of the sample, as if all its texts were new;
 *     empty if no landed file has a text and the texts are built in
 */
public record TextSample(List<String> texts, List<Long> tokensPerFile) {

  private static final int BUILT_IN = 200;
  private static final int LONGEST_IN_SENTENCES = 12;
  private static final long SEED = 42;

  private static final String[] SUBJECTS = {
    "The nightly export", "A customer in the north", "Our oldest server", "The release manager",
    "Every second invoice", "The translated manual", "A sensor on the roof", "The search page"
  };

  private static final String[] PREDICATES = {
    "was moved to another region", "asks for a refund", "shows an unexpected warning",
    "needs a new certificate", "was written by hand", "arrives long before the deadline",
    "explains how to restore a backup", "counts each change exactly once"
  };

  private static final String[] ENDS = {
    "because the old contract ended.", "although nobody had planned it.",
    "whenever the queue runs empty.", "after the summer of last year.",
    "without any further notice.", "as described in chapter seven."
  };

  public TextSample {
    texts = List.copyOf(texts);
    tokensPerFile = List.copyOf(tokensPerFile);
  }

  /** Texts of landed files. */
  static TextSample landed(List<String> texts, List<Long> tokensPerFile) {
    List<String> shuffled = new ArrayList<>(texts);
    Collections.shuffle(shuffled, new Random(SEED));
    return new TextSample(shuffled, tokensPerFile);
  }

  /** Made-up texts of one to twelve sentences, cut for the model, for an empty landing zone. */
  static TextSample builtIn(Chunker chunker) {
    Random random = new Random(SEED);
    List<String> texts = new ArrayList<>();
    while (texts.size() < BUILT_IN) {
      StringBuilder text = new StringBuilder();
      for (int i = random.nextInt(LONGEST_IN_SENTENCES); i >= 0; i--) {
        text.append(any(random, SUBJECTS)).append(' ');
        text.append(any(random, PREDICATES)).append(' ');
        text.append(any(random, ENDS)).append(' ');
      }
      texts.addAll(chunker.split(text.toString()));
    }
    return new TextSample(texts, List.of());
  }

  private static String any(Random random, String[] parts) {
    return parts[random.nextInt(parts.length)];
  }

  /** Whether the texts are those of landed files. */
  public boolean isLanded() {
    return !tokensPerFile.isEmpty();
  }

  /**
   * The number of tokens that 95 of 100 landed files do not exceed; without landed files, that 95
   * of 100 texts do not exceed. At least 1.
   */
  public long p95TokensPerFile(Embedder embedder) {
    List<Long> tokens =
        isLanded()
            ? tokensPerFile
            : texts.stream().map(text -> (long) embedder.countTokens(text)).toList();
    return Math.max(1, (long) Quantile.nearestRank(tokens, 0.95));
  }

  /** The first {@code count} texts; they repeat if there are not enough. */
  List<String> take(int count) {
    List<String> taken = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      taken.add(texts.get(i % texts.size()));
    }
    return taken;
  }
}
