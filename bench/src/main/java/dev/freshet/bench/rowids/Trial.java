package dev.freshet.bench.rowids;

import java.nio.file.Path;

/**
 * The process in which one variant is tried: a panic of native code ends the process, and a
 * deadlock can only be killed.
 */
final class Trial {

  /** What is looked at. */
  enum Kind {
    /** Whether the indexes stay right. */
    SOAK,
    /** What the steps cost. */
    COSTS
  }

  private Trial() {}

  /**
   * @param args variant, kind, directory of the table, file of the report
   */
  public static void main(String[] args) throws Exception {
    Variant variant = Variant.valueOf(args[0]);
    String uri = Path.of(args[2], "trial.lance").toString();
    TrialLog log = new TrialLog(Path.of(args[3]));
    switch (Kind.valueOf(args[1])) {
      case SOAK -> new Soak(variant, uri, log).run();
      case COSTS -> new Costs(variant, uri, log).run();
    }
    log.finish();
  }
}
