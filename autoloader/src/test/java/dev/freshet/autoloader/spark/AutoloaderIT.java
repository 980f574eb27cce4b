package dev.freshet.autoloader.spark;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.freshet.autoloader.discovery.DiscoveryMonitor;
import dev.freshet.autoloader.discovery.DiscoveryStatus;
import dev.freshet.autoloader.filelog.FileLog;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeoutException;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerJobStart;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.streaming.StreamingQuery;
import org.apache.spark.sql.streaming.StreamingQueryException;
import org.apache.spark.sql.streaming.Trigger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AutoloaderIT {
  private static final Duration LIMIT = Duration.ofSeconds(30);

  @TempDir Path home;
  private Landing landing;
  private Path checkpoint;
  private final Collected sink = new Collected();

  @BeforeEach
  void makeLandingZone() throws IOException {
    landing = new Landing(Files.createDirectories(home.resolve("landing zone")));
    checkpoint = home.resolve("check point");
  }

  @Test
  void jsonIsReadWithTheSchemaAndBadLinesGoToTheCorruptColumn() throws Exception {
    landing.land("a[1].json", "{\"id\":1,\"name\":\"x\"}\n{broken\n");

    drain(
        AutoloaderSpark.SESSION
            .readStream()
            .format("autoloader")
            .option("cloudFiles.format", "json")
            .option("columnNameOfCorruptRecord", "_bad")
            .schema("id INT NOT NULL, name STRING, _bad STRING")
            .load(landing.directory().toString()));

    assertThat(sink.rows())
        .extracting(Row::mkString)
        .containsExactlyInAnyOrder("1xnull", "nullnull{broken");
  }

  @Test
  void largeBatchIsPlannedWithoutAListingJob() throws Exception {
    landMany(40); // Above 32 paths Spark lists by a job, unless the threshold is set.
    List<String> jobs = new CopyOnWriteArrayList<>();
    SparkListener listener =
        new SparkListener() {
          @Override
          public void onJobStart(SparkListenerJobStart job) {
            jobs.add(String.valueOf(job.properties().getProperty("spark.job.description")));
          }
        };
    AutoloaderSpark.SESSION.sparkContext().addSparkListener(listener);
    try {
      drain(read("text", Map.of()));
      await().atMost(LIMIT).until(() -> !jobs.isEmpty());
    } finally {
      AutoloaderSpark.SESSION.sparkContext().removeSparkListener(listener);
    }

    assertThat(sink.batchSizes()).containsExactly(40);
    assertThat(jobs).noneMatch(job -> job.contains("Listing leaf files"));
  }

  @Test
  void fileRemovedBeforeItIsReadFailsTextUnlessMissingFilesAreIgnored() throws Exception {
    Path log = home.resolve("log");
    landing.land("a", "one\n");
    Path removed = landing.land("b", "two\n");
    Map<String, String> options = Map.of("autoloader.fileLog", log.toString());
    drain(read("text", options));
    Files.delete(removed);

    assertThatThrownBy(() -> drainInto(home.resolve("again"), read("text", options)))
        .hasMessageContaining(
            "Cannot read 1 file(s), first "
                + removed
                + ": removed after discovery and before reading. Restore them, or set"
                + " ignoreMissingFiles=true to continue without them.");
    Map<String, String> lenient =
        Map.of("autoloader.fileLog", log.toString(), "IGNOREmissingFiles", "true");
    drainInto(home.resolve("again"), read("text", lenient));

    assertThat(sink.values("value")).containsExactlyInAnyOrder("one", "two", "one");
  }

  @Test
  void textIsReadLineByLineOrAsAWhole() throws Exception {
    landing.land("a.txt", "one\ntwo\n");

    drain(read("text", Map.of()));
    drainInto(home.resolve("whole"), read("text", Map.of("wholetext", "true")));

    assertThat(sink.values("value")).containsExactly("one", "two", "one\ntwo\n");
  }

  @Test
  void maxFilesCutsTheBacklogAndAvailableNowStopsAtItsEnd() throws Exception {
    landMany(25);

    drain(read("envelope", Map.of("cloudFiles.maxFilesPerTrigger", "10")));

    assertThat(sink.batchSizes()).containsExactly(10, 10, 5);
    assertThat(sink.rows())
        .extracting(row -> row.getLong(row.fieldIndex("file_sequence")))
        .isSorted()
        .doesNotHaveDuplicates();
  }

  @Test
  void maxBytesEndsABatchWithTheFileThatReachesIt() throws Exception {
    landing.land("a", "12345678\n".getBytes(UTF_8), Instant.parse("2026-01-01T00:00:01Z"));
    landing.land("b", "12345678\n".getBytes(UTF_8), Instant.parse("2026-01-01T00:00:02Z"));
    landing.land(
        "c", "12345678901234567890\n".getBytes(UTF_8), Instant.parse("2026-01-01T00:00:03Z"));
    landing.land("d", "1\n".getBytes(UTF_8), Instant.parse("2026-01-01T00:00:04Z"));

    drain(read("envelope", Map.of("cloudFiles.maxBytesPerTrigger", "10")));

    assertThat(sink.batchSizes()).containsExactly(2, 1, 1);
  }

  @Test
  void restartContinuesAfterTheCheckpointAndReadsRewrittenFilesAgain() throws Exception {
    Path first = landing.land("a", "one\n");
    drain(read("envelope", Map.of()));
    assertThat(sink.values("value")).containsExactly("one");

    landing.land("b", "two\n");
    drain(read("envelope", Map.of()));
    assertThat(sink.values("value")).containsExactly("one", "two");

    landing.land("a", "one again\n");
    drain(read("envelope", Map.of()));
    assertThat(sink.values("value")).containsExactly("one", "two", "one again");
    assertThat(sink.values("file_path")).contains(first.toString());
    try (FileLog log = FileLog.openReadOnly(fileLog())) {
      assertThat(log.lastSequence()).isEqualTo(3);
      assertThat(log.committedSequence()).isEqualTo(3);
    }
  }

  @Test
  void runningQuerySeesFilesAsTheyLandAndReportsItsState() throws Exception {
    StreamingQuery query =
        sink.from(read("envelope", Map.of()), checkpoint)
            .trigger(Trigger.ProcessingTime(0))
            .start();
    try {
      for (int i = 1; i <= 3; i++) {
        landing.land("f" + i, "line " + i + "\n");
        int expected = i;
        await().atMost(LIMIT).until(() -> sink.rows().size() == expected);
      }
      Instant landed = Instant.now();
      await()
          .atMost(LIMIT)
          .until(() -> DiscoveryMonitor.asOf(fileLog(), 3).filter(landed::isBefore).isPresent());
      DiscoveryStatus status = DiscoveryMonitor.find(fileLog()).orElseThrow();
      assertThat(status.lastSequence()).isEqualTo(3);
      assertThat(status.listedSequence()).isEqualTo(3);
      await()
          .atMost(LIMIT)
          .untilAsserted(
              () ->
                  assertThat(query.lastProgress().sources()[0].metrics())
                      .containsEntry("numFilesOutstanding", "0")
                      .containsEntry("numBytesOutstanding", "0"));
    } finally {
      query.stop();
    }
    assertThat(query.exception().isEmpty()).isTrue();
    assertThat(DiscoveryMonitor.find(fileLog())).isEmpty();
  }

  @Test
  void existingFilesAreLeftOutOnRequestAlsoAfterARestart() throws Exception {
    landing.land("old", "old\n");
    Map<String, String> options = Map.of("cloudFiles.includeExistingFiles", "false");
    drain(read("envelope", options));
    landing.land("new", "new\n");
    drain(read("envelope", options));

    assertThat(sink.values("value")).containsExactly("new");
  }

  @Test
  void newCheckpointOnAKeptFileLogStartsAfterTheGivenSequence() throws Exception {
    landMany(5);
    Map<String, String> options = Map.of("autoloader.fileLog", home.resolve("log").toString());
    drain(read("envelope", options));
    assertThat(sink.batchSizes()).containsExactly(5);

    drainInto(
        home.resolve("second"),
        read(
            "envelope",
            Map.of(
                "autoloader.fileLog",
                home.resolve("log").toString(),
                "autoloader.startAfterSequence",
                "3")));

    assertThat(sink.batchSizes()).containsExactly(5, 2);
    assertThatThrownBy(
            () ->
                drainInto(
                    home.resolve("third"),
                    read("envelope", Map.of("autoloader.startAfterSequence", "9"))))
        .hasMessageContaining("it ends at sequence 5, and autoloader.startAfterSequence is at 9");
  }

  @Test
  void checkpointWithoutItsFileLogIsRefused() throws Exception {
    landMany(3);
    drain(read("envelope", Map.of()));
    deleteRecursively(fileLog());
    try (var files = Files.list(landing.directory())) {
      for (Path file : files.toList()) {
        Files.delete(file);
      }
    }

    assertThatThrownBy(() -> drain(read("envelope", Map.of())))
        .isInstanceOf(StreamingQueryException.class)
        .hasMessageContaining("it ends at sequence 0, and the checkpoint is at 3")
        .hasMessageContaining("Put its directory and the checkpoint aside");
  }

  @Test
  void secondStreamOnTheSameFileLogFailsFastAndTheFirstContinues() throws Exception {
    Map<String, String> options = Map.of("autoloader.fileLog", home.resolve("log").toString());
    StreamingQuery query = sink.from(read("envelope", options), checkpoint).start();
    try {
      landing.land("a", "one\n");
      await().atMost(LIMIT).until(() -> sink.rows().size() == 1);

      assertThatThrownBy(() -> drainInto(home.resolve("second"), read("envelope", options)))
          .hasMessageContaining("Cannot open file log " + home.resolve("log"))
          .hasMessageContaining("uses it");

      landing.land("b", "two\n");
      await().atMost(LIMIT).until(() -> sink.rows().size() == 2);
    } finally {
      query.stop();
    }
  }

  @Test
  void landingZoneThatIsAwayIsWaitedFor() throws Exception {
    StreamingQuery query = sink.from(read("envelope", Map.of()), checkpoint).start();
    try {
      landing.land("a", "one\n");
      await().atMost(LIMIT).until(() -> sink.rows().size() == 1);

      Path away = Files.move(landing.directory(), home.resolve("away"));
      new Landing(away).land("b", "two\n");
      Files.move(away, landing.directory());
      landing.land("c", "three\n");

      await().atMost(LIMIT).until(() -> sink.rows().size() == 3);
      assertThat(query.exception().isEmpty()).isTrue();
    } finally {
      query.stop();
    }
  }

  @Test
  void subDirectoriesAreReadUnlessTheirNamesAreHidden() throws Exception {
    new Landing(landing.directory().resolve("topics/notes/partition=0"))
        .land("notes+0+0000000000.json", "sink\n");
    new Landing(landing.directory().resolve("date=1/hour=2")).land("a", "deep\n");
    new Landing(landing.directory().resolve("_hidden/sub")).land("b", "hidden\n");
    new Landing(landing.directory().resolve("date=1/.part")).land("b", "hidden\n");
    new Landing(landing.directory().resolve("x.json")).land("in-a-directory", "in x.json\n");
    landing.land("c", "top\n");

    drain(read("envelope", Map.of()));
    landing.land("d", "top again\n");
    drain(read("envelope", Map.of("recursiveFileLookup", "false")));

    assertThat(sink.values("value"))
        .containsExactlyInAnyOrder("sink", "deep", "in x.json", "top", "top again");
  }

  @Test
  void sqlTableOfTheSourceCanBeStreamed() throws Exception {
    landing.land("a.json", "{\"id\":7}\n");
    AutoloaderSpark.SESSION.sql(
        "CREATE TABLE landed (id INT) USING autoloader OPTIONS (path '"
            + landing.directory()
            + "', 'cloudFiles.format' 'json')");
    try {
      drain(AutoloaderSpark.SESSION.readStream().table("landed"));
      drainInto(
          home.resolve("sql"), AutoloaderSpark.SESSION.sql("SELECT id + 1 FROM STREAM landed"));
    } finally {
      AutoloaderSpark.SESSION.sql("DROP TABLE landed");
    }

    assertThat(sink.rows()).extracting(row -> row.getInt(0)).containsExactly(7, 8);
  }

  @Test
  void wrongUseIsRefusedBeforeTheQueryStarts() {
    assertThatThrownBy(() -> read("json", Map.of()))
        .hasMessageContaining(
            "Cannot start source autoloader: no schema is given for cloudFiles.format json, and"
                + " cloudFiles.schemaLocation, where an inferred one is kept, is missing.");
    assertThatThrownBy(() -> read("delta", Map.of()))
        .hasMessageContaining(
            "there is no format 'delta'. Use [avro, binaryFile, csv, json, orc, parquet, text, xml,"
                + " envelope].");
    assertThatThrownBy(
            () ->
                AutoloaderSpark.SESSION
                    .readStream()
                    .format("autoloader")
                    .option("cloudFiles.format", "envelope")
                    .schema("id INT")
                    .load(landing.directory().toString()))
        .hasMessageContaining("the envelope has the fixed schema");
  }

  @Test
  void landingPathMustBeThere() throws Exception {
    Path file = landing.land("a", "one\n");

    assertThatThrownBy(() -> drain(load(home.resolve("nowhere").toString())))
        .hasMessageContaining("landing path " + home.resolve("nowhere") + " does not exist.");
    assertThatThrownBy(() -> drain(load(file.toString())))
        .hasMessageContaining("landing path " + file + " is not a directory.");
    assertThatThrownBy(() -> drain(load("s3a://bucket/landing")))
        .hasMessageContaining("Cannot read s3a://bucket/landing: there is no file system for s3a:")
        .hasMessageContaining("Add the jar that has it: freshet-storage-s3 for s3a:");
    drain(load("file:" + landing.directory()));
    assertThat(sink.values("value")).containsExactly("one");
  }

  private Dataset<Row> load(String path) {
    return AutoloaderSpark.SESSION
        .readStream()
        .format("autoloader")
        .option("cloudFiles.format", "envelope")
        .load(path);
  }

  private Dataset<Row> read(String format, Map<String, String> options) {
    return AutoloaderSpark.SESSION
        .readStream()
        .format("autoloader")
        .option("cloudFiles.format", format)
        .options(options)
        .load(landing.directory().toString());
  }

  private void drain(Dataset<Row> stream) throws TimeoutException, StreamingQueryException {
    drainInto(checkpoint, stream);
  }

  private void drainInto(Path where, Dataset<Row> stream)
      throws TimeoutException, StreamingQueryException {
    sink.drain(stream, where);
  }

  private Path fileLog() {
    return checkpoint.resolve("sources/0/filelog");
  }

  private void landMany(int count) {
    for (int i = 0; i < count; i++) {
      landing.land("f%03d".formatted(i), "line\n");
    }
  }

  private static void deleteRecursively(Path directory) throws IOException {
    try (var files = Files.walk(directory)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
