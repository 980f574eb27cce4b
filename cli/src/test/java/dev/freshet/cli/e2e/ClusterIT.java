package dev.freshet.cli.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.freshet.cli.e2e.TaskSignals.Kind;
import dev.freshet.home.layer.LayerTables;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A batch on the executors of a real cluster has the same result as in one process, also when
 * executors are killed meanwhile.
 */
@Timeout(value = 10, unit = TimeUnit.MINUTES)
class ClusterIT {

  private static final int RECORDS = 400;
  private static final List<String> WORDS =
      List.of(
          "river", "dam", "flood", "spring", "delta", "lake", "stream", "rain", "snow", "glacier",
          "reed", "otter", "bridge", "ferry", "sluice", "mill");

  private static final Duration TASK_LIMIT = Duration.ofMinutes(3);

  @TempDir static Path shared;
  @TempDir Path directory;

  private static SparkCluster cluster;
  private static TestPipeline local;

  @BeforeAll
  static void startClusterAndRunWithoutIt() throws Exception {
    cluster = SparkCluster.start(shared.resolve("cluster"));
    local = pipeline(shared.resolve("local"), shared.resolve("local").resolve("landing"));
    land(local);
    local.execute("run", "--once").expectExit(0);
    assertThat(content(local)).hasSizeGreaterThanOrEqualTo(RECORDS);
  }

  @AfterAll
  static void stopCluster() {
    if (cluster != null) {
      cluster.close();
    }
  }

  @Test
  void largeBatchIsEmbeddedOnExecutorsBitForBitAsHere() throws Exception {
    TestPipeline pipeline = pipeline(directory, local.landing());
    FreshetProcess.Ended ended;
    try (FreshetProcess run = pipeline.start(onCluster(), "run", "--once")) {
      ended = run.awaitEnd().expectExit(0);
    }

    assertThat(ended.err()).contains("embedded on executors");
    assertThat(cluster.executorLogs())
        .filteredOn(executor -> executor.contains("embedding model opened"))
        .as("executors with a model of their own")
        .isNotEmpty();
    assertSameAsLocal(pipeline);
  }

  @Tag("long")
  @Test
  void executorsKilledWhileTheyEmbedAndWhileTheyWriteLeaveNoTrace() throws Exception {
    TestPipeline pipeline = pipeline(directory, local.landing());
    TaskSignals signals =
        new TaskSignals(Files.createDirectory(directory.resolve("signals")).toString());
    signals.hold(Kind.EMBED);
    signals.hold(Kind.STAGE);
    List<String> command = onCluster();
    command.addAll(
        List.of(
            "-cp",
            LaunchClassPath.SPARK.text() + ":" + Path.of("target", "test-classes").toAbsolutePath(),
            "dev.freshet.cli.e2e.ObservedRun",
            pipeline.file().toString(),
            signals.directory()));

    long driver;
    long first;
    long second;
    try (FreshetProcess run = FreshetProcess.startJava(directory.resolve("processes"), command)) {
      driver = run.pid();
      first = killExecutor(run, signals, Kind.EMBED);
      second = killExecutor(run, signals, Kind.STAGE);
      run.awaitEnd().expectExit(0);
    }

    for (Kind kind : Kind.values()) {
      assertThat(signals.begun(kind)).hasSizeGreaterThan(4).doesNotContain(driver);
    }
    assertThat(signals.done(Kind.EMBED)).doesNotContain(first).hasSizeGreaterThanOrEqualTo(4);
    assertThat(signals.done(Kind.STAGE)).doesNotContain(second).hasSizeGreaterThanOrEqualTo(4);
    assertSameAsLocal(pipeline);
    JsonNode verified = pipeline.verified();
    assertThat(verified.get("records").asInt()).isEqualTo(RECORDS);
    assertThat(verified.get("duplicate").asInt()).isZero();
  }

  /** Kills the first executor that is in a task of {@code kind}, and lets the others continue. */
  private static long killExecutor(FreshetProcess run, TaskSignals signals, Kind kind)
      throws IOException {
    await()
        .atMost(TASK_LIMIT)
        .until(
            () -> {
              assertThat(run.isAlive()).as(run.errors()).isTrue();
              return !signals.begun(kind).isEmpty();
            });
    long victim = signals.begun(kind).get(0);
    assertThat(cluster.executors()).as("executors").contains(victim);
    ProcessHandle process = ProcessHandle.of(victim).orElseThrow();
    process.destroyForcibly();
    await().atMost(TASK_LIMIT).until(() -> !process.isAlive());
    assertThat(signals.done(kind)).as("tasks that ended before the kill").isEmpty();
    signals.release(kind);
    return victim;
  }

  private static void assertSameAsLocal(TestPipeline pipeline) throws Exception {
    assertThat(content(pipeline)).isEqualTo(content(local));
    assertThat(pipeline.ledger()).hasSize(1);
    assertThat(pipeline.column(LayerTables::gold, "record_key"))
        .doesNotHaveDuplicates()
        .hasSize(RECORDS);
  }

  private static Map<String, List<Object>> content(TestPipeline pipeline) throws Exception {
    return TableContent.of(pipeline.config().layout().vectorTable());
  }

  /** The options by which a driver uses the cluster. */
  private List<String> onCluster() throws IOException {
    Path temporary = Files.createDirectory(directory.resolve("executors"));
    return new ArrayList<>(
        List.of(
            "-Dspark.master=" + cluster.url(),
            "-Dspark.executor.memory=512m",
            "-Dspark.executor.extraJavaOptions=-XX:TieredStopAtLevel=1 -XX:+UseSerialGC"
                + " -Djava.io.tmpdir="
                + temporary));
  }

  private static TestPipeline pipeline(Path directory, Path landing) throws IOException {
    return TestPipeline.create(
        directory,
        """
        name: docs
        home: ./home
        source: { path: %s }
        record: { key: [id], version: updated_at }
        document: { text: "{body}", metadata: [author] }
        """
            .formatted(landing));
  }

  /** Lands all records in one file, which is one batch: a file is never split. */
  private static void land(TestPipeline pipeline) throws IOException {
    Random random = new Random(20261121);
    pipeline.land(
        "all.json",
        IntStream.range(0, RECORDS)
            .mapToObj(record -> line(record, random))
            .collect(Collectors.joining("\n", "", "\n")));
  }

  private static String line(int record, Random random) {
    String body =
        random
            .ints(80, 0, WORDS.size())
            .mapToObj(WORDS::get)
            .collect(Collectors.joining(" ", "record " + record + " ", ""));
    return "{\"id\":\"k%d\",\"updated_at\":1,\"author\":\"a%d\",\"body\":\"%s\"}"
        .formatted(record, record % 7, body);
  }
}
