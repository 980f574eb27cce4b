package dev.freshet.autoloader.spark;

import dev.freshet.autoloader.filelog.FileLogPlace;
import dev.freshet.autoloader.fs.AccessSettings;
import dev.freshet.autoloader.fs.HadoopAccess;
import dev.freshet.autoloader.fs.HadoopStore;
import dev.freshet.autoloader.state.TrackedFiles;
import dev.freshet.storage.location.Location;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.commons.io.FileUtils;
import org.apache.hadoop.conf.Configuration;

/**
 * The files of a file log that is not on this machine, as they are at the moment of each use. Each
 * use makes a copy of the log in a new directory of {@code java.io.tmpdir}, and deletes it.
 *
 * @param access to the file log
 */
record SharedState(HadoopAccess access) {

  /**
   * The file log that a path is, or that a checkpoint of Spark has in it.
   *
   * @param own settings of Hadoop among the options of the reader
   * @throws IllegalArgumentException if it is neither, or if a checkpoint has several
   */
  static SharedState of(String path, Map<String, String> own, Configuration process) {
    String root = Location.parse(path, Path.of("/")).text();
    try {
      List<String> candidates = new ArrayList<>(List.of(root, root + "/filelog"));
      HadoopStore sources = access(root + "/sources", own, process).store();
      try {
        sources.list(root + "/sources", entry -> candidates.add(entry.path() + "/filelog"));
      } catch (NoSuchFileException e) {
        // It is no checkpoint; it may be the log itself.
      }
      List<HadoopAccess> found = new ArrayList<>();
      for (String each : candidates) {
        HadoopAccess access = access(each, own, process);
        if (!access.objects().list("w-").isEmpty()) {
          found.add(access);
        }
      }
      if (found.size() != 1) {
        throw new IllegalArgumentException(
            "Cannot find one file log in "
                + path
                + ": there are "
                + found.size()
                + ". Give the checkpoint location of a query that reads format autoloader and has one"
                + " source, or the path of a file log.");
      }
      return new SharedState(found.get(0));
    } catch (IOException e) {
      throw new UncheckedIOException(e.getMessage(), e);
    }
  }

  private static HadoopAccess access(String place, Map<String, String> own, Configuration process) {
    return AccessSettings.alone(new Location.Remote(place), own, process);
  }

  void use(Consumer<TrackedFiles> use) {
    try {
      Path directory = Files.createTempDirectory("autoloader-state");
      try (TrackedFiles files =
          TrackedFiles.open(
              new FileLogPlace.Shared(access.landing(), access.objects(), directory))) {
        use.accept(files);
      } finally {
        FileUtils.deleteDirectory(directory.toFile());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e.getMessage(), e);
    }
  }

  @Override
  public String toString() {
    return access.landing();
  }
}
