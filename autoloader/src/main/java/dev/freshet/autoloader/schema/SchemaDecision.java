package dev.freshet.autoloader.schema;

import java.util.List;
import org.apache.spark.sql.types.StructType;

/** What becomes of the schema of a stream when files were seen. */
public sealed interface SchemaDecision {

  /** The schema stays, and the files are read with it. */
  record Keep() implements SchemaDecision {}

  /**
   * The query stops.
   *
   * @param columns what is new, in words
   * @param grown the schema that has it
   * @param saved whether that is the schema from now on; else a person decides
   */
  record Stop(List<String> columns, StructType grown, boolean saved) implements SchemaDecision {}
}
