package dev.freshet.storage.damage;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import org.jspecify.annotations.Nullable;

/** Puts a damaged file or directory aside, so that a new one can take its place. */
public final class SetAside {

  private SetAside() {}

  /**
   * Renames the file or directory to {@code <name>.damaged} beside it. An earlier one of that name
   * is deleted: only the last damaged one is kept. Does nothing if there is nothing at the path.
   *
   * @return where it is now; the path also where there was nothing
   * @throws IOException if it cannot be renamed, or the earlier one cannot be deleted
   */
  public static Path rename(Path damaged) throws IOException {
    Path aside = damaged.resolveSibling(damaged.getFileName() + ".damaged");
    if (Files.exists(damaged, LinkOption.NOFOLLOW_LINKS)) {
      deleteTree(aside);
      Files.move(damaged, aside, StandardCopyOption.ATOMIC_MOVE);
    }
    return aside;
  }

  private static void deleteTree(Path root) throws IOException {
    if (!Files.exists(root, LinkOption.NOFOLLOW_LINKS)) {
      return;
    }
    Files.walkFileTree(
        root,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            Files.delete(file);
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult postVisitDirectory(Path directory, @Nullable IOException failure)
              throws IOException {
            if (failure != null) {
              throw failure;
            }
            Files.delete(directory);
            return FileVisitResult.CONTINUE;
          }
        });
  }
}
