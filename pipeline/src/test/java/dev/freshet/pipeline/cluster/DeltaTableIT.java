package dev.freshet.pipeline.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.freshet.core.BatchIdentity;
import dev.freshet.home.delta.AppendOutcome;
import dev.freshet.home.delta.DeltaTable;
import dev.freshet.home.delta.DeltaTables;
import dev.freshet.home.delta.GoldRows;
import dev.freshet.storage.hadoop.LocalFs;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Kernel and Spark on one table. */
@Timeout(300)
class DeltaTableIT {

  /** The columns of {@link GoldRows#SCHEMA}. */
  private static final StructType SPARK_SCHEMA =
      StructType.fromDDL(
          "record_key STRING NOT NULL, record_version BIGINT NOT NULL, line INT,"
              + " is_deleted BOOLEAN NOT NULL, landed_at TIMESTAMP, sequence BIGINT NOT NULL");

  private static SparkSession spark;

  @TempDir Path dir;
  private DeltaTables localTables;
  private DeltaTables distributedTables;
  private DeltaTable local;
  private DeltaTable distributed;

  @BeforeAll
  static void startSpark() {
    spark = LocalSpark.start();
  }

  @AfterAll
  static void stopSpark() {
    spark.stop();
  }

  @BeforeEach
  void open() {
    Configuration hadoop = LocalFs.configuration();
    localTables = DeltaTables.local(hadoop);
    distributedTables =
        DeltaTables.distributed(
            hadoop, schema -> new SparkDataFileWriter(() -> spark, hadoop, schema), 0);
    local = table(localTables);
    distributed = table(distributedTables);
  }

  @AfterEach
  void close() {
    localTables.close();
    distributedTables.close();
    assertThat(localTables.hookFailures() + distributedTables.hookFailures()).isZero();
  }

  @Test
  void sparkReadsWhatKernelWrote() {
    Instant landed = Instant.parse("2026-05-04T12:00:00.123456Z");
    Object[] row = {"k", 10L, 7, true, landed, 1L};
    local.append(new BatchIdentity("s", 1), List.<Object[]>of(row));

    List<Row> rows = spark().collectAsList();

    assertThat(rows).hasSize(1);
    assertThat(rows.get(0).getString(0)).isEqualTo("k");
    assertThat(rows.get(0).getLong(1)).isEqualTo(10);
    assertThat(rows.get(0).getInt(2)).isEqualTo(7);
    assertThat(rows.get(0).getBoolean(3)).isTrue();
    assertThat(rows.get(0).getTimestamp(4).toInstant()).isEqualTo(landed);
  }

  @Test
  void enginesTakeTurnsOnOneTableAndHonourEachOthersBatches() {
    // Given a batch by each engine in turn
    assertThat(append(local, "s", 1, 50)).isEqualTo(new AppendOutcome.Appended(1, 50));
    assertThat(append(distributed, "s", 51, 25_000))
        .isEqualTo(new AppendOutcome.Appended(2, 24_950));
    assertThat(append(local, "s", 25_001, 25_010)).isEqualTo(new AppendOutcome.Appended(3, 10));

    // When each is repeated by the other, and one with other borders
    List<AppendOutcome> repeated =
        List.of(
            append(distributed, "s", 1, 50),
            append(local, "s", 51, 25_000),
            append(distributed, "s", 25_001, 25_010),
            append(distributed, "s", 25_005, 25_012));

    // Then each row is there once
    assertThat(repeated.subList(0, 3))
        .allSatisfy(o -> assertThat(o).isInstanceOf(AppendOutcome.AlreadyCommitted.class));
    assertThat(repeated.get(3)).isEqualTo(new AppendOutcome.Appended(4, 2));
    assertThat(spark().select("record_key").distinct().count()).isEqualTo(25_012);
    assertThat(spark().count()).isEqualTo(25_012);
    assertThat(local.rowCount()).hasValue(25_012);
    assertThat(GoldRows.keys(local)).hasSize(25_012).doesNotHaveDuplicates();
  }

