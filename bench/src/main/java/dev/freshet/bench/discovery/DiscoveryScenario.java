package dev.freshet.bench.discovery;

import dev.freshet.bench.place.AzurePlace;
import dev.freshet.bench.place.LandingPlace;
import dev.freshet.bench.place.LocalPlace;
import dev.freshet.bench.place.S3Place;
import dev.freshet.bench.rig.Scenario;
import dev.freshet.cli.wiring.FileTree;
import dev.freshet.core.Quantile;
import dev.freshet.storage.hadoop.LocalFs;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.streaming.StreamingQuery;

/**
 * From the moment a file has landed to the moment its batch is planned, with 1 000, 10 000 and 100
 * 000 files already seen, and the processor time of the process while nothing lands: the source
 * {@code autoloader} with events and with listings alone, beside Spark's own file source, in one
 * run. Options: {@code local} (default), {@code s3} (S3Proxy and ElasticMQ on this machine), {@code
 * azurite} (which must be installed); then numbers of files.
 */
public final class DiscoveryScenario implements Scenario {

  private static final List<Integer> SEEN = List.of(1_000, 10_000, 100_000);
  private static final int LANDINGS = 9;
  private static final Duration IDLE = Duration.ofSeconds(10);
  private static final Duration LIMIT = Duration.ofMinutes(20);

  /**
   * What was measured of one finder.
   *
   * @param seen files that were there and read before
   * @param plannedMillis from the landing of a file to its batch, for each landing
   * @param idleCores processor time per time while nothing landed
   */
  record Measured(String finder, int seen, List<Double> plannedMillis, double idleCores) {

    double median() {
      return Quantile.median(plannedMillis);
    }
  }

  /** All figures. */
  record Figures(String storage, List<Measured> measured) {}

  @Override
  public Object measure(Path root) throws Exception {
    return measure(root, List.of());
  }

  @Override
  public Object measure(Path root, List<String> options) throws Exception {
    String storage = options.isEmpty() ? "local" : options.get(0);
    if (!List.of("local", "s3", "azurite").contains(storage)) {
      throw new IllegalArgumentException("Cannot use " + storage + ": name local, s3 or azurite.");
    }
    List<Integer> seen =
        options.size() < 2 ? SEEN : options.stream().skip(1).map(Integer::parseInt).toList();
    SparkSession spark = session();
    List<Measured> measured = new ArrayList<>();
    for (int files : seen) {
      Path scratch = Files.createTempDirectory("freshet-bench-discovery-");
      try (LandingPlace place = place(storage, scratch, spark)) {
        fill(place, files);
        List<Measured> round = new ArrayList<>();
        for (FileFinder finder : FileFinder.values()) {
          round.add(run(spark, place, finder, files, scratch));
        }
        print(round);
        measured.addAll(round);
      } finally {
        new FileTree(scratch).delete();
      }
    }
    spark.stop();
    return new Figures(storage, measured);
  }

  private static SparkSession session() {
    SparkSession.Builder session = SparkSession.builder();
    // For all finders: otherwise each file of a checkpoint starts a process that sets its rights.
    LocalFs.sparkSettings().forEach(session::config);
    return session
        .appName("discovery")
        .master("local[2]")
        .config("spark.ui.enabled", false)
        .config("spark.ui.showConsoleProgress", false)
        .config("spark.driver.host", "127.0.0.1")
        .config("spark.driver.bindAddress", "127.0.0.1")
        // Many small files of the first batch become a task.
        .config("spark.sql.files.openCostInBytes", 0)
        .getOrCreate();
  }

  private static LandingPlace place(String storage, Path scratch, SparkSession spark)
      throws IOException {
    Configuration hadoop = spark.sparkContext().hadoopConfiguration();
    return switch (storage) {
      case "s3" -> S3Place.start(scratch, "landing", hadoop);
      case "azurite" -> AzurePlace.start(scratch, hadoop);
      default -> new LocalPlace(Files.createDirectory(scratch.resolve("landing")));
    };
  }

  private static void fill(LandingPlace place, int files) {
    IntStream.range(0, files)
        .parallel()
        .forEach(
            i -> {
              try {
                place.write("seen-" + i + ".txt", "seen\n");
              } catch (IOException e) {
                throw new UncheckedIOException(e);
              }
            });
  }

  private static Measured run(
      SparkSession spark, LandingPlace place, FileFinder finder, int files, Path scratch)
      throws Exception {
    Map<String, Long> planned = new ConcurrentHashMap<>();
    StreamingQuery query =
        finder
            .lines(spark, place, files)
            .writeStream()
            .option(
                "checkpointLocation", scratch.resolve("checkpoint-" + finder).toUri().toString())
            .foreachBatch(
                (batch, id) -> {
                  long now = System.nanoTime();
                  for (Row row : batch.distinct().collectAsList()) {
                    planned.putIfAbsent(row.getString(0), now);
                  }
                })
            .start();
    try {
      await(planned, "seen", query);
      TimeUnit.SECONDS.sleep(3);
      List<Double> millis = new ArrayList<>();
      for (int i = 0; i < LANDINGS; i++) {
        String text = finder + "-" + i;
        place.land(text + ".txt", text + "\n");
        long landed = System.nanoTime();
        millis.add((await(planned, text, query) - landed) / 1e6);
        TimeUnit.MILLISECONDS.sleep(250 + 97 * i); // Not in step with any interval.
      }
      return new Measured(finder.label(), files, millis, idleCores());
    } finally {
      query.stop();
    }
  }

  private static long await(Map<String, Long> planned, String text, StreamingQuery query)
      throws InterruptedException {
    long deadline = System.nanoTime() + LIMIT.toNanos();
    while (!planned.containsKey(text)) {
      if (System.nanoTime() > deadline || !query.isActive()) {
        throw new IllegalStateException("No batch with " + text + ": " + query.exception());
      }
      TimeUnit.MILLISECONDS.sleep(2);
    }
    return planned.get(text);
  }

  private static double idleCores() throws InterruptedException {
    TimeUnit.SECONDS.sleep(2);
    var system =
        (com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    long before = system.getProcessCpuTime();
    long began = System.nanoTime();
    TimeUnit.MILLISECONDS.sleep(IDLE.toMillis());
    return (double) (system.getProcessCpuTime() - before) / (System.nanoTime() - began);
  }

  private static void print(List<Measured> round) {
    double spark = round.get(round.size() - 1).median();
    for (Measured each : round) {
      System.out.printf(
          Locale.ROOT,
          "%,7d files seen, %-26s median %,8.0f ms, at most %,8.0f ms, %6.1f x, idle %.2f cores%n",
          each.seen(),
          each.finder(),
          each.median(),
          each.plannedMillis().stream().mapToDouble(Double::doubleValue).max().orElseThrow(),
          spark / each.median(),
          each.idleCores());
    }
  }
}
