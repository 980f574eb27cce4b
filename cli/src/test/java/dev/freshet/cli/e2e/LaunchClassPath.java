package dev.freshet.cli.e2e;

import dev.freshet.cli.wiring.StoredLibraries;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The two class paths of the launcher, as this build wrote them. All tests of a build share the
 * decompressed libraries, and one class archive for each of the class paths: the first process that
 * ends normally writes it, later ones start faster with it.
 */
enum LaunchClassPath {
  LIGHT("classpath"),
  SPARK("classpath", "classpath-spark");

  private static final Path TARGET = Path.of("target").toAbsolutePath();

  /** Verbs that load most of what is on their class path. */
  private static final Set<String> WRITERS = Set.of("run", "search", "verify");

  private final List<String> files;

  LaunchClassPath(String... files) {
    this.files = List.of(files);
  }

  /** The class path of a verb; only {@code run} has Spark. */
  static LaunchClassPath of(String verb) {
    return verb.equals("run") ? SPARK : LIGHT;
  }

  /** The value of {@code -cp}. */
  String text() throws IOException {
    StringBuilder path = new StringBuilder().append(libraries()).append(':').append(jar());
    for (String file : files) {
      path.append(':').append(Files.readString(TARGET.resolve("launch").resolve(file)).strip());
    }
    return path.toString();
  }

  private static Path libraries() throws IOException {
    Path libraries = ofThisBuild("libraries-%d.jar");
    if (!Files.exists(libraries)) {
      Files.createDirectories(libraries.getParent());
      Path written = Files.createTempFile(libraries.getParent(), "libraries", ".new");
      StoredLibraries.main(new String[] {written.toString()});
      Files.move(written, libraries, StandardCopyOption.ATOMIC_MOVE);
    }
    return libraries;
  }

  private static Path jar() throws IOException {
    try (Stream<Path> content = Files.list(TARGET)) {
      return content
          .filter(
              file -> file.getFileName().toString().matches("freshet-cli-[^-]+(-SNAPSHOT)?\\.jar"))
          .findFirst()
          .orElseThrow(() -> new AssertionError("no jar in " + TARGET));
    }
  }

  /** The options by which the launcher gives {@code run} the class path of its child processes. */
  List<String> childOptions() throws IOException {
    return List.of(
        "-Dfreshet.child.class-path=" + text(), "-Dfreshet.child.class-archive=" + archive());
  }

  /**
   * The options with which a verb reads the archive, or writes one when it ends.
   *
   * @param written where it may write one
   */
  List<String> archiveOptions(String verb, Path written) throws IOException {
    List<String> options =
        new ArrayList<>(List.of("-Xshare:auto", "-Xlog:cds=off", "-Xlog:cds+dynamic=off"));
    if (Files.exists(archive())) {
      options.add("-XX:SharedArchiveFile=" + archive());
    } else if (WRITERS.contains(verb)) {
      options.add("-XX:ArchiveClassesAtExit=" + written);
    }
    return options;
  }

  /** Keeps an archive that a process has written, if it wrote one. */
  void keepArchive(Path written) {
    try {
      if (Files.exists(written) && !Files.exists(archive())) {
        Files.createDirectories(archive().getParent());
        Files.move(written, archive(), StandardCopyOption.ATOMIC_MOVE);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Path archive() throws IOException {
    return ofThisBuild(name().toLowerCase(Locale.ROOT) + "-%d.jsa");
  }

  /** A file that is named after the time of the build: an archive does not fit another jar. */
  private static Path ofThisBuild(String name) throws IOException {
    long built = Files.getLastModifiedTime(jar()).toMillis();
    return TARGET.resolve("e2e-classes").resolve(name.formatted(built));
  }
}
