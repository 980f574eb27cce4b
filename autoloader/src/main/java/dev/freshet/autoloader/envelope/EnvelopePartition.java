package dev.freshet.autoloader.envelope;

import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.connector.read.InputPartition;

/** The files of one task, in the order of their sequence. */
final class EnvelopePartition implements InputPartition {
  private static final long serialVersionUID = 1;

  private final ArrayList<FileToRead> files;

  EnvelopePartition(List<FileToRead> files) {
    this.files = new ArrayList<>(files);
  }

  List<FileToRead> files() {
    return files;
  }
}
