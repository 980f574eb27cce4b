package dev.freshet.cli.wiring;

import dev.freshet.autoloader.filelog.FileLog;
import dev.freshet.autoloader.filelog.LandedFile;
import dev.freshet.autoloader.fs.FileState;
import dev.freshet.core.BatchIdentity;
import dev.freshet.server.query.LandingZoneFiles;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The numbers of files in the file log of a pipeline that may be running. Each call opens the log
 * as it is at that moment, which takes some milliseconds. Thread-safe.
 *
 * @param directory of the file log
 */
record LoggedFiles(Path directory) implements LandingZoneFiles.FileNumbers {

  private static final Logger LOGGER = LoggerFactory.getLogger(LoggedFiles.class);

  @Override
  public Optional<BatchIdentity> find(Path file) {
    if (!Files.isDirectory(directory)) {
      return Optional.empty();
    }
    try (FileLog log = FileLog.openReadOnly(directory)) {
      Path real = file.toRealPath();
      Optional<LandedFile> now = FileState.of(real).file(real);
      return now.flatMap(seen -> log.newest(seen.path()))
          .filter(known -> known.file().isStill(now.get()))
          .map(known -> new BatchIdentity(log.streamId(), known.sequence()));
    } catch (IOException | UncheckedIOException | IllegalStateException e) {
      // The pipeline may just be replacing files of the log; the next look finds them.
      LOGGER
          .atDebug()
          .addKeyValue("path", directory)
          .addKeyValue("error", e.toString())
          .log("file log cannot be read, it is read again");
      return Optional.empty();
    }
  }
}
