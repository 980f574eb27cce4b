package dev.freshet.autoloader.clean;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.freshet.autoloader.process.QueryProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * {@code kill -9} of a query that moves what it has read, while files land and are rewritten: at
 * once after its start, while it lists; in a batch; while it moves files. In the end the rows are
 * compared with a plain map of what was landed: no file is lost, none is moved unread, and none
 * that was landed once is read twice.
 */
class KillCleanIT {
  private static final int KILLS =
      Integer.getInteger("freshet.kills", Boolean.getBoolean("freshet.test.long") ? 100 : 3);

  private static final Duration LIMIT = Duration.ofSeconds(120);

  @TempDir Path home;
  private final Map<String, String> newest = new ConcurrentHashMap<>();
  private final Set<String> landed = ConcurrentHashMap.newKeySet();
  private final Set<String> rewritten = ConcurrentHashMap.newKeySet();
  private int versions;

  /** What a process must have done before the random time until its kill begins. */
  private enum Moment {
    STARTED(QueryProcess.FILE_LOG),
    READ(QueryProcess.SINK),
    MOVED("archive");

    private final String grows;

    Moment(String grows) {
      this.grows = grows;
    }
  }

  @Test
  @Timeout(value = 2, unit = TimeUnit.HOURS)
  void killsAtRandomMomentsLoseNoFileMoveNoneUnreadAndReadNoneTwice() throws Exception {
    Random random = new Random(Long.getLong("freshet.seed", 20261130L));
    Files.createDirectories(home.resolve("landing"));
    for (int kill = 0; kill < KILLS; kill++) {
      land(random, 6);
      killOnce(Moment.values()[kill % 3], random);
    }
    land(random, 3);
    try (QueryProcess last = start(true)) {
      assertThat(last.await(LIMIT)).as(last.output()).isZero();
    }

    Map<Long, QueryProcess.Line> rows = QueryProcess.lines(home);
    assertThat(rows.values())
        .allSatisfy(
            row -> assertThat(landed).as("a row that was not landed").contains(row.value()));
    Map<String, String> read = new HashMap<>();
    Map<String, Integer> times = new HashMap<>();
    rows.forEach(
        (sequence, row) -> {
          read.put(row.path(), row.value());
          times.merge(row.value(), 1, Integer::sum);
        });
    assertThat(read).as("the newest content of each path").isEqualTo(new HashMap<>(newest));
    newest.forEach(
        (path, line) -> {
          if (!rewritten.contains(path)) {
            assertThat(times).as("read once: %s", path).containsEntry(line, 1);
          }
        });
    assertThat(contents("archive")).as("moved unread").isSubsetOf(times.keySet());
    Set<String> kept = new HashSet<>(contents("archive"));
    kept.addAll(contents("landing"));
    assertThat(kept).as("files that are gone").containsAll(newest.values());
    assertThat(names("landing")).as("left on its way").noneMatch(name -> name.contains(".read-"));
  }

  private void killOnce(Moment moment, Random random) throws Exception {
    long before = count(moment);
    try (QueryProcess query = start(false)) {
      await()
          .atMost(LIMIT)
          .pollInterval(Duration.ofMillis(5))
          .until(() -> !query.isAlive() || count(moment) != before);
      assertThat(query.isAlive()).as(query.output()).isTrue();
      land(random, random.nextInt(3));
      long until = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(random.nextInt(1500));
      while (System.nanoTime() < until) {
        land(random, random.nextInt(2));
        Thread.onSpinWait();
      }
    }
  }

  /** Lands files of one line that no other file has; a fifth of them in the place of another. */
  private void land(Random random, int files) throws IOException {
    if (landed.size() > 60 * (KILLS + 1)) {
      return;
    }
    for (int i = 0; i < files; i++) {
      int version = ++versions;
      boolean rewrites = version > 5 && random.nextInt(5) == 0;
      String name = "f" + (rewrites ? 1 + random.nextInt(version - 1) : version);
      String path = home.resolve("landing").resolve(name).toString();
      String line = "line " + version;
      if (newest.containsKey(path)) {
        rewritten.add(path);
      }
      Path hidden = Files.writeString(home.resolve("landing/." + name), line + "\n");
      Files.setLastModifiedTime(hidden, FileTime.from(Instant.now().minusSeconds(60)));
      landed.add(line);
      newest.put(path, line);
      Files.move(hidden, Path.of(path), StandardCopyOption.ATOMIC_MOVE);
    }
  }

  private QueryProcess start(boolean once) throws IOException {
    return QueryProcess.start(
        home,
        Map.of(
            "path",
            home.resolve("landing").toString(),
            "cloudFiles.maxFilesPerTrigger",
            "3",
            "cloudFiles.cleanSource",
            "MOVE",
            "cloudFiles.cleanSource.retentionDuration",
            "0 seconds",
            "cloudFiles.cleanSource.moveDestination",
            home.resolve("archive").toString()),
        once);
  }

  private long count(Moment moment) throws IOException {
    return names(moment.grows).size();
  }

  private List<String> names(String directory) throws IOException {
    return QueryProcess.names(home.resolve(directory));
  }

  private Set<String> contents(String directory) throws IOException {
    Set<String> found = new HashSet<>();
    try (Stream<Path> files = Files.list(home.resolve(directory))) {
      files.forEach(file -> found.add(line(file)));
    }
    return found;
  }

  private static String line(Path file) {
    try {
      return Files.readString(file).strip();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
