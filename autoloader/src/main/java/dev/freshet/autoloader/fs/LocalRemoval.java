package dev.freshet.autoloader.fs;

import dev.freshet.autoloader.filelog.LandedFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import java.util.Optional;

/**
 * Takes away files of this machine. A file is looked at, renamed, and looked at again under its new
 * name: what was written in between is seen then, and goes back.
 *
 * @param landing the directory, absolute
 */
record LocalRemoval(Path landing) implements LandedRemoval {
  private static final String UNIX = "unix";

  @Override
  public void requireDestination(String directory) throws IOException {
    Path destination = Path.of(directory);
    Files.createDirectories(destination);
    Path real = destination.toRealPath();
    if (real.startsWith(landing.toRealPath())) {
      throw new IllegalArgumentException(
          "Cannot move files that were read to "
              + directory
              + ": it lies in the landing path "
              + landing
              + ", so they would be read again. Give cloudFiles.cleanSource.moveDestination a"
              + " directory outside of it.");
    }
    if (!Files.getFileStore(real).equals(Files.getFileStore(landing))) {
      throw new IllegalArgumentException(
          "Cannot move files that were read to "
              + directory
              + ": it is on another file system than the landing path "
              + landing
              + ". Give cloudFiles.cleanSource.moveDestination a directory on the same one.");
    }
  }

  /** A link is no file that can be moved: what it leads to stays where it is. */
  @Override
  public boolean isUnchanged(LandedFile known) throws IOException {
    try {
      return isUnchangedIfThere(known);
    } catch (NoSuchFileException e) {
      return false;
    }
  }

  private static boolean isUnchangedIfThere(LandedFile known) throws IOException {
    Path file = Path.of(known.path());
    return FileState.of(file, LinkOption.NOFOLLOW_LINKS)
        .file(file)
        .filter(known::isStill)
        .isPresent();
  }

  private static void requireUnchanged(LandedFile known) throws IOException {
    if (!isUnchangedIfThere(known)) {
      throw new ChangedFileException(known.path());
    }
  }

  @Override
  public boolean isGone(String path) {
    return !Files.exists(Path.of(path), LinkOption.NOFOLLOW_LINKS);
  }

  @Override
  public void move(LandedFile known, String destination) throws IOException {
    Path file = Path.of(known.path());
    Path target = Path.of(destination);
    requireUnchanged(known);
    Object number = number(file);
    Files.createDirectories(parent(target));
    Files.move(file, target, StandardCopyOption.ATOMIC_MOVE);
    if (arrival(known, destination) != Arrival.FILE || !number.equals(number(target))) {
      putBack(destination, known.path());
      throw new ChangedFileException(known.path());
    }
  }

  @Override
  public void delete(LandedFile known, String onItsWay) throws IOException {
    move(known, onItsWay);
    deleteArrived(onItsWay);
  }

  @Override
  public Arrival arrival(LandedFile known, String destination) throws IOException {
    Optional<LandedFile> there;
    try {
      Path file = Path.of(destination);
      there = FileState.withoutChange(file, LinkOption.NOFOLLOW_LINKS).file(file);
    } catch (NoSuchFileException e) {
      return Arrival.NOTHING;
    }
    return there
            .filter(
                each -> each.size() == known.size() && each.modifiedAt().equals(known.modifiedAt()))
            .isPresent()
        ? Arrival.FILE
        : Arrival.OTHER;
  }

  @Override
  public void deleteArrived(String onItsWay) throws IOException {
    Files.deleteIfExists(Path.of(onItsWay));
  }

  /** By a link, which unlike a rename never replaces a file. */
  @Override
  public void putBack(String destination, String path) throws IOException {
    Files.createLink(Path.of(path), Path.of(destination));
    Files.delete(Path.of(destination));
  }

  /** What tells a file from another one at its path; constant where the file system has nothing. */
  private static Object number(Path file) throws IOException {
    if (!file.getFileSystem().supportedFileAttributeViews().contains(UNIX)) {
      return 0L;
    }
    Map<String, Object> state = Files.readAttributes(file, "unix:ino", LinkOption.NOFOLLOW_LINKS);
    return state.getOrDefault("ino", 0L);
  }

  private static Path parent(Path file) {
    Path parent = file.getParent();
    return parent == null ? file : parent;
  }
}
