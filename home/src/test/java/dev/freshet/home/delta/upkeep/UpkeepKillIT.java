package dev.freshet.home.delta.upkeep;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.core.BatchIdentity;
import dev.freshet.core.error.FreshetException;
import dev.freshet.home.delta.AppendOutcome;
import dev.freshet.home.delta.DeltaTable;
import dev.freshet.home.delta.DeltaTables;
import dev.freshet.home.delta.GoldRows;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The process that maintains a Delta table is killed with SIGKILL at random moments while another
 * one appends. Afterwards each row is there once, the log is whole, and every batch is known.
 */
@Timeout(3_600)
class UpkeepKillIT {

  private static final boolean LONG = Boolean.getBoolean("freshet.test.long");
  private static final int KILLS = Integer.getInteger("freshet.upkeep.kills", LONG ? 300 : 4);
  private static final int BATCHES_BEFORE = 8;
  private static final int TRIES_MAX = 50;

  @TempDir Path dir;
  private final Map<String, Integer> done = new HashMap<>();
  private long appended;
  private long repeated;

  @Test
  void eachRowIsThereOnceAndTheLogIsWholeWhateverMomentMaintenanceWasKilledAt() throws Exception {
    long seed = Long.getLong("freshet.upkeep.seed", System.nanoTime());
    Random random = new Random(seed);
    Path table = dir.resolve("gold");
    for (int kill = 1; kill <= KILLS; kill++) {
      for (int batch = 0; batch < BATCHES_BEFORE; batch++) {
        append(table);
      }
      Path reports = Files.createTempFile(dir, "reports", ".txt");
      Process process = start(table, random.nextLong(), reports);
      try {
        for (int tries = 0; Files.size(reports) == 0; tries++) {
          assertThat(process.waitFor(10, TimeUnit.MILLISECONDS)).as(log()).isFalse();
          assertThat(tries).as(log()).isLessThan(3_000);
        }
        long until = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(50 + random.nextInt(1_500));
        while (System.nanoTime() < until) {
          append(table);
        }
        assertThat(process.isAlive()).as("seed %d: %s", seed, log()).isTrue();
      } finally {
        process.destroyForcibly().waitFor();
      }
      Files.readAllLines(reports).forEach(line -> done.merge(line, 1, Integer::sum));
      assertWhole(table, "seed " + seed + ", kill " + kill);
    }
    System.out.printf(
        "upkeep kills: seed %d, %d kills, %d batches, %d appends repeated, steps %s%n",
        seed, KILLS, appended, repeated, done);
    assertThat(done).containsKey("compact Done");
  }

  private Process start(Path table, long seed, Path reports) throws IOException {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xmx256m",
            "-XX:TieredStopAtLevel=1",
            "-XX:+UseSerialGC",
            "-cp",
            System.getProperty("java.class.path"),
            KilledUpkeep.class.getName(),
            table.toString(),
            Long.toString(seed))
        .redirectOutput(reports.toFile())
        .redirectError(ProcessBuilder.Redirect.appendTo(dir.resolve("log").toFile()))
        .start();
  }

  /** What a pipeline does: an append that failed because storage did not answer is repeated. */
  private void append(Path table) {
    appended++;
    for (int tries = 1; ; tries++) {
      try (DeltaTables tables = DeltaTables.local()) {
        gold(tables, table)
            .append(new BatchIdentity("s", appended), GoldRows.ofFiles("s", appended, appended));
        return;
      } catch (FreshetException failed) {
        // The clean-up of this test leaves readers no hour.
        if (!failed.code().retryable() || tries == TRIES_MAX) {
          throw failed;
        }
        repeated++;
      }
    }
  }

  private void assertWhole(Path path, String what) {
    try (DeltaTables tables = DeltaTables.local()) {
      DeltaTable gold = gold(tables, path);
      gold.requireWhole();
      assertThat(gold.lastCommitted("s")).as(what).hasValue(appended);
      assertThat(gold.rowCount()).as(what).hasValue(appended);
      List<String> keys =
          LongStream.rangeClosed(1, appended).mapToObj(sequence -> "s" + sequence).toList();
      assertThat(GoldRows.keys(gold)).as(what).containsExactlyInAnyOrderElementsOf(keys);
      assertThat(
              gold.append(
                  new BatchIdentity("s", appended), GoldRows.ofFiles("s", appended, appended)))
          .as(what)
          .isInstanceOf(AppendOutcome.AlreadyCommitted.class);
    }
    assertThat(new LayerUpkeep("gold", path, InstantSource.system()).observe()).isPresent();
  }

  private static DeltaTable gold(DeltaTables tables, Path table) {
    return tables.table(table.toString(), GoldRows.SCHEMA);
  }

  private String log() throws IOException {
    Path log = dir.resolve("log");
    return Files.exists(log) ? Files.readString(log) : "";
  }
}
