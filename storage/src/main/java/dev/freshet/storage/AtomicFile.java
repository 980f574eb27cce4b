package dev.freshet.storage;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/**
 * A local file that is replaced as a whole: a reader sees the old content or the new one. The new
 * content is written to {@code <name>.tmp} beside it and renamed, so one process at a time may
 * replace a file; a process that is killed leaves that one file behind, which the next replacement
 * overwrites.
 *
 * @param path of the file; its directory must exist
 */
public record AtomicFile(Path path) {

  private static final Set<OpenOption> OVERWRITE =
      Set.of(
          StandardOpenOption.CREATE,
          StandardOpenOption.WRITE,
          StandardOpenOption.TRUNCATE_EXISTING);

  private static final Set<OpenOption> CREATE =
      Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);

  private static final FileAttribute<Set<PosixFilePermission>> OWNER_ONLY =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));

  private static final Durable NO_SYNC =
      new Durable() {
        @Override
        public void sync(Path file) {}

        @Override
        public void syncDirectory(Path directory) {}
      };

  /**
   * Replaces the content, or creates the file, and returns when that is on disk: after a loss of
   * power the file has the old content or the new one. An existing file keeps its permissions.
   *
   * @throws IOException if it cannot be written; the file keeps its old content, or has the new one
   *     that a loss of power may take back
   */
  public void replace(byte[] content) throws IOException {
    replace(content, Durable.DISK);
  }

  /**
   * As {@link #replace}, for a report that is written again soon: it is not synced. After a loss of
   * power the file may be gone, empty or damaged.
   */
  public void replaceReport(byte[] content) throws IOException {
    replace(content, NO_SYNC);
  }

  /** As {@link #replace}, for secrets: only the owner can read the file, at every moment. */
  public void replacePrivately(byte[] content) throws IOException {
    Path next = next();
    Files.deleteIfExists(next);
    try {
      try (FileChannel out = FileChannel.open(next, CREATE, OWNER_ONLY)) {
        write(out, content);
      }
      takePlace(next, Durable.DISK);
    } finally {
      Files.deleteIfExists(next);
    }
  }

  void replace(byte[] content, Durable durable) throws IOException {
    Path next = next();
    try {
      try (FileChannel out = FileChannel.open(next, OVERWRITE)) {
        write(out, content);
      }
      keepPermissions(next);
      takePlace(next, durable);
    } finally {
      Files.deleteIfExists(next);
    }
  }

  private void takePlace(Path next, Durable durable) throws IOException {
    durable.sync(next);
    Files.move(next, path, StandardCopyOption.ATOMIC_MOVE);
    durable.syncDirectory(path.toAbsolutePath().getParent());
  }

  private Path next() {
    return path.resolveSibling(path.getFileName() + ".tmp");
  }

  private void keepPermissions(Path next) throws IOException {
    PosixFileAttributeView now = Files.getFileAttributeView(path, PosixFileAttributeView.class);
    if (now != null && Files.exists(path)) {
      Files.setPosixFilePermissions(next, now.readAttributes().permissions());
    }
  }

  private static void write(FileChannel out, byte[] content) throws IOException {
    ByteBuffer bytes = ByteBuffer.wrap(content);
    while (bytes.hasRemaining()) {
      out.write(bytes);
    }
  }
}
