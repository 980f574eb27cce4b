package dev.freshet.storage.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.freshet.servers.FaultProxy;
import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.zip.GZIPOutputStream;
import org.apache.spark.api.java.function.VoidFunction2;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.streaming.DataStreamReader;
import org.apache.spark.sql.streaming.StreamingQuery;
import org.apache.spark.sql.streaming.Trigger;
import org.assertj.core.groups.Tuple;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The source {@code autoloader} on a bucket, as a user of Spark has it. */
class S3SourceIT {
  private static final Duration LIMIT = Duration.ofSeconds(90);

  private static SparkSession spark;

  @TempDir Path state;

  private final S3Landing landing = S3Landing.create();
  private final List<Row> rows = new CopyOnWriteArrayList<>();

  @BeforeAll
  static void startSpark() {
    spark =
        SparkSession.builder()
            .appName("s3")
            .master("local[2]")
            .config("spark.ui.enabled", false)
            .config("spark.ui.showConsoleProgress", false)
            .config("spark.driver.host", "127.0.0.1")
            .config("spark.driver.bindAddress", "127.0.0.1")
            .config("spark.sql.shuffle.partitions", 2)
            .config("spark.sql.codegen.wholeStage", false)
            .config("spark.sql.codegen.factoryMode", "NO_CODEGEN")
            .getOrCreate();
  }

  @AfterAll
  static void stopSpark() {
    spark.stop();
  }

  @Test
  void linesAreReadWithTheirOriginWhateverTheNameOfTheFile() throws Exception {
    landing.land("a b#c%20+d/Größe.json", "{\"id\":1}\n{\"id\":2}\n");
    landing.land("packed.json.gz", gzip("{\"id\":3}\n"));
    landing.land("empty.json", "");

    drain(envelope(S3Landing.endpoint()));

    assertThat(values("value"))
        .containsExactlyInAnyOrder("{\"id\":1}", "{\"id\":2}", "{\"id\":3}", null);
    assertThat(values("file_path"))
        .containsOnly(
            landing.path() + "/a b#c%20+d/Größe.json",
            landing.path() + "/packed.json.gz",
            landing.path() + "/empty.json");
    assertThat(rows)
        .filteredOn(row -> row.getAs("error") != null)
        .singleElement()
        .satisfies(
            row ->
                assertThat(row.<String>getAs("error"))
                    .isEqualTo(
                        "Cannot read "
                            + landing.path()
                            + "/empty.json: it is empty. If it should not be, land it again; nothing"
                            + " else has to be done."));
  }

  @Test
  void everyVersionIsReadOnceAcrossRestarts() throws Exception {
    landing.land("a.json", "{\"id\":1}\n");
    drain(envelope(S3Landing.endpoint()));
    drain(envelope(S3Landing.endpoint()));
    assertThat(values("value")).containsExactly("{\"id\":1}");

    landing.land("a.json", "{\"id\":9}\n"); // As long as before, and perhaps in the same second.
    landing.land("b.json", "{\"id\":2}\n");
    drain(envelope(S3Landing.endpoint()));

    assertThat(values("value")).containsExactlyInAnyOrder("{\"id\":1}", "{\"id\":9}", "{\"id\":2}");
  }

