package dev.freshet.embedding.token;

import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Notices texts in a script the vocabulary does not know: all their words become one and the same
 * token, so a search cannot tell them apart. They are embedded all the same; a warning comes once
 * per model. Thread-safe.
 */
public final class UnknownWords {

  private static final Logger LOGGER = LoggerFactory.getLogger(UnknownWords.class);

  /** Of fewer tokens nothing is concluded: a heading of emoji is no foreign language. */
  private static final int TELLING_TOKENS = 64;

  private static final int SPECIAL_TOKENS = 2;

  private final String model;
  private final int unknownId;
  private final AtomicBoolean warned = new AtomicBoolean();

  public UnknownWords(String model, int unknownId) {
    this.model = model;
    this.unknownId = unknownId;
  }

  /**
   * Looks at the texts of one batch.
   *
   * @param encoded token ids of each text, special tokens included
   * @return whether this batch brought the warning: more than half of its tokens are unknown, and
   *     no batch before it was like that
   */
  public boolean warnsOf(List<int[]> encoded) {
    if (warned.get()) {
      return false;
    }
    long tokens = 0;
    long unknown = 0;
    for (int[] ids : encoded) {
      tokens += ids.length - SPECIAL_TOKENS;
      for (int id : ids) {
        unknown += id == unknownId ? 1 : 0;
      }
    }
    if (tokens < TELLING_TOKENS || 2 * unknown <= tokens || !warned.compareAndSet(false, true)) {
      return false;
    }
    LOGGER
        .atWarn()
        .addKeyValue("model", model)
        .addKeyValue("tokens", tokens)
        .addKeyValue("unknown", unknown)
        .log("model does not know most words of these texts; choose one for their language");
    return true;
  }
}
