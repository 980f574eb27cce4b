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

/** The local file system, whose renames (which is what publishes a Delta commit) fail on demand. */
public final class FaultyCommitFs extends FilterFs {

  /** Renames to come that happen, but are reported as failed. */
  static final AtomicInteger LOST_ACKNOWLEDGEMENTS = new AtomicInteger();

  /** Renames to come that fail and do not happen. */
  static final AtomicInteger FAILURES = new AtomicInteger();

  /** For Hadoop's reflection. */
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
