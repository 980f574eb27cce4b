package dev.freshet.autoloader.spark;

import dev.freshet.autoloader.filelog.FileLog;
import dev.freshet.autoloader.filelog.FileLogPlace;
import dev.freshet.autoloader.fs.AccessSettings;
import dev.freshet.autoloader.fs.LandingPath;
import dev.freshet.autoloader.option.AutoloaderOptions;
import dev.freshet.autoloader.option.LocalPath;
import dev.freshet.storage.damage.Damage;
import dev.freshet.storage.location.Location;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.UUID;
import org.apache.hadoop.conf.Configuration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Where the file log of a stream is kept, and its opening. */
final class StreamLog {
  private static final Logger LOGGER = LoggerFactory.getLogger(StreamLog.class);
  private static final String BELOW_CHECKPOINT = "filelog";

  private StreamLog() {}

  /**
   * Opens the log that the options name, or the one below the checkpoint.
   *
   * @param checkpoint as Spark names it for the source
   * @param process the configuration of the Spark session
   */
  static FileLog open(
      AutoloaderOptions options, String checkpoint, LandingPath landing, Configuration process) {
    String text =
        options
            .position()
            .fileLog()
            .orElseGet(() -> checkpoint.replaceFirst("/+$", "") + "/" + BELOW_CHECKPOINT);
    if (!Location.isRemote(text)) {
      Path directory = LocalPath.parse(AutoloaderOptions.FILE_LOG, text);
      requireApart(landing, directory.toString(), options);
      return FileLog.open(new FileLogPlace.Local(directory), StreamLog::tell);
    }
    Location.Remote place = new Location.Remote(Location.parse(text, Path.of("/")).text());
    requireApart(landing, place.text(), options);
    try {
      return FileLog.open(
          new FileLogPlace.Shared(
              place.text(),
              AccessSettings.elsewhere(place, options, process).objects(),
              copies(options).resolve(named(place)).resolve(BELOW_CHECKPOINT)),
          StreamLog::tell);
    } catch (IOException e) {
      throw new UncheckedIOException(
          "Cannot open file log "
              + place.text()
              + ": "
              + e.getMessage()
              + ". Check that its storage answers and that "
              + AutoloaderOptions.LOCAL_DIR
              + " is a directory that this user may write to.",
          e);
    }
  }

  /** Where the copies of logs are that are elsewhere. No other user may write to them. */
  private static Path copies(AutoloaderOptions options) throws IOException {
    if (options.position().localDir().isPresent()) {
      return LocalPath.parse(AutoloaderOptions.LOCAL_DIR, options.position().localDir().get());
    }
    String user = System.getProperty("user.name");
    Path directory = Path.of(System.getProperty("java.io.tmpdir"), "autoloader-" + user);
    if (!Files.exists(directory)) {
      Files.createDirectories(
          directory,
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    }
    if (!Files.getOwner(directory).getName().equals(user)) {
      throw new IOException(directory + " belongs to " + Files.getOwner(directory).getName());
    }
    return directory;
  }

  /** A name that is the place's own. */
  private static String named(Location.Remote place) {
    return UUID.nameUUIDFromBytes(place.text().getBytes(StandardCharsets.UTF_8)).toString();
  }

  private static void tell(Damage damage) {
    LOGGER
        .atWarn()
        .addKeyValue("path", damage.file())
        .addKeyValue("reason", damage.reason())
        .addKeyValue("outcome", damage.outcome())
        .log("a damaged part of the file log was healed");
  }

  private static void requireApart(LandingPath landing, String fileLog, AutoloaderOptions options) {
    String zone = landing.location().text();
    boolean within = fileLog.equals(zone) || fileLog.startsWith(zone.replaceFirst("/$", "") + "/");
    if (landing.isDeep(options) && within) {
      throw new IllegalArgumentException(
          "Cannot start source autoloader: file log "
              + fileLog
              + " lies in landing path "
              + zone
              + ", which is read with its sub-directories, so the stream would read its own state."
              + " Put the checkpoint elsewhere, or set recursiveFileLookup=false.");
    }
  }
}
