package dev.freshet.lance.search;

import static dev.freshet.testkit.vector.SampleRows.vector;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.freshet.core.maintenance.ColumnIndex;
import dev.freshet.core.maintenance.MaintenanceStep;
import dev.freshet.core.maintenance.StepOutcome;
import dev.freshet.core.maintenance.TableMaintainer;
import dev.freshet.core.vector.SearchParameters;
import dev.freshet.core.vector.SearchResult;
import dev.freshet.core.vector.VectorQuery;
import dev.freshet.lance.index.ColumnIndexes;
import dev.freshet.lance.index.NeighbourQuery;
import dev.freshet.lance.maintain.LanceMaintainedTable;
import dev.freshet.lance.table.ChunkSchema;
import dev.freshet.lance.table.LanceTable;
import dev.freshet.lance.write.TestBatches;
import dev.freshet.testkit.vector.SampleRows;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.arrow.vector.ipc.ArrowReader;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.lance.ipc.FullTextQuery;
import org.lance.ipc.LanceScanner;
import org.lance.ipc.ScanOptions;
import org.lance.ipc.ScanStats;

/** A serving reader moves to a version only when its indexes are loaded, and soon after. */
@Timeout(60)
class WarmVersionIT {

  private static final int ROWS = 300;
  private static final WarmVersion.Pace PACE =
      new WarmVersion.Pace(Duration.ofSeconds(20), Duration.ofMillis(20));

  @TempDir Path directory;

  private LanceMaintainedTable table;
  private TableMaintainer maintainer;

  @BeforeEach
  void write() {
    table = new LanceMaintainedTable(directory.resolve("chunks.lance"));
    table.write(ROWS);
    maintainer = table.openMaintainer();
  }

  @AfterEach
  void close() {
    maintainer.close();
    table.close();
  }

  /** A second reader, which loads nothing, shows that the statistics do count. */
  @Test
  void firstSearchOfAnyVersionFindsItsIndexesLoaded() throws Exception {
    try (VersionOpener warmOpener = opener();
        VersionOpener coldOpener = opener()) {
      NewestVersion cold = new NewestVersion(coldOpener);
      WarmVersion warm = WarmVersion.open(warmOpener, new IndexQueries(), PACE);
      for (Runnable step : indexSteps()) {
        step.run();
        long newest = cold.current().number();
        await(() -> warm.current().number() >= newest);

        assertThat(indexesRead(warm.current())).as("warm, version %d", newest).isZero();
        assertThat(indexesRead(cold.current())).as("cold, version %d", newest).isPositive();
      }
      assertThat(warm.close()).isTrue();
      assertThat(cold.close()).isTrue();
    }
  }

  private List<Runnable> indexSteps() {
    return List.of(
        () -> run(new MaintenanceStep.BuildIndex(ROWS)),
        () -> run(new MaintenanceStep.BuildColumnIndex(ColumnIndex.filter("tenant"), ROWS)),
        () -> run(new MaintenanceStep.BuildColumnIndex(ColumnIndex.fullText(), ROWS)),
        () -> {
          table.write(20);
          run(new MaintenanceStep.ExtendIndex(20));
        },
        () -> {
          table.write(20);
          run(new MaintenanceStep.ExtendIndex(20));
          run(new MaintenanceStep.MergeSegments(2, 40));
        },
        () -> run(new MaintenanceStep.RetrainIndex(ROWS)));
  }

  @Test
  void commitsWithoutANewIndexAreVisibleToTheNextCall() {
    run(new MaintenanceStep.BuildIndex(ROWS));
    try (LanceTableReader reader = serving(PACE)) {
      for (int i = 1; i <= 20; i++) {
        table.write(1);
        assertThat(reader.state().rows()).isEqualTo(ROWS + i);
      }
    }
  }

