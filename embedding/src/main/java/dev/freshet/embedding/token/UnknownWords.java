package dev.freshet.embedding.token;

import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Detects texts in a script that the vocabulary does not contain: all their words become the same
 * token, so a search cannot tell them apart. They are embedded anyway; a warning is logged once per
 * model. Thread-safe.
 */
public final class UnknownWords {

  private static final Logger LOGGER = LoggerFactory.getLogger(UnknownWords.class);

  /** Fewer tokens prove nothing: a heading of emoji is no foreign language. */
  private static final int MIN_TOKENS = 64;

  private final String model;
  private final int unknownId;
  private final AtomicBoolean warned = new AtomicBoolean();

  /**
   * Watches the texts of one model.
   *
   * @param model for the warning
   * @param unknownId the token of a word that is not in the vocabulary
   */
  public UnknownWords(String model, int unknownId) {
    this.model = model;
    this.unknownId = unknownId;
  }

  /**
   * Checks the texts of one batch.
   *
   * @param encoded token ids of each text, special tokens included
   * @return whether this batch caused the warning: more than half of its tokens are unknown, and
   *     none before it caused one
   */
  public boolean check(List<int[]> encoded) {
    if (warned.get()) {
      return false;
    }
    long tokens = 0;
    long unknown = 0;
    for (int[] ids : encoded) {
      tokens += ids.length - WordPieceTokenizer.SPECIAL_TOKENS;
      for (int id : ids) {
        unknown += id == unknownId ? 1 : 0;
      }
    }
    if (tokens < MIN_TOKENS || 2 * unknown <= tokens || !warned.compareAndSet(false, true)) {
      return false;
    }
    LOGGER
        .atWarn()
        .addKeyValue("model", model)
        .addKeyValue("tokens", tokens)
        .log("model does not know most words of these texts; choose a model for their language");
    return true;
  }
}
