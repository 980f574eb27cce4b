package dev.freshet.storage.hadoop;

import dev.freshet.storage.Durable;
import java.io.File;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RawLocalFileSystem;
import org.apache.hadoop.fs.Syncable;
import org.apache.hadoop.fs.permission.FsPermission;
import org.jspecify.annotations.Nullable;

/**
 * The operations for which {@link RawLocalFileSystem} starts a child process, done in-process. What
 * it makes survives a loss of power: a file once it is closed, a directory once it is made.
 */
final class RawLocalFs extends RawLocalFileSystem {

  @Override
  protected OutputStream createOutputStream(Path path, boolean append) throws IOException {
    return synced(path, super.createOutputStream(path, append));
  }

  @Override
  protected OutputStream createOutputStreamWithMode(
      Path path, boolean append, @Nullable FsPermission permission) throws IOException {
    return synced(path, super.createOutputStreamWithMode(path, append, permission));
  }

  private OutputStream synced(Path path, OutputStream out) {
    java.nio.file.Path file = pathToFile(path).toPath().toAbsolutePath();
    return new SyncedOutputStream<>((OutputStream & Syncable) out, file, Durable.DISK);
  }

  @Override
  protected boolean mkOneDirWithMode(Path path, File directory, @Nullable FsPermission permission)
      throws IOException {
    boolean made = super.mkOneDirWithMode(path, directory, permission);
    if (made) {
      Durable.DISK.syncDirectory(directory.toPath().toAbsolutePath().getParent());
    }
    return made;
  }

  @Override
  public void setPermission(Path path, FsPermission permission) throws IOException {
    java.nio.file.Path file = pathToFile(path).toPath();
    PosixFileAttributeView view = Files.getFileAttributeView(file, PosixFileAttributeView.class);
    if (view == null) {
      return; // A file system without POSIX permissions: Hadoop's chmod has no effect there either.
    }
    view.setPermissions(
        PosixFilePermissions.fromString(
            permission.getUserAction().SYMBOL
                + permission.getGroupAction().SYMBOL
                + permission.getOtherAction().SYMBOL));
  }

  /** Hadoop's own status forks {@code ls} when its owner or permission is read. */
  @Override
  public FileStatus getFileStatus(Path path) throws IOException {
    java.nio.file.Path file = pathToFile(path).toPath();
    Path qualified = path.makeQualified(getUri(), getWorkingDirectory());
    try {
      PosixFileAttributeView view = Files.getFileAttributeView(file, PosixFileAttributeView.class);
      if (view == null) {
        BasicFileAttributes basic = Files.readAttributes(file, BasicFileAttributes.class);
        return status(basic, FsPermission.getFileDefault(), "", "", qualified);
      }
      PosixFileAttributes posix = view.readAttributes();
      return status(
          posix,
          FsPermission.valueOf(
              (posix.isDirectory() ? "d" : "-")
                  + PosixFilePermissions.toString(posix.permissions())),
          posix.owner().getName(),
          posix.group().getName(),
          qualified);
    } catch (NoSuchFileException e) {
      FileNotFoundException missing = new FileNotFoundException("File " + path + " does not exist");
      missing.initCause(e);
      throw missing;
    }
  }

  private FileStatus status(
      BasicFileAttributes file,
      FsPermission permission,
      String owner,
      String group,
      Path qualified) {
    return new FileStatus(
        file.isDirectory() ? 0 : file.size(),
        file.isDirectory(),
        1,
        getDefaultBlockSize(qualified),
        file.lastModifiedTime().toMillis(),
        file.lastAccessTime().toMillis(),
        permission,
        owner,
        group,
        qualified);
  }

  /** Links are followed, as Spark and Delta expect; the parent forks {@code readlink} for it. */
  @Override
  public FileStatus getFileLinkStatus(Path path) throws IOException {
    return getFileStatus(path);
  }
}
