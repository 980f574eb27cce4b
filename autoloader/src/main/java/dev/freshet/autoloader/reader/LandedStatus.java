package dev.freshet.autoloader.reader;

import dev.freshet.autoloader.filelog.LandedFile;
import dev.freshet.autoloader.fs.HadoopAccess;
import dev.freshet.autoloader.fs.LandingAccess;
import dev.freshet.storage.location.Location;
import java.util.HashMap;
import java.util.Map;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;

/** What Spark's readers want to know of a file that landed, and of the storage it is in. */
public final class LandedStatus {
  private LandedStatus() {}

  /** The file as it is now, with its scheme. */
  public static FileStatus of(LandedFile file) {
    String path = file.path();
    return new FileStatus(
        file.size(),
        false,
        1,
        file.size(),
        file.modifiedAt().toEpochMilli(),
        // Hadoop takes the text as it is, not as an escaped URI.
        new Path(Location.isRemote(path) ? path : "file:" + path));
  }

  /** Spark's readers take the settings of a file system of Hadoop from their options. */
  public static Map<String, String> readerOptions(
      Map<String, String> given, LandingAccess landing) {
    if (!(landing instanceof HadoopAccess elsewhere)) {
      return given;
    }
    Map<String, String> all = new HashMap<>(elsewhere.settings());
    all.putAll(given);
    return all;
  }
}
