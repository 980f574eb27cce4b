package dev.freshet.storage.hadoop;

import dev.freshet.storage.Durable;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.apache.hadoop.fs.FileAlreadyExistsException;

/**
 * A rename that never overwrites. The kernel decides: {@code link(2)} fails if the target exists,
 * so link-then-unlink has one winner. A crash between the two leaves the source as a second name of
 * the same file, which only wastes a name. Returns when the new name is on disk.
 */
final class ExclusiveRename {
  private final Linker linker;
  private final Durable durable;

  ExclusiveRename(Linker linker, Durable durable) {
    this.linker = linker;
    this.durable = durable;
  }

  void rename(Path source, Path target) throws IOException {
    if (Files.isDirectory(source)) {
      renameDirectory(source, target);
      return;
    }
    try {
      linker.link(target, source);
    } catch (java.nio.file.FileAlreadyExistsException e) {
      throw exists(target, e);
    } catch (NoSuchFileException e) {
      FileNotFoundException missing =
          new FileNotFoundException(
              "Cannot rename "
                  + source
                  + " to "
                  + target
                  + ": the source or the target's directory does not exist. Create it first.");
      missing.initCause(e);
      throw missing;
    } catch (AccessDeniedException e) {
      throw e;
    } catch (UnsupportedOperationException | FileSystemException e) {
      throw new IOException(
          "Cannot rename "
              + source
              + " to "
              + target
              + " without overwriting: its file system refused a hard link ("
              + e.getMessage()
              + "). Put checkpoints and tables on a file system with hard links, such as ext4, xfs,"
              + " btrfs or APFS; a check-then-rename would lose commits.",
          e);
    }
    Files.delete(source);
    durable.syncDirectory(target.getParent());
  }

  /**
   * Directories cannot be linked; no two processes race for a directory name in a log or
   * checkpoint.
   */
  private void renameDirectory(Path source, Path target) throws IOException {
    try {
      Files.move(source, target);
      durable.syncDirectory(target.getParent());
    } catch (java.nio.file.FileAlreadyExistsException e) {
      throw exists(target, e);
    }
  }

  private static FileAlreadyExistsException exists(Path target, IOException cause) {
    FileAlreadyExistsException exists =
        new FileAlreadyExistsException("Rename destination " + target + " already exists");
    exists.initCause(cause);
    return exists;
  }

  /** {@code Files.createLink}, replaceable where a test needs a file system without hard links. */
  @FunctionalInterface
  interface Linker {
    void link(Path link, Path existing) throws IOException;
  }
}
