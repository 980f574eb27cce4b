package dev.freshet.pipeline.run;

import dev.freshet.core.vector.VectorTableSpec;
import dev.freshet.core.vector.VectorTableWriter;
import dev.freshet.pipeline.cluster.WorkDistribution;
import org.apache.spark.sql.SparkSession;

/** A vector store whose writer may let executors write. */
record DistributedStore(VectorStore store, WorkDistribution distribution, SparkSession spark)
    implements VectorStore {

  @Override
  public VectorTableWriter openWriter(VectorTableSpec spec) {
    return distribution.writer(store.openWriter(spec), spark);
  }
}
