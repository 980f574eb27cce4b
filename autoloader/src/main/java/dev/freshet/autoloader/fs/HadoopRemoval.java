package dev.freshet.autoloader.fs;

import dev.freshet.autoloader.filelog.LandedFile;
import dev.freshet.storage.location.Location;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;
import java.util.Optional;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * Takes away files that Hadoop reaches. A file is looked at immediately before; what is written
 * between this look and the removal is not seen. Some storages, S3 among them, move a file by
 * copying and deleting it.
 *
 * @param access of the landing zone
 */
record HadoopRemoval(HadoopAccess access) implements LandedRemoval {

  @Override
  public void requireDestination(String directory) throws IOException {
    if (!Location.isRemote(directory)) {
      throw elsewhere(directory);
    }
    Location.Remote landing = new Location.Remote(access.landing());
    Location.Remote destination = new Location.Remote(directory);
    if (!destination.scheme().equals(landing.scheme())
        || !destination.authority().equals(landing.authority())) {
      throw elsewhere(directory);
    }
    if ((directory + "/").startsWith(access.landing() + "/")) {
      throw new IllegalArgumentException(
          "Cannot move files that were read to "
              + directory
              + ": it lies in the landing path "
              + access.landing()
              + ", so they would be read again. Give cloudFiles.cleanSource.moveDestination a"
              + " directory outside of it.");
    }
  }

  private IllegalArgumentException elsewhere(String directory) {
    return new IllegalArgumentException(
        "Cannot move files that were read to "
            + directory
            + ": it is in another storage than the landing path "
            + access.landing()
            + ". Give cloudFiles.cleanSource.moveDestination a directory of the same bucket or"
            + " container, with its scheme.");
  }

  @Override
  public void move(LandedFile known, String destination) throws IOException {
    requireSame(known);
    rename(known.path(), destination);
  }

  @Override
  public void delete(LandedFile known, String onItsWay) throws IOException {
    requireSame(known);
    deleteArrived(known.path());
  }

  private void requireSame(LandedFile known) throws IOException {
    if (access.look(known.path()).filter(known::isStill).isEmpty()) {
      throw new ChangedFileException(known.path());
    }
  }

  @Override
  public boolean isUnchanged(LandedFile known) throws IOException {
    try {
      return access.look(known.path()).filter(known::isStill).isPresent();
    } catch (NoSuchFileException e) {
      return false;
    }
  }

  @Override
  public boolean isGone(String path) throws IOException {
    return access.store().look(path).isEmpty();
  }

  private void rename(String path, String destination) throws IOException {
    try {
      FileSystem files = access.fileSystem(path);
      Path target = new Path(destination);
      files.mkdirs(target.getParent());
      if (!files.rename(new Path(path), target)) {
        throw new FileAlreadyExistsException(destination);
      }
    } catch (FileAlreadyExistsException e) {
      throw e;
    } catch (IOException | RuntimeException e) {
      throw HadoopErrors.of(access.landing(), path, e);
    }
  }

  /** A copy has another modification time. */
  @Override
  public Arrival arrival(LandedFile known, String destination) throws IOException {
    Optional<LandedFile> there;
    try {
      there = access.look(destination);
    } catch (NoSuchFileException e) {
      return Arrival.NOTHING;
    }
    return there.filter(each -> each.size() == known.size()).isPresent()
        ? Arrival.FILE
        : Arrival.OTHER;
  }

  @Override
  public void deleteArrived(String onItsWay) throws IOException {
    try {
      access.fileSystem(onItsWay).delete(new Path(onItsWay), false);
    } catch (IOException | RuntimeException e) {
      throw HadoopErrors.of(access.landing(), onItsWay, e);
    }
  }

  @Override
  public void putBack(String destination, String path) throws IOException {
    rename(destination, path);
  }
}
