package dev.freshet.pipeline.executor;

import dev.freshet.core.vector.RowStager;
import dev.freshet.core.vector.StagedRows;
import dev.freshet.core.vector.VectorRow;
import java.util.ArrayList;

/** Writes the rows of a part of a batch to data files that no commit names yet. */
record StageTask(RowStager stager) implements ExecutorTask<ArrayList<VectorRow>, StagedRows> {

  @Override
  public StagedRows run(ArrayList<VectorRow> rows) {
    return stager.stage(rows);
  }
}
