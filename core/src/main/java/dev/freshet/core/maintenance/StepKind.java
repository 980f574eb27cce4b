package dev.freshet.core.maintenance;

/**
 * The kinds of maintenance, with their names in metrics and the history table, which never change.
 */
public enum StepKind {
  COMPACT_TAIL("compact-tail"),
  BUILD_INDEX("build-index"),
  EXTEND_INDEX("extend-index"),
  MERGE_SEGMENTS("merge-segments"),
  COMPACT_FRAGMENTS("compact-fragments"),
  REWRITE_FRAGMENT("rewrite-fragment"),
  RETRAIN_INDEX("retrain-index"),
  REMOVE_VERSIONS("remove-versions"),
  TUNE_SEARCH("tune-search"),
  BUILD_COLUMN_INDEX("build-column-index"),
  COMPACT_LAYER("compact-layer"),
  CHECKPOINT_LAYER("checkpoint-layer"),
  CLEAN_LAYER("clean-layer");

  private final String label;

  StepKind(String label) {
    this.label = label;
  }

  /** Whether such a step is about a Delta table of the home, not about the vector table. */
  public boolean ofLayer() {
    return this == COMPACT_LAYER || this == CHECKPOINT_LAYER || this == CLEAN_LAYER;
  }

  /** The name in metrics, logs and the history table. */
  public String label() {
    return label;
  }
}
