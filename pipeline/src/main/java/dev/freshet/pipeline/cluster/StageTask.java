package dev.freshet.pipeline.cluster;

import dev.freshet.core.vector.RowStager;
import dev.freshet.core.vector.StagedRows;

/** Writes the rows of a part of a batch to data files that no commit names yet. */
record StageTask(RowStager stager) implements ExecutorTask<RowPart, StagedRows> {

  @Override
  public StagedRows run(RowPart part) {
    return stager.stage(part.rows());
  }
}
