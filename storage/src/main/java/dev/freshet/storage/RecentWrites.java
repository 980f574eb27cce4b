package dev.freshet.storage;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.FileVisitor;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Puts on disk what a process may have left in the memory of the operating system when it died
 * between a write and its sync: the next process sees it, and would build on it. Also puts on disk
 * the directories that were just made.
 */
public final class RecentWrites {

  /**
   * Older writes are on disk by themselves: Linux writes back what is older than 30 s, and looks
   * every 5 s (documentation of {@code vm.dirty_expire_centisecs}).
   */
  private static final Duration WRITTEN_BACK_AFTER = Duration.ofMinutes(2);

  private final Durable durable;
  private final Instant since;

  private RecentWrites(Durable durable, Instant since) {
    this.durable = durable;
    this.since = since;
  }

  /**
   * Syncs every file and directory below {@code root} that was changed in the last two minutes, and
   * the name of {@code root}. Links are not followed. A walk over all names, and a sync for each
   * that is recent.
   *
   * @throws IOException if something cannot be synced
   */
  public static void sync(Path root, Instant now) throws IOException {
    sync(root, now, Durable.DISK);
  }

  static void sync(Path root, Instant now, Durable durable) throws IOException {
    new RecentWrites(durable, now.minus(WRITTEN_BACK_AFTER)).sync(root.toAbsolutePath());
  }

  private void sync(Path root) throws IOException {
    Files.walkFileTree(root, new Visitor());
    durable.syncDirectory(root.getParent());
  }

  private final class Visitor implements FileVisitor<Path> {

    @Override
    public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes) {
      return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
      if (attributes.isRegularFile() && isRecent(attributes)) {
        try {
          durable.sync(file);
        } catch (NoSuchFileException removed) {
          // Nothing is left to sync.
        }
      }
      return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFileFailed(Path file, IOException failure) throws IOException {
      if (failure instanceof NoSuchFileException) {
        return FileVisitResult.CONTINUE;
      }
      throw failure;
    }

    @Override
    public FileVisitResult postVisitDirectory(Path directory, @Nullable IOException failure)
        throws IOException {
      if (failure != null) {
        throw failure;
      }
      try {
        if (isRecent(Files.readAttributes(directory, BasicFileAttributes.class))) {
          durable.syncDirectory(directory);
        }
      } catch (NoSuchFileException removed) {
        // Nothing is left to sync.
      }
      return FileVisitResult.CONTINUE;
    }
  }

  private boolean isRecent(BasicFileAttributes attributes) {
    return !attributes.lastModifiedTime().toInstant().isBefore(since);
  }
}
