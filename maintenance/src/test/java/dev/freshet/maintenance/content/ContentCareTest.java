package dev.freshet.maintenance.content;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.core.error.ErrorCode;
import dev.freshet.core.error.FreshetException;
import dev.freshet.core.maintenance.TableContent;
import dev.freshet.home.content.ContentState;
import dev.freshet.home.content.DamagedContent;
import dev.freshet.home.report.JsonFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The rotation over tables that are maps, with a clock of its own. */
class ContentCareTest {

  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
  private static final Duration WEEK = Duration.ofDays(7);

  /** What a disk reads in a second. */
  private static final long DISK_BYTES = 50L << 20;

  @TempDir Path dir;
  private final Map<String, NavigableMap<String, Long>> tables = new HashMap<>();
  private final Map<String, String> damage = new HashMap<>();
  private final Map<String, Instant> readAt = new HashMap<>();
  private final Set<String> unlisted = new HashSet<>();
  private Instant now = START;
  private long read;

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4})
  void everyFileIsReadAgainWithinAWeekAndALookIsBounded(long seed) {
    Random random = new Random(seed);
    tables.put("bronze", files(random, 1 + random.nextInt(400), 128L << 20));
    tables.put("gold", files(random, 1 + random.nextInt(100), 64L << 20));
    tables.put("vectors", files(random, 1 + random.nextInt(50), 1L << 30));
    ContentCare care = care();
    Instant end = START.plus(WEEK.multipliedBy(3));
    while (now.isBefore(end)) {
      if (random.nextInt(200) == 0) {
        care = care(); // Another process goes on.
      }
      if (random.nextInt(20) == 0) {
        replaceAFile(random);
      }
      long before = read;
      Instant started = now;
      care.lookIfDue();
      assertThat(read - before).isLessThanOrEqualTo(Math.max(1L << 30, ContentPace.LOOK_BYTES_MAX));
      Duration took = Duration.between(started, now);
      now = now.plus(Duration.ofMinutes(17)).plus(took);
      Instant oldest =
          tables.entrySet().stream()
              .flatMap(
                  table ->
                      table.getValue().keySet().stream()
                          .map(name -> readAt.get(table.getKey() + "/" + name)))
              .min(Comparator.naturalOrder())
              .orElseThrow();
      assertThat(oldest).as("read last, at %s", now).isAfter(now.minus(WEEK));
    }
    assertThat(care.state().provenAt()).isAfter(end.minus(WEEK));
    assertThat(read).as("no more than the rotations need").isLessThan(10 * total());
  }

  @Test
  void whatIsDamagedIsNotedOnceUntilItIsNoLongerPartOfItsTable() {
    tables.put("gold", new TreeMap<>(Map.of("a", 10L, "b", 10L, "c", 10L)));
    damage.put("gold/b", "its CRC-32C is 1, and 2 was written");
    ContentCare care = care();
    lookAtAll(care);
    lookAtAll(care);

    assertThat(care.state().damaged())
        .containsExactly(
            new DamagedContent(
                "gold",
                "b",
                "/tables/gold/b",
                "its CRC-32C is 1, and 2 was written",
                care.state().damaged().get(0).foundAt()));
    assertThat(care().state().damaged()).as("as another process reads it").hasSize(1);

    unlisted.add("gold");
    lookAtAll(care);
    assertThat(care.state().damaged()).as("a table that does not answer").hasSize(1);

    unlisted.clear();
    tables.get("gold").remove("b");
    lookAtAll(care);
    assertThat(care.state().damaged()).isEmpty();
  }

  @Test
  void fileThatIsGoneBecauseAnotherVersionIsTheNewestIsNotDamaged() {
    tables.put("gold", new TreeMap<>(Map.of("a", 10L, "b", 10L)));
    damage.put("gold/a", "REPLACED");
    ContentCare care = care();
    lookAtAll(care);

    assertThat(care.state().damaged()).isEmpty();
  }

  @Test
  void tableThatWasMetDamagedIsReadAtOnce() {
    tables.put("vectors", files(new Random(7), 30, 1L << 20));
    String last = tables.get("vectors").lastKey();
    damage.put("vectors/" + last, "cut");
    ContentCare care = care();

    care.lookThrough("vectors");

    assertThat(care.state().damaged()).extracting(DamagedContent::name).containsExactly(last);
    long before = read;
    care.lookThrough("vectors");
    assertThat(read).as("it is known").isEqualTo(before);
  }

  @Test
  void withoutItsFileOrWithADamagedOneItBeginsAgain() throws IOException {
    tables.put("gold", new TreeMap<>(Map.of("a", 10L)));
    care().lookIfDue();
    Files.writeString(dir.resolve("content.json"), "{\"began\":");

    ContentCare care = care();

    assertThat(care.state().provenAt()).isNull();
    lookAtAll(care);
    assertThat(care.state().provenAt()).isNotNull();
    assertThat(care().state()).isEqualTo(care.state());
  }

  @Test
  void clockThatWasWrongDoesNotKeepItFromLooking() {
    tables.put("gold", new TreeMap<>(Map.of("a", 10L)));
    now = START.plus(Duration.ofDays(4_000));
    care().lookIfDue();
    now = START;
    long before = read;

    care().lookIfDue();

    assertThat(read).isGreaterThan(before);
  }

  private ContentCare care() {
    Map<String, Supplier<Optional<TableContent>>> contents = new HashMap<>();
    for (String table : List.of("bronze", "gold", "vectors")) {
      contents.put(table, () -> content(table));
    }
    return new ContentCare(
        new JsonFile<>(dir.resolve("content.json"), ContentState.class),
        contents,
        () -> false,
        () -> now);
  }

  private Optional<TableContent> content(String table) {
    if (unlisted.contains(table)) {
      throw new FreshetException(ErrorCode.STORE_DAMAGED, "the log is damaged");
    }
    return Optional.ofNullable(tables.get(table)).map(files -> new Content(table, files));
  }

  private void lookAtAll(ContentCare care) {
    for (int look = 0; look < 5; look++) {
      now = now.plus(Duration.ofDays(1));
      care.lookIfDue();
    }
  }

  private long total() {
    return tables.values().stream()
        .flatMap(files -> files.values().stream())
        .mapToLong(Long::longValue)
        .sum();
  }

  private NavigableMap<String, Long> files(Random random, int count, long bytesMax) {
    NavigableMap<String, Long> files = new TreeMap<>();
    for (int i = 0; i < count; i++) {
      files.put("part-%016x".formatted(random.nextLong()), 1 + random.nextLong(bytesMax));
    }
    return files;
  }

  /** A compaction writes a file; its content is proven when it is written. */
  private void replaceAFile(Random random) {
    String table = List.of("bronze", "gold", "vectors").get(random.nextInt(3));
    NavigableMap<String, Long> files = tables.get(table);
    files.pollFirstEntry();
    String added = "part-%016x".formatted(random.nextLong());
    files.put(added, 1 + random.nextLong(64L << 20));
    readAt.put(table + "/" + added, now);
  }

  private final class Content implements TableContent {

    private final String table;
    private final NavigableMap<String, Long> files;

    Content(String table, NavigableMap<String, Long> files) {
      this.table = table;
      this.files = new TreeMap<>(files);
      files.keySet().forEach(name -> readAt.putIfAbsent(table + "/" + name, START));
    }

    @Override
    public NavigableMap<String, Long> files() {
      return files;
    }

    @Override
    public Path path(String name) {
      return Path.of("/tables", table, name);
    }

    @Override
    public Optional<String> damage(String name) {
      long bytes = files.get(name);
      read += bytes;
      now = now.plusMillis(1_000 * bytes / DISK_BYTES);
      readAt.put(table + "/" + name, now);
      Optional<String> found = Optional.ofNullable(damage.get(table + "/" + name));
      if (found.equals(Optional.of("REPLACED"))) {
        tables.get(table).remove(name);
      }
      return found;
    }
  }
}