  @Test
  void fileIsFoundByItsEventAndTheMessageIsDeletedOnceItIsLogged() throws Exception {
    SqsQueue queue = SqsQueue.create();
    landing.land("before.json", "{\"id\":0}\n");
    queue.send("{\"Service\":\"Amazon S3\",\"Event\":\"s3:TestEvent\"}");
    Dataset<Row> stream =
        reader("envelope", S3Landing.endpoint())
            .option("autoloader.queue", queue.address().toString())
            .option("autoloader.storage.accessKey", "${env:PATH}") // Of the queue, which takes any.
            .option("autoloader.storage.secretKey", "${env:PATH}")
            .option("autoloader.listInterval", "1h")
            .load(landing.path());
    StreamingQuery query = start(stream, Trigger.ProcessingTime(50));
    try {
      Awaitility.await().atMost(LIMIT).until(() -> rows.size() == 1);

      landing.land("2026/a b+.json", "{\"id\":1}\n");
      queue.send(SqsQueue.notification(landing.bucket(), "landing/2026/a b+.json"));
      queue.send(SqsQueue.notification(landing.bucket(), "landing/2026/a b+.json"));

      Awaitility.await().atMost(LIMIT).until(() -> rows.size() == 2);
      Awaitility.await().atMost(LIMIT).until(() -> queue.size() == 0);
      assertThat(query.lastProgress().sources()[0].metrics())
          .containsKey("approximateQueueSize")
          .containsEntry("numFilesOutstanding", "0")
          .containsEntry("numBytesOutstanding", "0");
    } finally {
      query.stop();
    }
    assertThat(values("value")).containsExactly("{\"id\":0}", "{\"id\":1}");
    assertThat(values("file_path").get(1)).isEqualTo(landing.path() + "/2026/a b+.json");
  }

  @Test
  void typedColumnsComeFromSparksOwnReaders() throws Exception {
    landing.land("x/a b#c%.json", "{\"id\":1,\"name\":\"ä\"}\n");

    drain(reader("json", S3Landing.endpoint()).schema("id INT, name STRING").load(landing.path()));

    assertThat(rows).hasSize(1);
    assertThat(rows.get(0).getInt(0)).isEqualTo(1);
    assertThat(rows.get(0).getString(1)).isEqualTo("ä");
  }

  @Test
  void textIsReadLineByLine() throws Exception {
    landing.land("a.txt", "one\ntwo\n");

    drain(reader("text", S3Landing.endpoint()).load(landing.path()));

    assertThat(values("value")).containsExactly("one", "two");
  }

  @Test
  void fileThatIsRemovedBeforeItIsReadIsARowThatSaysSo() throws Exception {
    landing.land("a.json", "{\"id\":1}\n");
    landing.land("b.json", "{\"id\":2}\n");
    try (FaultProxy proxy = FaultProxy.of(S3Landing.endpoint())) {
      proxy.answer("HEAD|GET", "/landing/a\\.json", 404, Integer.MAX_VALUE);

      drain(envelope(proxy.endpoint()));
    }

    assertThat(values("value")).containsExactlyInAnyOrder(null, "{\"id\":2}");
    assertThat(values("error"))
        .contains(
            "Cannot read "
                + landing.path()
                + "/a.json: it was removed after discovery and before reading. Land it again, and"
                + " remove files only after their batch is committed.");
  }

  @Test
  void throttledOrBrokenReadsFailTheBatchAndLoseNothing() throws Exception {
    landing.land("a.json", "{\"id\":1}\n{\"id\":2}\n{\"id\":3}\n");
    try (FaultProxy proxy = FaultProxy.of(S3Landing.endpoint())) {
      proxy.answer("GET", "/landing/a\\.json", 503, Integer.MAX_VALUE);
      assertThatThrownBy(() -> drain(envelope(proxy.endpoint())))
          .rootCause()
          .hasMessageContaining("503");
      assertThat(rows).isEmpty();

      proxy.heal();
      proxy.lose("GET", "/landing/a\\.json", FaultProxy.Fault.TRUNCATE, 1);
      drain(envelope(proxy.endpoint()));
    }

    assertThat(values("value")).containsExactly("{\"id\":1}", "{\"id\":2}", "{\"id\":3}");
    assertThat(values("error")).containsOnlyNulls();
  }