  @Test
  void callsStayAtTheVersionBeforeWhileAnIndexIsLoaded() throws Exception {
    SlowLoader loader = new SlowLoader();
    try (LanceTableReader reader = serving(loader, PACE)) {
      long before = reader.state().version();
      loader.hold();
      run(new MaintenanceStep.BuildIndex(ROWS));
      loader.awaitStarted();
      table.write(5);

      SearchResult meanwhile = reader.search(new VectorQuery(vector("q"), 3));

      assertThat(meanwhile.table().version()).isEqualTo(before);
      assertThat(meanwhile.table().rows()).isEqualTo(ROWS);
      assertThat(meanwhile.table().newest()).isFalse();
      assertThat(meanwhile.hits()).hasSize(3);

      loader.release();
      await(() -> reader.state().rows() == ROWS + 5);
      assertThat(reader.state().indexType()).isPresent();
      assertThat(reader.state().newest()).isTrue();
    }
  }

  @Test
  void loadedVersionIsServedAlthoughANewerIndexExists() throws Exception {
    SlowLoader loader = new SlowLoader();
    try (LanceTableReader reader = serving(loader, PACE)) {
      loader.hold();
      run(new MaintenanceStep.BuildIndex(ROWS));
      loader.awaitStarted();
      run(new MaintenanceStep.RetrainIndex(ROWS));
      long newest = maintainer.observe().version();
      long before = reader.state().version();

      loader.releaseOne();

      await(() -> reader.state().version() > before);
      assertThat(reader.state().version()).isLessThan(newest);
      loader.release();
      await(() -> reader.state().version() == newest);
    }
  }

  @Test
  void versionWhoseIndexIsNotLoadedInTimeIsServedWithoutIt() throws Exception {
    SlowLoader loader = new SlowLoader();
    try (LanceTableReader reader =
        serving(loader, new WarmVersion.Pace(Duration.ofMillis(300), Duration.ofMillis(20)))) {
      loader.hold();
      run(new MaintenanceStep.BuildIndex(ROWS));
      loader.awaitStarted();

      await(() -> reader.state().indexType().isPresent());
      table.write(1);
      assertThat(reader.state().rows()).isEqualTo(ROWS + 1);
      loader.release();
    }
  }

  @Test
  void indexThatCannotBeLoadedDelaysNoVersion() {
    IndexLoader failing =
        version -> {
          throw new IllegalStateException("injected");
        };
    try (LanceTableReader reader = serving(failing, PACE)) {
      run(new MaintenanceStep.BuildIndex(ROWS));

      await(() -> reader.state().indexType().isPresent());
    }
  }

  @Test
  void newIndexIsLoadedWithoutACall() throws Exception {
    SlowLoader loader = new SlowLoader();
    try (LanceTableReader reader = serving(loader, PACE)) {
      int before = loader.loads();

      run(new MaintenanceStep.BuildIndex(ROWS));

      await(() -> loader.loads() > before);
      assertThat(reader.arrowBytes()).isZero();
    }
  }

  /** Batches, index steps and searches run at once: versions never go back, and each arrives. */
  @Test
  void versionsOnlyGoForwardAndEveryCommitArrivesDuringIndexSteps() throws Exception {
    try (LanceTableReader reader = serving(PACE)) {
      AtomicBoolean done = new AtomicBoolean();
      CompletableFuture<Integer> searcher =
          CompletableFuture.supplyAsync(() -> searchForwardOnly(reader, done));
      try {
        for (Runnable step : indexSteps()) {
          step.run();
          table.write(1);
          long rows = table.rows();
          long version = maintainer.observe().version();
          await(() -> reader.state().version() == version);
          assertThat(reader.state().rows()).isEqualTo(rows);
        }
      } finally {
        done.set(true);
      }
      assertThat(searcher.get(20, TimeUnit.SECONDS)).isPositive();
      assertThat(TestBatches.contents(reader)).isEqualTo(table.model());
      assertThat(reader.arrowBytes()).isZero();
    }
  }

  private static int searchForwardOnly(LanceTableReader reader, AtomicBoolean done) {
    int searches = 0;
    long version = 0;
    while (!done.get()) {
      SearchResult result = reader.search(new VectorQuery(vector("q" + searches++), 5));
      assertThat(result.table().version()).isGreaterThanOrEqualTo(version);
      assertThat(result.hits()).hasSize(5);
      version = result.table().version();
    }
    return searches;
  }

