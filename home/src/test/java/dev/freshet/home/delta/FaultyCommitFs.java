package dev.freshet.home.delta;

import dev.freshet.storage.hadoop.LocalAbstractFs;
import dev.freshet.storage.hadoop.LocalFs;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FilterFs;
import org.apache.hadoop.fs.Path;

/** The local file system, whose renames fail on demand; a rename publishes a Delta commit. */
public final class FaultyCommitFs extends FilterFs {

  /** How many of the next renames succeed but are reported as failed. */
  static final AtomicInteger LOST_ACKNOWLEDGEMENTS = new AtomicInteger();

  /** How many of the next renames fail. */
  static final AtomicInteger FAILURES = new AtomicInteger();

  /** Called by Hadoop through reflection. */
  public FaultyCommitFs(URI uri, Configuration conf) throws IOException, URISyntaxException {
    super(new LocalAbstractFs(uri, conf));
  }

  static Configuration configuration() {
    Configuration hadoop = LocalFs.configuration();
    hadoop.set("fs.AbstractFileSystem.file.impl", FaultyCommitFs.class.getName());
    return hadoop;
  }

  @Override
  public void renameInternal(Path from, Path to, boolean overwrite) throws IOException {
    if (take(FAILURES)) {
      throw new IOException("the store did not answer");
    }
    super.renameInternal(from, to, overwrite);
    if (take(LOST_ACKNOWLEDGEMENTS)) {
      throw new IOException("the answer was lost");
    }
  }

  private static boolean take(AtomicInteger faults) {
    return faults.getAndUpdate(left -> Math.max(0, left - 1)) > 0;
  }
}
