package dev.freshet.autoloader.listing;

import dev.freshet.autoloader.fs.FileState;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What the directories of a landing zone were like when their names were read last, which tells in
 * which of them names may have come since. A file that comes, goes or is renamed changes the time
 * of its directory; one that is only written to does not.
 *
 * <p>Times of a file system are coarse, and its clock may differ from ours. So a directory counts
 * as unchanged only if its names were read at least {@link #TICK} after it was first seen with the
 * time that it still has: every later change gets another time. Not thread-safe.
 */
public final class DirectoryStamps {
  /** More than the coarsest tick of a file system, which is 2 s (FAT). */
  static final Duration TICK = Duration.ofSeconds(3);

  /** Bounds the memory; in a zone with more directories only listings find files. */
  static final int DIRECTORIES_MAX = 10_000;

  private final Map<Path, Stamp> stamps = new HashMap<>();
  private boolean tooMany;
  private boolean broken;

  /**
   * A directory whose names were read.
   *
   * @param state as it was seen before the reading
   * @param sinceNanos when it was first seen in that state, by {@link System#nanoTime}
   * @param settled whether every change since the reading gives it another state
   * @param names how many wanted names it had
   */
  public record Stamp(FileState state, long sinceNanos, boolean settled, int names) {

    /** This, with what an earlier reading tells. */
    private Stamp after(Stamp before) {
      return before.state().equals(state)
          ? new Stamp(
              state, before.sinceNanos(), sinceNanos - before.sinceNanos() >= TICK.toNanos(), names)
          : this;
    }
  }

  /** The directories whose names were read. */
  public List<Path> directories() {
    return List.copyOf(stamps.keySet());
  }

  /** Whether the names of a directory were read before. */
  public boolean knows(Path directory) {
    return stamps.containsKey(directory);
  }

  /** Whether no name can have come into a directory since its names were read. */
  public boolean isCurrent(Path directory, FileState now) {
    Stamp stamp = stamps.get(directory);
    return stamp != null && stamp.settled() && stamp.state().equals(now);
  }

  /** Whether names came or went, and the directory still looks as if none had. */
  public boolean contradict(Path directory, Stamp read) {
    Stamp before = stamps.get(directory);
    return before != null
        && before.settled()
        && before.state().equals(read.state())
        && before.names() != read.names();
  }

  /**
   * The names of a directory were read.
   *
   * @param read not settled
   * @param found how many of its names were new
   * @return whether the new names account for what changed: otherwise some went, or are names of
   *     other files now
   */
  public boolean read(Path directory, Stamp read, int found) {
    Stamp before = stamps.get(directory);
    if (before == null) {
      if (stamps.size() < DIRECTORIES_MAX) {
        stamps.put(directory, read);
      } else {
        tooMany = true;
      }
      return true;
    }
    stamps.put(directory, read.after(before));
    return before.state().equals(read.state())
        || found > 0 && read.names() == before.names() + found;
  }

  /** A directory is gone. */
  public void remove(Path directory) {
    stamps.remove(directory);
  }

  /** A listing reads all directories that there are. */
  public void listingBegins() {
    tooMany = false;
  }

  /** Nothing is known any more, so that all directories are read again. */
  public void forget() {
    stamps.clear();
  }

  /** A name came, and the directory stayed as it was: nothing here can be believed. */
  public void distrust() {
    broken = true;
  }

  /** Whether they tell of every new name. */
  public boolean areComplete() {
    return !tooMany && !broken;
  }
}
