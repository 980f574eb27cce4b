package dev.freshet.cli.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.freshet.cli.Cli;
import dev.freshet.cli.SeriesTotals;
import dev.freshet.core.Chunk;
import dev.freshet.core.vector.StoredChunk;
import dev.freshet.home.layer.LayerTables;
import dev.freshet.home.report.RunStatus;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * {@code kill -9} of {@code run}, {@code optimize} and {@code serve} at random moments while
 * changes keep landing: in the end the index equals a map of the same changes, and no row is stored
 * twice.
 */
class KillRunIT {

  /** One at each moment; more in the long build, and as many as {@code -Dfreshet.kills} says. */
  private static final int KILLS =
      Integer.getInteger("freshet.kills", Boolean.getBoolean("freshet.test.long") ? 500 : 3);

  /** So many kills of {@code run} come before one of another process. */
  private static final int OTHERS_EACH = 3;

  private static final int ROWS_PER_FILE = 8;
  private static final Duration LANDING_PAUSE = Duration.ofMillis(200);
  private static final Duration START_LIMIT = Duration.ofSeconds(120);

  @TempDir Path directory;

  /** What was read is moved away, so a file that was moved unread would be missed in the end. */
  private static final String CLEANING =
      """
      name: docs
      home: ./home
      source:
        path: ./landing
        options:
          cloudFiles.cleanSource: MOVE
          cloudFiles.cleanSource.retentionDuration: 0 seconds
          cloudFiles.cleanSource.moveDestination: %s
      record: { key: [id], version: updated_at }
      document: { text: "{body}" }
      optimize: { mode: off }
      """;

  /** What a process must have reached before the random time until its kill begins. */
  private enum Moment {
    STARTED,
    RUNNING,
    COMMITTED
  }

  @Test
  @Timeout(value = 5, unit = TimeUnit.HOURS)
  void killsAtRandomMomentsLoseNothingAndStoreNothingTwice() throws Exception {
    long seed = Long.getLong("freshet.seed", 20261121L);
    Random random = new Random(seed);
    ChangeModel model = new ChangeModel(seed);
    TestPipeline pipeline =
        TestPipeline.create(directory, CLEANING.formatted(directory.resolve("archive")));
    pipeline.land("00000.json", model.lines(ROWS_PER_FILE));
    pipeline.execute("run", "--once").expectExit(0);

    Map<String, Integer> counts = new TreeMap<>();
    try (Lander lander = Lander.start(pipeline, model, ROWS_PER_FILE, LANDING_PAUSE)) {
      for (int kill = 1; kill <= KILLS; kill++) {
        killOnce(pipeline, Moment.values()[kill % 3], random);
        counts.merge("kills of run", 1, Integer::sum);
        if (kill % OTHERS_EACH == 0) {
          killOther(pipeline, kill % (2 * OTHERS_EACH) == 0 ? "serve" : "optimize", random, counts);
        }
        if (kill % 6 == 0) {
          pipeline.verified();
        }
      }
    }

    pipeline.execute("run", "--once").expectExit(0);
    JsonNode verified = pipeline.verified();
    assertThat(verified.get("bronze").asLong()).as("rows in Bronze").isEqualTo(model.rows());
    assertThat(verified.get("unreadable").asLong()).isEqualTo(model.unreadable());
    assertThat(hashes(pipeline.chunks())).isEqualTo(expectedHashes(model));
    assertThat(movedFiles(pipeline)).as("files that were moved").isNotEmpty();
    assertThat(pipeline.column(LayerTables::bronze, "sequence", "line")).doesNotHaveDuplicates();
    assertThat(pipeline.column(LayerTables::gold, "sequence", "line")).doesNotHaveDuplicates();
    assertThat(pipeline.ledger()).doesNotHaveDuplicates().isNotEmpty();
    SeriesTotals.add(counts);
  }

  /** Kills a process beside a pipeline that does not run; one that ended before does not count. */
  private static void killOther(
      TestPipeline pipeline, String verb, Random random, Map<String, Integer> counts)
      throws Exception {
    List<String> arguments = new ArrayList<>(List.of(verb));
    if (verb.equals("serve")) {
      try (ServerSocket free = new ServerSocket(0)) {
        arguments.addAll(List.of("--port", Integer.toString(free.getLocalPort())));
      }
    }
    try (FreshetProcess process = pipeline.start(arguments.toArray(String[]::new))) {
      TimeUnit.MILLISECONDS.sleep(random.nextInt(4000));
      if (process.isAlive()) {
        process.kill();
        counts.merge("kills of " + verb, 1, Integer::sum);
      }
    }
  }

  private static void killOnce(TestPipeline pipeline, Moment moment, Random random)
      throws Exception {
    try (FreshetProcess run = pipeline.start("run")) {
      if (moment != Moment.STARTED) {
        await()
            .atMost(START_LIMIT)
            .pollInterval(Duration.ofMillis(20))
            .until(() -> !run.isAlive() || reached(pipeline, run, moment));
      }
      assertThat(run.isAlive()).as("ended by itself: %s", run.errors()).isTrue();
      TimeUnit.MILLISECONDS.sleep(random.nextInt(moment == Moment.STARTED ? 4000 : 900));
      assertThat(run.isAlive()).as("ended by itself: %s", run.errors()).isTrue();
      run.kill();
    }
  }

  private static boolean reached(TestPipeline pipeline, FreshetProcess run, Moment moment) {
    return pipeline
        .report()
        .filter(report -> report.process().pid() == run.pid())
        .filter(report -> report.state() == RunStatus.State.RUNNING)
        .filter(report -> moment == Moment.RUNNING || report.lastBatch() != null)
        .isPresent();
  }

  /** What {@code freshet files} says; each of them must be where it says. */
  private static List<String> movedFiles(TestPipeline pipeline) {
    Cli.Ended ended =
        pipeline.executeHere("files", "--state", "archived", "-n", "1000000", "-o", "json");
    assertThat(ended.exit()).as(ended.err()).isZero();
    List<String> moved = new ArrayList<>();
    ended.json().get("files").forEach(file -> moved.add(file.get("movedTo").asText()));
    assertThat(moved).allSatisfy(file -> assertThat(Path.of(file)).exists());
    return moved;
  }

  private static Map<String, String> hashes(Map<String, StoredChunk> chunks) {
    Map<String, String> hashes = new TreeMap<>();
    chunks
        .values()
        .forEach(
            chunk -> hashes.put(chunk.id(), chunk.recordVersion() + " " + chunk.contentHash()));
    return hashes;
  }

  private static Map<String, String> expectedHashes(ChangeModel model) {
    Map<String, String> hashes = new TreeMap<>();
    for (ChangeModel.Change change : model.live().values()) {
      for (Chunk chunk : Chunk.of(change.key(), change.version(), List.of(change.body()))) {
        hashes.put(chunk.id(), change.version() + " " + chunk.contentHash());
      }
    }
    return hashes;
  }
}
