package dev.freshet.autoloader.spark;

import dev.freshet.autoloader.Admission;
import dev.freshet.autoloader.filelog.FileVersion;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;

/** Changes something after files are discovered and before they are read. */
record ChangesWhilePlanned(Change change) implements Admission.Rule {

  /** What is changed. */
  interface Change {
    void make() throws IOException;
  }

  @Override
  public long maxBytes(long waitingBytes) {
    return waitingBytes;
  }

  @Override
  public void planned(List<FileVersion> files) {
    try {
      change.make();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
