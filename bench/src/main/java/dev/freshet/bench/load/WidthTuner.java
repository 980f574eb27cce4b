package dev.freshet.bench.load;

import dev.freshet.bench.load.contender.Contender;
import dev.freshet.core.maintenance.RecallEstimate;
import java.time.Instant;
import java.util.List;

/**
 * Finds the narrowest search that reaches a recall, by the same rule for every contender: widths
 * are tried from the narrowest up on questions that are not asked again, and the first that surely
 * reaches it is taken, which is as maintenance tunes a table: the whole interval of the estimate
 * lies above. The widest if none does.
 */
final class WidthTuner {

  private final List<LabelledQuestion> questions;
  private final double target;

  WidthTuner(List<LabelledQuestion> questions, double target) {
    this.questions = questions;
    this.target = target;
  }

  /**
   * What was found.
   *
   * @param width in words
   * @param recall of the questions that were tuned with
   * @param reached whether it surely is the target or more
   */
  record Tuned(String width, double recall, boolean reached) {}

  /** The contender searches so afterwards. */
  Tuned tune(Contender contender) throws Exception {
    RowModel loaded = new RowModel();
    Tuned tuned = null;
    for (int index = 0; index < contender.widths(); index++) {
      String width = contender.searchWith(index);
      double recall = loaded.check(contender, questions, SearchLoad.K).recall();
      tuned = new Tuned(width, recall, surelyReached(recall));
      if (tuned.reached()) {
        return tuned;
      }
    }
    if (tuned == null) {
      throw new IllegalArgumentException(contender.name() + " has no width to search with");
    }
    return tuned;
  }

  private boolean surelyReached(double recall) {
    long expected = (long) questions.size() * SearchLoad.K;
    return new RecallEstimate(Math.round(recall * expected), expected, SearchLoad.K, Instant.EPOCH)
            .atLeast()
        >= target;
  }
}
