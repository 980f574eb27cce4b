package dev.freshet.pipeline.heal;

import dev.freshet.autoloader.discovery.LandingZoneAwayException;
import dev.freshet.autoloader.filelog.FileLog;
import dev.freshet.autoloader.filelog.FileLogDamagedException;
import dev.freshet.autoloader.filelog.FileLogInUseException;
import dev.freshet.autoloader.filelog.FileLogRebuild;
import dev.freshet.core.config.HomeLayout;
import dev.freshet.core.error.ErrorCode;
import dev.freshet.core.error.FreshetException;
import dev.freshet.home.layer.LayerTables;
import dev.freshet.storage.damage.Damage;
import dev.freshet.storage.damage.DamageListener;
import dev.freshet.storage.damage.DamagedPart;
import dev.freshet.storage.damage.SetAside;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalLong;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The stream whose file versions a file log numbers.
 *
 * @param id identity of the file log
 * @param startAfter the query reads the versions after this sequence: those before were read under
 *     a log that was lost
 */
public record LandedStream(String id, long startAfter) {

  /** A sequence, or the name of a file that Spark numbers. */
  private static final Pattern NUMBER = Pattern.compile("\\d{1,18}");

  /**
   * Opens the file log, proves it, reads its identity and closes it; makes it if it is missing. A
   * new log starts above every number in the layers, so that everything that lands from now on is
   * newer by arrival than everything before; the files that were read whole under a lost log are
   * known to it. A log that is damaged, or ends below what was read from it, is put aside like one
   * that was lost: its numbers would be given out again.
   *
   * @param lost what is known of a log that was lost
   * @param damages is told of a log that was put aside
   * @throws FreshetException with {@link ErrorCode#ALREADY_RUNNING} if another process uses it
   */
  public static LandedStream open(
      HomeLayout layout, LayerTables layers, FileLogRebuild.Lost lost, DamageListener damages) {
    try {
      return openWhole(layout, layers, lost, damages);
    } catch (FileLogDamagedException damaged) {
      Path aside = putAside(layout.fileLog());
      LandedStream next = openWhole(layout, layers, lost, damages);
      damages.found(
          new Damage(
              DamagedPart.FILE_LOG,
              damaged.file().toString(),
              damaged.reason(),
              "The file log is now "
                  + aside
                  + ". A new one begins after sequence "
                  + next.startAfter()
                  + "; what Bronze does not say was read whole is read again."));
      return next;
    }
  }

  private static LandedStream openWhole(
      HomeLayout layout, LayerTables layers, FileLogRebuild.Lost lost, DamageListener damages) {
    Path fileLog = layout.fileLog();
    try (FileLog log = FileLog.open(fileLog, lost, damages)) {
      long read = highestRead(log.streamId(), layout, layers);
      if (read > log.lastSequence()) {
        throw new FileLogDamagedException(
            fileLog,
            "it ends at sequence "
                + log.lastSequence()
                + ", and files up to "
                + read
                + " were read from it");
      }
      return new LandedStream(log.streamId(), log.knownThrough());
    } catch (FileLogInUseException e) {
      throw new FreshetException(
          ErrorCode.ALREADY_RUNNING,
          "Cannot run the pipeline: another process uses " + fileLog + ". Stop it first.",
          e);
    }
  }

  private static Path putAside(Path fileLog) {
    try {
      return SetAside.rename(fileLog);
    } catch (IOException e) {
      throw new FreshetException(
          ErrorCode.STORE_DAMAGED,
          "Cannot put the damaged file log "
              + fileLog
              + " aside: "
              + e
              + ". Rename the directory and start again.",
          e);
    }
  }

  /**
   * For a file log that turns out to be damaged while the query runs, and a landing zone that was
   * waited for in vain, an error that says what to do; any other failure as it is.
   */
  public static Throwable explained(Throwable failure) {
    for (Throwable each = failure; each != null; each = each.getCause()) {
      if (each instanceof LandingZoneAwayException away) {
        return new FreshetException(
            ErrorCode.LANDING_PATH_MISSING, String.valueOf(away.getMessage()), failure);
      }
      if (each instanceof FileLogDamagedException damaged) {
        return new FreshetException(
            ErrorCode.STORE_DAMAGED,
            "Cannot go on with file log "
                + damaged.file()
                + ": "
                + damaged.reason()
                + ". Start the pipeline again: it puts the file log aside and begins a new one.",
            failure);
      }
    }
    return failure;
  }

  /**
   * The highest number that was read from the log of a stream, or is planned to be: in the ledger,
   * in the layers, in the checkpoint. No number of an earlier stream is above the start of a log.
   * Of the layers, only files with rows above the ledger's number are opened.
   */
  private static long highestRead(String streamId, HomeLayout layout, LayerTables layers) {
    long ledger = layers.ledger().table().lastCommitted(streamId).orElse(0);
    return Math.max(
        LostFileLog.highestAbove(ledger, layers),
        plannedEnd(layout.checkpoint(streamId)).orElse(0));
  }

  /**
   * End of the newest batch in a checkpoint of Spark: the last line of the file with the highest
   * name in {@code offsets}. A checkpoint that does not say it says nothing of the file log.
   */
  private static OptionalLong plannedEnd(Path checkpoint) {
    try (Stream<Path> offsets = Files.list(checkpoint.resolve("offsets"))) {
      Path newest =
          offsets
              .filter(file -> NUMBER.matcher(file.getFileName().toString()).matches())
              .max(Comparator.comparingLong(file -> Long.parseLong(file.getFileName().toString())))
              .orElse(null);
      if (newest == null) {
        return OptionalLong.empty();
      }
      List<String> lines = Files.readAllLines(newest);
      String end = lines.isEmpty() ? "" : lines.get(lines.size() - 1).strip();
      return NUMBER.matcher(end).matches()
          ? OptionalLong.of(Long.parseLong(end))
          : OptionalLong.empty();
    } catch (IOException e) {
      return OptionalLong.empty(); // There is none, or Spark reports what is wrong with it.
    }
  }
}