  @Test
  void closingWaitsForTheLoadAndEndsTheThread() throws Exception {
    SlowLoader loader = new SlowLoader();
    LanceTableReader reader = serving(loader, PACE);
    loader.hold();
    run(new MaintenanceStep.BuildIndex(ROWS));
    loader.awaitStarted();

    CompletableFuture<Void> closing = CompletableFuture.runAsync(reader::close);
    await(loader::isStopped);
    assertThat(closing).isNotDone();
    loader.release();
    closing.get(20, TimeUnit.SECONDS);

    assertThat(loader.thread().isAlive()).isFalse();
    assertThatThrownBy(reader::state).isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> reader.search(new VectorQuery(vector("q"), 1)))
        .isInstanceOf(IllegalStateException.class);
    reader.close();
  }

  private void run(MaintenanceStep step) {
    assertThat(maintainer.run(step)).isInstanceOf(StepOutcome.Done.class);
  }

  private VersionOpener opener() {
    return new VersionOpener(LanceTable.open(table.path().toString()));
  }

  private LanceTableReader serving(WarmVersion.Pace pace) {
    return LanceTableReader.open(
        table.path().toString(), opener -> WarmVersion.open(opener, new IndexQueries(), pace));
  }

  private LanceTableReader serving(IndexLoader loader, WarmVersion.Pace pace) {
    return LanceTableReader.open(
        table.path().toString(), opener -> WarmVersion.open(opener, loader, pace));
  }

  /** How many indexes, and partitions of the vector index, the first queries had to read. */
  private static long indexesRead(TableVersion version) throws Exception {
    long count =
        read(
            version,
            new ScanOptions.Builder()
                .columns(List.of(ChunkSchema.ID, ChunkSchema.DISTANCE))
                .nearest(
                    NeighbourQuery.byIndex(
                        ChunkSchema.of(SampleRows.spec()),
                        vector("q"),
                        3,
                        SearchParameters.DEFAULT)),
            true);
    count += read(version, new ScanOptions.Builder().filter("tenant = 'a'").limit(1), false);
    if (version.indexes().names().contains(ColumnIndexes.FULL_TEXT)) {
      FullTextQuery words = FullTextQuery.match("of", ChunkSchema.TEXT);
      count += read(version, new ScanOptions.Builder().fullTextQuery(words).limit(1), false);
    }
    return count;
  }

  private static long read(TableVersion version, ScanOptions.Builder query, boolean partitions)
      throws Exception {
    ScanOptions options = query.collectStats(true).build();
    try (LanceScanner scanner = version.dataset().newScan(options)) {
      try (ArrowReader batches = scanner.scanBatches()) {
        while (batches.loadNextBatch()) {
          assertThat(batches.getVectorSchemaRoot().getRowCount()).isPositive();
        }
      }
      ScanStats stats = scanner.getStats().orElseThrow();
      return stats.getIndicesLoaded() + (partitions ? stats.getPartsLoaded() : 0);
    }
  }

  private static void await(Callable<Boolean> condition) {
    Awaitility.await()
        .atMost(Duration.ofSeconds(20))
        .pollInterval(Duration.ofMillis(5))
        .until(condition);
  }

  /** Loads nothing, and takes as long as the test wants. */
  private static final class SlowLoader implements IndexLoader {

    private final AtomicInteger loads = new AtomicInteger();
    private final AtomicBoolean stopped = new AtomicBoolean();
    private final Semaphore permits = new Semaphore(Integer.MAX_VALUE / 2);
    private final CountDownLatch started = new CountDownLatch(1);
    private volatile boolean held;
    private volatile Thread thread = Thread.currentThread();

    @Override
    public void load(TableVersion version) throws Exception {
      thread = Thread.currentThread();
      if (held) {
        started.countDown();
      }
      assertThat(permits.tryAcquire(30, TimeUnit.SECONDS)).isTrue();
      loads.incrementAndGet();
    }

    @Override
    public void stop() {
      stopped.set(true);
    }

    void hold() {
      permits.drainPermits();
      held = true;
    }

    void releaseOne() {
      permits.release();
    }

    void release() {
      permits.release(1_000);
    }

    void awaitStarted() throws InterruptedException {
      assertThat(started.await(20, TimeUnit.SECONDS)).isTrue();
    }

    int loads() {
      return loads.get();
    }

    boolean isStopped() {
      return stopped.get();
    }

    Thread thread() {
      return thread;
    }
  }
}
