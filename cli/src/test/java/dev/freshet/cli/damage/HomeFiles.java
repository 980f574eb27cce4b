package dev.freshet.cli.damage;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** The files below a home by their kind: files that differ only in numbers and random names. */
final class HomeFiles {

  private final Map<String, List<Path>> byKind = new TreeMap<>();
  private final Path home;

  HomeFiles(Path home) throws IOException {
    this.home = home;
    try (Stream<Path> files = Files.walk(home)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        byKind.computeIfAbsent(kind(home.relativize(file)), kind -> new ArrayList<>()).add(file);
      }
    }
    byKind.values().forEach(files -> files.sort(Comparator.comparing(HomeFiles::modified)));
  }

  /** The kinds, in the order of their names. */
  List<String> kinds() {
    return List.copyOf(byKind.keySet());
  }

  /** The newest file of a kind and, if it is another one, the oldest; relative to the home. */
  List<Path> ends(String kind) {
    List<Path> files = byKind.getOrDefault(kind, List.of());
    List<Path> ends = new ArrayList<>();
    if (!files.isEmpty()) {
      ends.add(home.relativize(files.get(files.size() - 1)));
    }
    if (files.size() > 1) {
      ends.add(home.relativize(files.get(0)));
    }
    return ends;
  }

  /** The path with {@code *} for each number and each random name. */
  static String kind(Path relative) {
    return relative
        .toString()
        .replaceAll("[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}", "*")
        .replaceAll("[0-9a-f]{24,}", "*")
        .replaceAll("(?<=/)[01]{24,}[0-9a-f]*", "*")
        .replaceAll("\\d+", "*")
        .replaceAll("\\*([.-]\\*)+", "*")
        .replaceAll("LOG\\.old\\.\\*", "LOG.old");
  }

  private static long modified(Path file) {
    try {
      return Files.getLastModifiedTime(file).toMillis();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
