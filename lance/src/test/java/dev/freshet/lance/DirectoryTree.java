package dev.freshet.lance;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** Removes and copies directories with all they contain. */
public final class DirectoryTree {

  private DirectoryTree() {}

  public static void delete(Path directory) throws IOException {
    for (Path path : paths(directory, Comparator.reverseOrder())) {
      Files.delete(path);
    }
  }

  public static void copy(Path from, Path to) throws IOException {
    for (Path path : paths(from, Comparator.naturalOrder())) {
      Files.copy(path, to.resolve(from.relativize(path)));
    }
  }

  private static List<Path> paths(Path directory, Comparator<Path> order) throws IOException {
    try (Stream<Path> paths = Files.walk(directory)) {
      return paths.sorted(order).toList();
    }
  }
}
