package dev.freshet.autoloader.envelope;

import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.connector.read.InputPartition;

/** The files of one task, in the order of their sequence. */
final class EnvelopePartition implements InputPartition {
  private static final long serialVersionUID = 1;

  private final ArrayList<PlannedFile> files;

  EnvelopePartition(List<PlannedFile> files) {
    this.files = new ArrayList<>(files);
  }

  List<PlannedFile> files() {
    return files;
  }
}
