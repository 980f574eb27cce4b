package dev.freshet.autoloader.spark;

import dev.freshet.autoloader.filelog.FileVersion;
import java.util.List;
import org.apache.spark.sql.connector.read.Batch;

/**
 * How the file versions of a batch become rows: the envelope, or the typed columns of one of
 * Spark's own readers. Used by the thread of one stream.
 */
interface OutputForm {

  /**
   * The plan for these versions; called once per batch, with an empty list to get a reader only.
   */
  Batch batch(List<FileVersion> files);

  /** The same, with its rows of the envelope watched for errors. */
  default OutputForm watched(FilesWithErrors errors) {
    OutputForm form = this;
    return new OutputForm() {
      @Override
      public Batch batch(List<FileVersion> files) {
        return errors.watched(form.batch(files));
      }

      @Override
      public void close() {
        form.close();
      }
    };
  }

  /** Releases what was kept for the next batch. */
  default void close() {}
}
