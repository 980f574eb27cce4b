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
    return new FileStatus(
        file.size(), false, 1, file.size(), file.modifiedAt().toEpochMilli(), path(file.path()));
  }

  /** A path of the landing zone with its scheme. */
  public static Path path(String landed) {
    // Hadoop takes the text as it is, not as an escaped URI.
    return new Path(Location.isRemote(landed) ? landed : "file:" + landed);
  }

  /** The same path as the landing zone names it. */
  public static String landed(Path path) {
    return "file".equals(path.toUri().getScheme()) ? path.toUri().getPath() : path.toString();
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
