package dev.freshet.home.delta.upkeep;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.core.BatchIdentity;
import dev.freshet.core.maintenance.StepOutcome;
import dev.freshet.home.delta.AppendOutcome;
import dev.freshet.home.delta.DeltaTable;
import dev.freshet.home.delta.DeltaTables;
import dev.freshet.home.delta.GoldRows;
import dev.freshet.home.delta.RowFilter;
import dev.freshet.storage.hadoop.LocalFs;
import io.delta.kernel.Snapshot;
import io.delta.kernel.TableManager;
import io.delta.kernel.data.ColumnVector;
import io.delta.kernel.defaults.engine.DefaultEngine;
import io.delta.kernel.engine.Engine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A table under appends, repeated appends, compactions, checkpoints, clean-ups, kills and readers
 * of old versions, in random order, against a model that knows only the batches.
 */
class LayerUpkeepPropertyTest {

  private static final int OPERATIONS = Integer.getInteger("freshet.test.upkeep.operations", 120);

  @TempDir Path dir;
  private final Engine engine = DefaultEngine.create(LocalFs.configuration());
  private final Map<String, Long> ends = new TreeMap<>();
  private final List<String> keys = new ArrayList<>();
  private final List<Pinned> readers = new ArrayList<>();
  private Instant now = Instant.parse("2026-01-01T00:00:00Z");
  private final Set<Path> stamped = new HashSet<>();
  private long compactions;
  private long cleaned;

  /** A reader that began at a version, and the keys it has to find. */
  private record Pinned(Snapshot snapshot, Instant since, List<String> keys) {}

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void rowsAndTransactionsSurviveWhatUpkeepDoes(long seed) throws IOException {
    Random random = new Random(seed);
    Path table = dir.resolve("gold");
    LayerUpkeep upkeep = new LayerUpkeep("gold", table, () -> now);
    DeltaTables tables = DeltaTables.local();
    DeltaTable gold = tables.table(table.toString(), GoldRows.SCHEMA);
    append(gold, random);
    for (int i = 0; i < OPERATIONS; i++) {
      switch (random.nextInt(12)) {
        case 0 -> {
          // The writer's process is another one now.
          tables.close();
          tables = DeltaTables.local();
          gold = tables.table(table.toString(), GoldRows.SCHEMA);
        }
        case 1 -> repeat(gold, random);
        case 2 -> compact(upkeep, random);
        case 3 -> upkeep.checkpoint();
        case 4 -> {
          // A checkpoint that is still being written would have the time of the machine.
          tables.close();
          stamp(table);
          clean(upkeep, table, random);
          tables = DeltaTables.local();
          gold = tables.table(table.toString(), GoldRows.SCHEMA);
        }
        case 5 -> pin(table);
        case 6 -> Files.copy(anyDataFile(table), table.resolve("killed-" + i + ".parquet"));
        default -> append(gold, random);
      }
      now = now.plus(Duration.ofMinutes(random.nextInt(20)));
      // Checkpoints come from another thread: their time is the one at which they are seen.
      stamp(table);
      readers.removeIf(reader -> reader.since().plus(LayerLog.READERS).isBefore(now));
    }
    tables.close();
    stamp(table);
    for (Pinned reader : readers) {
      assertThat(read(reader.snapshot())).containsExactlyInAnyOrderElementsOf(reader.keys());
    }
    now = now.plus(Duration.ofDays(8));
    for (int tier = 0; tier < 3; tier++) {
      upkeep.compact(tier, 1_000);
    }
    try (DeltaTables last = DeltaTables.local()) {
      append(last.table(table.toString(), GoldRows.SCHEMA), random);
    }
    upkeep.checkpoint();
    stamp(table);
    now = now.plus(Duration.ofDays(8));
    upkeep.clean(Long.MAX_VALUE);

    LayerShape shape = upkeep.observe().orElseThrow();
    assertThat(shape.log().entries()).isEqualTo(1);
    assertThat(dataFiles(table)).hasSameSizeAs(shape.files());
    try (DeltaTables other = DeltaTables.local()) {
      DeltaTable reopened = other.table(table.toString(), GoldRows.SCHEMA);
      assertTable(reopened);
      ends.forEach((stream, end) -> assertRepeatIsKnown(reopened, stream, end));
      assertTable(reopened);
    }
    assertThat(compactions).isPositive();
    assertThat(cleaned).isPositive();
  }

