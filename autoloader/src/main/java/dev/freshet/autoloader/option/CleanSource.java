package dev.freshet.autoloader.option;

import dev.freshet.autoloader.catalogue.OptionName;
import dev.freshet.autoloader.filelog.FileHistory.ArchiveMode;
import dev.freshet.storage.location.Location;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * What becomes of a file that has been read.
 *
 * @param mode empty if it stays
 * @param retention how long it stays after its batch is committed
 * @param destination directory where it is moved to; empty unless it is moved
 * @param waits whether a query that ends by itself ends when all that may be removed is removed
 */
public record CleanSource(
    Optional<ArchiveMode> mode, Duration retention, Optional<String> destination, boolean waits) {

  /** Every file stays. */
  public static final CleanSource OFF =
      new CleanSource(Optional.empty(), Duration.ofDays(30), Optional.empty(), false);

  /** With less time a user does not notice in time that something went wrong. */
  private static final Duration LEAST_BEFORE_DELETION = Duration.ofDays(7);

  static CleanSource parse(OptionReader reader, Map<String, String> readerOptions) {
    String text = reader.choice(OptionName.CLEAN, "OFF", "DELETE", "MOVE");
    Optional<ArchiveMode> mode =
        text.equals("OFF") ? Optional.empty() : Optional.of(ArchiveMode.valueOf(text));
    Duration retention = reader.durationOrZero(OptionName.CLEAN_RETENTION);
    Optional<String> destination = reader.text(OptionName.CLEAN_DESTINATION);
    if (mode.equals(Optional.of(ArchiveMode.DELETE))
        && retention.compareTo(LEAST_BEFORE_DELETION) < 0) {
      throw new InvalidOptionException(
          OptionName.CLEAN_RETENTION,
          "files are deleted after 7 days at the earliest, not after " + retention,
          "Write 7 days or more, or use " + OptionName.CLEAN + " MOVE, which has no limit");
    }
    boolean moves = mode.equals(Optional.of(ArchiveMode.MOVE));
    if (moves && destination.isEmpty()) {
      throw new InvalidOptionException(
          OptionName.CLEAN_DESTINATION,
          "it is missing, and " + OptionName.CLEAN + " is MOVE",
          "Give a directory outside the landing path, on the same storage");
    }
    destination
        .filter(path -> !Location.isRemote(path) && !path.matches("(file:)?/.*"))
        .ifPresent(
            path -> {
              throw new InvalidOptionException(
                  OptionName.CLEAN_DESTINATION,
                  "'" + path + "' is relative",
                  "Write it from the root on, such as /data/archive");
            });
    if (!moves && destination.isPresent()) {
      throw new InvalidOptionException(
          OptionName.CLEAN_DESTINATION,
          "no file is moved while " + OptionName.CLEAN + " is " + text,
          "Remove it, or set " + OptionName.CLEAN + " to MOVE");
    }
    if (mode.isPresent()
        && Boolean.parseBoolean(readerOptions.getOrDefault("ignoreCorruptFiles", "false"))) {
      throw new InvalidOptionException(
          OptionName.CLEAN,
          "with ignoreCorruptFiles a file that was not read would be removed like one that was",
          "Set ignoreCorruptFiles=false or " + OptionName.CLEAN + " to OFF");
    }
    return new CleanSource(
        mode, retention, destination.map(CleanSource::place), reader.bool(OptionName.CLEAN_WAIT));
  }

  /** As files are named below it. */
  private static String place(String directory) {
    String text =
        Location.isRemote(directory)
            ? directory
            : LocalPath.parse(OptionName.CLEAN_DESTINATION, directory).toString();
    return text.replaceFirst("/+$", "");
  }
}
