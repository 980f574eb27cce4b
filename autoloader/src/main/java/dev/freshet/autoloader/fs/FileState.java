package dev.freshet.autoloader.fs;

import dev.freshet.autoloader.filelog.LandedFile;
import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * What a file system says of an entry, in one call.
 *
 * @param size in bytes
 * @param modifiedAt as precise as the file system has it
 * @param change made of the number of the file and the time of its last change: no program sets
 *     that time, so it tells of a file that got back its old size and modification time; 0 where
 *     the file system has none
 */
public record FileState(Kind kind, long size, Instant modifiedAt, long change) {
  private static final boolean HAS_CHANGE =
      FileSystems.getDefault().supportedFileAttributeViews().contains("unix");

  private static final String ATTRIBUTES =
      "unix:isRegularFile,isDirectory,isSymbolicLink,size,lastModifiedTime,ctime,ino";

  /** What an entry is. */
  public enum Kind {
    FILE,
    DIRECTORY,
    LINK,

    /** A device, a FIFO or a socket. */
    OTHER;

    private static Kind of(boolean file, boolean directory, boolean link) {
      return file ? FILE : directory ? DIRECTORY : link ? LINK : OTHER;
    }
  }

  /**
   * The entry at this path of the default file system. Costs twice as much as {@link
   * #withoutChange}.
   *
   * @param links whether links are followed
   * @throws IOException if there is none or it cannot be looked at
   */
  public static FileState of(Path entry, LinkOption... links) throws IOException {
    if (!HAS_CHANGE) {
      return withoutChange(entry, links);
    }
    Map<String, Object> state = Files.readAttributes(entry, ATTRIBUTES, links);
    return new FileState(
        Kind.of(is(state, "isRegularFile"), is(state, "isDirectory"), is(state, "isSymbolicLink")),
        (Long) state.get("size"),
        ((FileTime) state.get("lastModifiedTime")).toInstant(),
        change((FileTime) state.get("ctime"), (Long) state.get("ino")));
  }

  private static boolean is(Map<String, Object> state, String attribute) {
    return Boolean.TRUE.equals(state.get(attribute));
  }

  /** As {@link #of}, without the number of changes. */
  public static FileState withoutChange(Path entry, LinkOption... links) throws IOException {
    BasicFileAttributes state = Files.readAttributes(entry, BasicFileAttributes.class, links);
    return new FileState(
        Kind.of(state.isRegularFile(), state.isDirectory(), state.isSymbolicLink()),
        state.size(),
        state.lastModifiedTime().toInstant(),
        0);
  }

  /** The file at the path whose state this is; empty if it is not a regular one. */
  public Optional<LandedFile> file(Path path) {
    return kind == Kind.FILE
        ? Optional.of(new LandedFile(path.toString(), size, modifiedAt, change))
        : Optional.empty();
  }

  /** Never 0, which stands for a file system without such a number. */
  private static long change(FileTime changedAt, long number) {
    long change = changedAt.to(TimeUnit.NANOSECONDS) * 31 + number;
    return change == 0 ? 1 : change;
  }
}
