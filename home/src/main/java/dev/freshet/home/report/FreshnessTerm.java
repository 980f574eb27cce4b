package dev.freshet.home.report;

import java.util.Locale;

/**
 * The parts of the time from a file's landing to its records being found by a search, in order and
 * without a gap. Each ends where the next begins, so that their sum is that time.
 *
 * <p>The layers are written while the model embeds. The time in which both happen counts as {@link
 * #LAYERS}, and {@link #EMBEDDING} is what embedding takes longer than the layers.
 */
public enum FreshnessTerm {
  DETECTION("From the landing of a file until a watch event or a listing has found it."),
  QUEUEING("From then until a batch takes the file: the batches before it run."),
  READING("From then until the rows of the batch are in memory; Spark's planning is included."),
  REDUCTION("From then until every line is parsed and it is decided which changes count."),
  LAYERS("From then until Bronze, Silver and Gold are committed."),
  EMBEDDING("What cutting and embedding take longer than the commits of the layers."),
  COMMIT(
      "From then until the vector table is committed; rows to stage and to quarantine included.");

  private final String doc;

  FreshnessTerm(String doc) {
    this.doc = doc;
  }

  /** The stable name in answers and metrics, such as {@code detection}. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** What it measures, as a sentence. */
  public String doc() {
    return doc;
  }
}
