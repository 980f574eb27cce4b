package dev.freshet.autoloader.fs;

import dev.freshet.autoloader.filelog.LandedFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * What a file system says of a file, in one call. Where it has them, the number of changes is made
 * of the file's number and the time of its last change: no program sets that time, so it tells of a
 * file that got back its old size and modification time.
 */
public final class FileState {
  private static final String UNIX = "unix";
  private static final String ATTRIBUTES = "unix:isRegularFile,size,lastModifiedTime,ctime,ino";

  private FileState() {}

  /**
   * The file at this path, with its number of changes; empty if it is not a regular one. Costs
   * twice as much as {@link #withoutChange}.
   *
   * @param links whether links are followed
   * @throws IOException if there is none or it cannot be looked at
   */
  public static Optional<LandedFile> of(Path file, LinkOption... links) throws IOException {
    if (file.getFileSystem().supportedFileAttributeViews().contains(UNIX)) {
      Map<String, Object> state = Files.readAttributes(file, ATTRIBUTES, links);
      return Boolean.TRUE.equals(state.get("isRegularFile"))
          ? Optional.of(
              new LandedFile(
                  file.toString(),
                  (Long) state.get("size"),
                  ((FileTime) state.get("lastModifiedTime")).toInstant(),
                  change((FileTime) state.get("ctime"), (Long) state.get("ino"))))
          : Optional.empty();
    }
    return withoutChange(file, links);
  }

  /** As {@link #of}, without the number of changes. */
  public static Optional<LandedFile> withoutChange(Path file, LinkOption... links)
      throws IOException {
    BasicFileAttributes state = Files.readAttributes(file, BasicFileAttributes.class, links);
    return state.isRegularFile()
        ? Optional.of(
            new LandedFile(file.toString(), state.size(), state.lastModifiedTime().toInstant()))
        : Optional.empty();
  }

  /** Never 0, which stands for a file system without such a number. */
  private static long change(FileTime changedAt, long number) {
    long change = changedAt.to(TimeUnit.NANOSECONDS) * 31 + number;
    return change == 0 ? 1 : change;
  }
}
