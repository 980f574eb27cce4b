package dev.freshet.autoloader.discovery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.freshet.autoloader.filelog.FileLog;
import dev.freshet.autoloader.filelog.FileVersion;
import dev.freshet.autoloader.filelog.LandedFile;
import dev.freshet.autoloader.fs.AccessSettings;
import dev.freshet.autoloader.fs.LandingPath;
import dev.freshet.autoloader.option.AutoloaderOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Discovery without events, beside a directory in which files come, go, are written to, replaced
 * and renamed while it looks; the times of files are as coarse as a second.
 */
class ListedDiscoveryPropertyTest {
  private static final int CHANGES = 300;
  private static final Duration LIMIT = Duration.ofSeconds(30);

  @TempDir Path root;
  @TempDir Path logDirectory;
  private int contents;

  @ParameterizedTest
  @ValueSource(longs = {11, 12})
  void everyFileIsFoundAsItIsInTheEndAndNoneTwice(long seed) throws Exception {
    Random random = new Random(seed);
    AutoloaderOptions options =
        AutoloaderOptions.parse(
            Map.of(
                "path", root.toString(),
                "cloudFiles.format", "text",
                "cloudFiles.allowOverwrites", "true",
                "autoloader.discovery", "listing",
                "autoloader.listInterval", "20ms"));
    try (FileLog log = FileLog.open(logDirectory);
        Discovery discovery =
            Discovery.start(
                LandingPath.of(options), AccessSettings.access(options), options, log)) {
      discovery.awaitFirstListing();
      for (int i = 0; i < CHANGES; i++) {
        change(random);
        if (random.nextInt(30) == 0) {
          long before = discovery.lastSequence();
          Path probe = write(directory(random).resolve("probe-" + i));
          await().atMost(LIMIT).until(() -> discovery.lastSequence() > before);
          assertThat(probe).exists();
        }
      }
      await()
          .atMost(LIMIT)
          .untilAsserted(() -> assertThat(newest(log)).containsAllEntriesOf(now()));
      Map<String, LandedFile> last = new HashMap<>();
      for (FileVersion each : log.versions(0, log.lastSequence())) {
        LandedFile file = new LandedFile(each.path(), each.size(), each.modifiedAt());
        assertThat(file).isNotEqualTo(last.put(file.path(), file));
      }
    }
  }

  private void change(Random random) throws IOException {
    Path file = directory(random).resolve("f" + random.nextInt(12));
    Path other = directory(random).resolve("f" + random.nextInt(12));
    switch (random.nextInt(6)) {
      case 0 -> Files.deleteIfExists(file);
      case 1 -> {
        if (Files.exists(file)) {
          Files.writeString(file, content());
          coarse(file);
        }
      }
      case 2 -> {
        if (Files.exists(file)) {
          Files.move(file, other, StandardCopyOption.REPLACE_EXISTING);
        }
      }
      case 3 -> {
        Path hidden = write(root.resolve(".on-its-way"));
        Files.move(hidden, file, StandardCopyOption.ATOMIC_MOVE);
      }
      case 4 -> {
        if (random.nextInt(5) == 0) {
          Path moved = root.resolve("d" + random.nextInt(4));
          Path to = root.resolve("m" + contents++);
          if (Files.exists(moved)) {
            Files.move(moved, to);
          }
        }
      }
      default -> write(file);
    }
  }

  private Path directory(Random random) throws IOException {
    int number = random.nextInt(5);
    return number == 4 ? root : Files.createDirectories(root.resolve("d" + number));
  }

  /** No two contents of a test have the same length. */
  private String content() {
    return "x".repeat(contents++) + "\n";
  }

  private Path write(Path file) throws IOException {
    Files.writeString(file, content());
    return coarse(file);
  }

  private static Path coarse(Path file) throws IOException {
    Instant second = Instant.now().minusSeconds(5).truncatedTo(ChronoUnit.SECONDS);
    return Files.setLastModifiedTime(file, FileTime.from(second));
  }

  private Map<String, Long> now() throws IOException {
    List<Path> files = new ArrayList<>();
    try (Stream<Path> all = Files.walk(root)) {
      all.filter(Files::isRegularFile).forEach(files::add);
    }
    Map<String, Long> sizes = new HashMap<>();
    for (Path file : files) {
      sizes.put(file.toString(), Files.size(file));
    }
    return sizes;
  }

  private Map<String, Long> newest(FileLog log) throws IOException {
    Map<String, Long> sizes = new HashMap<>();
    for (String path : now().keySet()) {
      log.newest(path).map(FileLog.Newest::file).ifPresent(file -> sizes.put(path, file.size()));
    }
    return sizes;
  }
}
