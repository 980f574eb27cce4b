package dev.freshet.autoloader.discovery;

import dev.freshet.autoloader.filelog.FileLogRebuild;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What the discoveries of this process know, by the directory of their file log. It only answers;
 * it starts, triggers and awaits nothing. Thread-safe, from memory unless said otherwise.
 */
public final class DiscoveryMonitor {
  private static final Map<Path, Discovery> RUNNING = new ConcurrentHashMap<>();

  private DiscoveryMonitor() {}

  /**
   * The status of the discovery that fills this file log.
   *
   * @return empty if no discovery of this process does, or if its first listing is not complete
   */
  public static Optional<DiscoveryStatus> find(Path fileLogDirectory) {
    return discovery(fileLogDirectory).flatMap(Discovery::status);
  }

  /**
   * The latest known time such that everything that had landed before it has a sequence of at most
   * {@code sequence}. With {@code sequence} = end of the last committed batch this is the "as of"
   * of the result, also while new files keep coming.
   *
   * @return empty if there is no such discovery, or if the sequence lies before the listings that
   *     are remembered (a backlog from before this process, or more than 1024 listings ago)
   */
  public static Optional<Instant> asOf(Path fileLogDirectory, long sequence) {
    return discovery(fileLogDirectory).flatMap(each -> each.asOf(sequence));
  }

  /**
   * As {@link #asOf}, for a sequence in a backlog, which no remembered listing describes. The files
   * of a listing are numbered by modification time, so everything that landed before the file of
   * that sequence has a lower one. Never later than the listing that found the file, also if its
   * modification time is later. One read of the file log.
   *
   * @return empty if there is no such discovery, or no such sequence in its log
   */
  public static Optional<Instant> inBacklog(Path fileLogDirectory, long sequence) {
    return discovery(fileLogDirectory).flatMap(each -> each.inBacklog(sequence));
  }

  /**
   * When a file version was in the file log, and so known to the stream. A file that a long listing
   * finds is known when that listing ends, not when it began. From memory for versions that this
   * process found; for older ones one read of the file log, which has the begin of the listing.
   *
   * @return empty if there is no such discovery, or no such sequence in its log
   */
  public static Optional<Instant> foundAt(Path fileLogDirectory, long sequence) {
    return discovery(fileLogDirectory).flatMap(each -> each.foundAt(sequence));
  }

  /**
   * What the file log knows of a version while it is read. Some reads of the file log.
   *
   * @return empty if there is no such discovery or no such sequence in its log, or if there is a
   *     newer version of the path by now
   */
  public static Optional<FileLogRebuild.Planned> planned(Path fileLogDirectory, long sequence) {
    return discovery(fileLogDirectory).flatMap(each -> each.planned(sequence));
  }

  static void register(Path fileLogDirectory, Discovery discovery) {
    RUNNING.put(key(fileLogDirectory), discovery);
  }

  static void unregister(Path fileLogDirectory, Discovery discovery) {
    RUNNING.remove(key(fileLogDirectory), discovery);
  }

  private static Optional<Discovery> discovery(Path fileLogDirectory) {
    return Optional.ofNullable(RUNNING.get(key(fileLogDirectory)));
  }

  private static Path key(Path directory) {
    try {
      return directory.toRealPath();
    } catch (IOException e) {
      return directory
          .toAbsolutePath()
          .normalize(); // It does not exist (any more), so it has no real path.
    }
  }
}