  @Test
  void largeBatchIsWrittenByAllCores() throws Exception {
    append(distributed, "s", 1, 25_000);

    try (Stream<Path> files = Files.list(dir.resolve("gold"))) {
      assertThat(files.filter(f -> f.toString().endsWith(".parquet"))).hasSize(2);
    }
  }

  @Test
  void sparkWriterAndKernelHonourEachOthersTransactions() {
    // Given a batch by Kernel
    append(local, "s", 1, 5);

    // When Spark's own Delta writer repeats it, and adds another
    sparkWriterAppends("s", 5, GoldRows.ofFiles("s", 1, 5));
    sparkWriterAppends("s", 8, GoldRows.ofFiles("s", 6, 8));

    // Then Kernel sees Spark's batch, and every row is there once
    assertThat(append(local, "s", 6, 8)).isEqualTo(new AppendOutcome.AlreadyCommitted(8));
    assertThat(append(local, "s", 7, 9)).isInstanceOf(AppendOutcome.Appended.class);
    assertThat(GoldRows.keys(local)).containsExactlyInAnyOrderElementsOf(keys("s", 9));
    assertThat(spark().count()).isEqualTo(9);
  }

  @Test
  void tableRefusesDeletesButCanBeCompacted() {
    for (int i = 1; i <= 12; i++) {
      append(local, "s", i, i);
    }
    var sparkTable = io.delta.tables.DeltaTable.forPath(spark, local.path());

    assertThatThrownBy(() -> sparkTable.delete("sequence = 1"))
        .hasMessageContaining("DELTA_CANNOT_MODIFY_APPEND_ONLY");
    sparkTable.optimize().executeCompaction();

    assertThat(append(local, "s", 12, 13)).isInstanceOf(AppendOutcome.Appended.class);
    assertThat(GoldRows.keys(local)).containsExactlyInAnyOrderElementsOf(keys("s", 13));
    assertThat(local.rowCount()).hasValue(13);
  }

  @Test
  void streamsAppendingAtTheSameTimeLoseAndDoubleNothing() throws Exception {
    // Given three writers as in three processes, two of them of the same stream
    int batches = 20;
    List<Future<?>> writers = new ArrayList<>();
    ExecutorService pool = Executors.newFixedThreadPool(3);
    for (String stream : List.of("a", "b", "b")) {
      DeltaTable own = table(localTables);
      writers.add(
          pool.submit(
              () -> {
                for (int i = 1; i <= batches; i++) {
                  append(own, stream, i * 3L - 2, i * 3L);
                }
              }));
    }

    // When
    for (Future<?> writer : writers) {
      writer.get(120, TimeUnit.SECONDS);
    }
    pool.shutdown();

    // Then
    List<String> expected = new ArrayList<>(keys("a", batches * 3));
    expected.addAll(keys("b", batches * 3));
    assertThat(GoldRows.keys(local)).containsExactlyInAnyOrderElementsOf(expected);
    assertThat(local.lastCommitted("a")).hasValue(batches * 3L);
    assertThat(local.lastCommitted("b")).hasValue(batches * 3L);
    assertThat(spark().count()).isEqualTo(batches * 6L);
  }

  private DeltaTable table(DeltaTables tables) {
    return tables.table(dir.resolve("gold").toString(), GoldRows.SCHEMA);
  }

  private Dataset<Row> spark() {
    return spark.read().format("delta").load(local.path());
  }

  private void sparkWriterAppends(String appId, long version, List<Object[]> rows) {
    spark
        .createDataFrame(rows.stream().map(RowFactory::create).toList(), SPARK_SCHEMA)
        .write()
        .format("delta")
        .mode("append")
        .option("txnAppId", appId)
        .option("txnVersion", version)
        .save(local.path());
  }

  private static AppendOutcome append(DeltaTable table, String stream, long first, long last) {
    return table.append(new BatchIdentity(stream, last), GoldRows.ofFiles(stream, first, last));
  }

  private static List<String> keys(String prefix, int last) {
    return IntStream.rangeClosed(1, last).mapToObj(i -> prefix + i).toList();
  }
}
