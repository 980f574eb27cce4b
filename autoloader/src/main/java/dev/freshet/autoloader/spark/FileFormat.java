package dev.freshet.autoloader.spark;

import dev.freshet.autoloader.filelog.FileVersion;
import java.util.List;
import org.apache.spark.sql.connector.read.Batch;

/** Turns the file versions of a batch into rows. Used by the thread of one stream. */
interface FileFormat {

  /**
   * The plan for these versions; called once per batch, with an empty list to get a reader only.
   */
  Batch batch(List<FileVersion> files);
}
