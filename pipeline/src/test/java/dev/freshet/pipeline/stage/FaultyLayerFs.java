package dev.freshet.pipeline.stage;

import dev.freshet.storage.hadoop.LocalAbstractFs;
import dev.freshet.storage.hadoop.LocalFs;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FilterFs;
import org.apache.hadoop.fs.Path;

/** The local file system, which can be made to fail the commits of one table. */
public final class FaultyLayerFs extends FilterFs {

  private static volatile String failing = "";

  /** Hadoop creates it by reflection. */
  public FaultyLayerFs(URI uri, Configuration conf) throws IOException, URISyntaxException {
    super(new LocalAbstractFs(uri, conf));
  }

  static Configuration configuration() {
    Configuration hadoop = LocalFs.configuration();
    hadoop.set("fs.AbstractFileSystem.file.impl", FaultyLayerFs.class.getName());
    return hadoop;
  }

  /** From now on commits to the table fail, until {@link #heal}. */
  static void failCommitsTo(String table) {
    failing = "/tables/" + table + "/";
  }

  static void heal() {
    failing = "";
  }

  @Override
  public void renameInternal(Path from, Path to, boolean overwrite) throws IOException {
    if (!failing.isEmpty() && to.toString().contains(failing)) {
      throw new IOException("the store did not answer");
    }
    super.renameInternal(from, to, overwrite);
  }
}
