package dev.freshet.core.maintenance;

import java.util.Arrays;
import java.util.Optional;

/** The kinds of maintenance, with the names that metrics and the history table use for ever. */
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
  BUILD_COLUMN_INDEX("build-column-index");

  private final String label;

  StepKind(String label) {
    this.label = label;
  }

  /** The name in metrics, logs and the history table. */
  public String label() {
    return label;
  }

  /** The kind with this {@link #label}; empty if an older or newer Freshet had one so called. */
  public static Optional<StepKind> ofLabel(String label) {
    return Arrays.stream(values()).filter(kind -> kind.label.equals(label)).findFirst();
  }
}
