package dev.freshet.bench.load;

import java.util.Arrays;

/** What can take part. */
enum ContenderKind {
  FRESHET("freshet", 1_024, 0),
  FRESHET_HTTP("freshet-http", 1_024, 0),
  LUCENE("lucene", 1_536, 3),
  LUCENE_SQ("lucene-sq", 1_536, 3),
  JVECTOR("jvector", 1_024, 8);

  private final String label;
  private final int heapMb;
  private final int heapKbPerRow;

  ContenderKind(String label, int heapMb, int heapKbPerRow) {
    this.label = label;
    this.heapMb = heapMb;
    this.heapKbPerRow = heapKbPerRow;
  }

  String label() {
    return label;
  }

  /** Largest heap of its process: enough, so that collections are no bottleneck. */
  int heapMb(int rows) {
    return heapMb + (int) ((long) rows * heapKbPerRow / 1_024);
  }

  boolean isOurs() {
    return this == FRESHET || this == FRESHET_HTTP;
  }

  /**
   * @throws IllegalArgumentException if there is none
   */
  static ContenderKind of(String label) {
    return Arrays.stream(values())
        .filter(each -> each.label.equals(label))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "Cannot measure " + label + ". Give some of: " + LoadOptions.USAGE));
  }
}