  @Test
  void refusedFileIsARowThatSaysSo() throws Exception {
    landing.land("a.json", "{\"id\":1}\n");
    landing.land("b.json", "{\"id\":2}\n");
    try (FaultProxy proxy = FaultProxy.of(S3Landing.endpoint())) {
      proxy.answer("HEAD|GET", "/landing/a\\.json", 403, Integer.MAX_VALUE);
      drain(envelope(proxy.endpoint()));
      assertThat(values("error"))
          .contains(
              "Cannot read "
                  + landing.path()
                  + "/a.json: permission to read it is missing. Give it and land the file again"
                  + " under another name.");
    }
    assertThat(values("value")).containsExactlyInAnyOrder(null, "{\"id\":2}");
  }

  @Test
  void streamWhoseStateIsInTheBucketGoesOnOnAnotherMachine() throws Exception {
    S3Landing.hadoop(S3Landing.endpoint()).forEach(spark.sparkContext().hadoopConfiguration()::set);
    String checkpoint = "s3a://" + landing.bucket() + "/checkpoint";
    for (int machine = 0; machine < 3; machine++) {
      landing.land("a" + machine + ".json", "{\"id\":" + machine + "}\n");
      landing.land("b.json", "{\"of\":" + machine + "}\n"); // Rewritten by each.
      drain(
          reader("envelope", S3Landing.endpoint())
              .option("autoloader.localDir", state.resolve("machine" + machine).toString())
              .load(landing.path()),
          checkpoint);
    }
    drain(
        reader("envelope", S3Landing.endpoint())
            .option("autoloader.localDir", state.resolve("machine0").toString())
            .load(landing.path()),
        checkpoint); // The first one again, whose copy is behind.

    assertThat(values("value"))
        .containsExactlyInAnyOrder(
            "{\"id\":0}", "{\"of\":0}", "{\"id\":1}", "{\"of\":1}", "{\"id\":2}", "{\"of\":2}");
    assertThat(rows)
        .extracting(row -> row.<Long>getAs("file_sequence"))
        .containsOnly(1L, 2L, 3L, 4L, 5L, 6L);
    List<Row> states = spark.read().format("autoloader-state").load(checkpoint).collectAsList();
    assertThat(states)
        .extracting(row -> row.<String>getAs("path"), row -> row.<String>getAs("state"))
        .hasSize(6)
        .contains(Tuple.tuple(landing.path() + "/a0.json", "committed"))
        .doesNotContain(Tuple.tuple(landing.path() + "/a0.json", "discovered"));
  }

  private Dataset<Row> envelope(URI endpoint) {
    return reader("envelope", endpoint).load(landing.path());
  }

  private static DataStreamReader reader(String format, URI endpoint) {
    Map<String, String> options = new TreeMap<>(S3Landing.hadoop(endpoint));
    options.put("cloudFiles.format", format);
    return spark.readStream().format("autoloader").options(options);
  }

  private void drain(Dataset<Row> stream) throws Exception {
    drain(stream, state.resolve("checkpoint").toString());
  }

  private void drain(Dataset<Row> stream, String checkpoint) throws Exception {
    StreamingQuery query = start(stream, Trigger.AvailableNow(), checkpoint);
    try {
      assertThat(query.awaitTermination(LIMIT.toMillis())).as("drained in time").isTrue();
    } finally {
      query.stop();
    }
  }

  private StreamingQuery start(Dataset<Row> stream, Trigger trigger) throws Exception {
    return start(stream, trigger, state.resolve("checkpoint").toString());
  }

  private StreamingQuery start(Dataset<Row> stream, Trigger trigger, String checkpoint)
      throws Exception {
    VoidFunction2<Dataset<Row>, Long> keep = (batch, id) -> rows.addAll(batch.collectAsList());
    return stream
        .writeStream()
        .foreachBatch(keep)
        .option("checkpointLocation", checkpoint)
        .trigger(trigger)
        .start();
  }

  private List<String> values(String column) {
    return rows.stream().map(row -> row.<String>getAs(column)).toList();
  }

  private static byte[] gzip(String content) throws Exception {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
      gzip.write(content.getBytes(StandardCharsets.UTF_8));
    }
    return bytes.toByteArray();
  }
}