  private void append(DeltaTable gold, Random random) {
    String stream = "s" + random.nextInt(3);
    long first = ends.getOrDefault(stream, 0L) + 1;
    long last = first + random.nextInt(random.nextInt(10) == 0 ? 40 : 3);
    gold.append(new BatchIdentity(stream, last), GoldRows.ofFiles(stream + "-", first, last));
    for (long sequence = first; sequence <= last; sequence++) {
      keys.add(stream + "-" + sequence);
    }
    ends.put(stream, last);
  }

  private void repeat(DeltaTable gold, Random random) {
    String stream = List.copyOf(ends.keySet()).get(random.nextInt(ends.size()));
    assertRepeatIsKnown(gold, stream, 1 + random.nextLong(ends.get(stream)));
    assertTable(gold);
  }

  private static void assertRepeatIsKnown(DeltaTable gold, String stream, long end) {
    assertThat(gold.append(new BatchIdentity(stream, end), GoldRows.ofFiles(stream + "-", 1, end)))
        .isInstanceOf(AppendOutcome.AlreadyCommitted.class);
  }

  private void compact(LayerUpkeep upkeep, Random random) {
    if (upkeep.compact(random.nextInt(3), 2 + random.nextInt(30)) instanceof StepOutcome.Done) {
      compactions++;
    }
  }

  private void clean(LayerUpkeep upkeep, Path table, Random random) throws IOException {
    if (random.nextBoolean()) {
      dieWithinCleanup(table);
    }
    if (upkeep.clean(1 + random.nextInt(20)) instanceof StepOutcome.Done done) {
      cleaned += done.rows();
    }
  }

  /** A process that died had deleted the files that the oldest expired entry removed. */
  private void dieWithinCleanup(Path table) throws IOException {
    LogFiles log = LogFiles.list(table.resolve("_delta_log"));
    long kept = log.keptFrom(now.minus(LayerLog.READERS));
    for (List<Path> entry : log.commits().headMap(kept, false).values()) {
      for (String line : Files.readAllLines(entry.get(0))) {
        if (line.startsWith("{\"remove\":{\"path\":\"")) {
          String path = line.substring(19, line.indexOf('"', 19));
          Files.deleteIfExists(table.resolve(path));
        }
      }
    }
  }

  private void pin(Path table) {
    readers.add(
        new Pinned(
            TableManager.loadSnapshot(table.toString()).build(engine), now, List.copyOf(keys)));
  }

  private void assertTable(DeltaTable gold) {
    assertThat(GoldRows.keys(gold)).containsExactlyInAnyOrderElementsOf(keys);
    assertThat(gold.rowCount()).hasValue(keys.size());
    ends.forEach((stream, end) -> assertThat(gold.lastCommitted(stream)).hasValue(end));
    List<Object> found = new ArrayList<>();
    gold.scan(
        List.of("sequence"),
        Optional.of(new RowFilter.OneOf("sequence", Set.of(2L, 5L))),
        row -> found.add(row[0]));
    assertThat(found).hasSize((int) keys.stream().filter(key -> key.matches(".*-[25]")).count());
  }

  private List<String> read(Snapshot snapshot) throws IOException {
    List<String> read = new ArrayList<>();
    try (FileRows rows = new FileRows(engine, snapshot, LiveFiles.of(engine, snapshot).files())) {
      rows.forEachRemaining(
          batch -> {
            ColumnVector key = batch.getData().getColumnVector(0);
            for (int i = 0; i < key.getSize(); i++) {
              read.add(key.getString(i));
            }
          });
    }
    return read;
  }

  private static Path anyDataFile(Path table) throws IOException {
    return dataFiles(table).get(0);
  }

  private static List<Path> dataFiles(Path table) throws IOException {
    try (Stream<Path> files = Files.list(table)) {
      return files.filter(file -> file.toString().endsWith(".parquet")).sorted().toList();
    }
  }

  /** Gives new files the time of the test's clock. Hidden ones are being written, and renamed. */
  private void stamp(Path table) throws IOException {
    for (Path directory : List.of(table, table.resolve("_delta_log"))) {
      List<Path> files;
      try (Stream<Path> listed = Files.list(directory)) {
        files = listed.filter(file -> !file.getFileName().toString().startsWith(".")).toList();
      }
      for (Path file : files) {
        if (Files.isRegularFile(file) && stamped.add(file)) {
          Files.setLastModifiedTime(file, FileTime.from(now));
        }
      }
    }
  }
}
