package dev.freshet.lance.maintain;

import static dev.freshet.testkit.vector.SampleRows.record;
import static dev.freshet.testkit.vector.SampleRows.spec;
import static dev.freshet.testkit.vector.SampleRows.vector;
import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.core.BatchIdentity;
import dev.freshet.core.maintenance.MaintenanceStep;
import dev.freshet.core.maintenance.Probe;
import dev.freshet.core.maintenance.RecallEstimate;
import dev.freshet.core.maintenance.StepOutcome;
import dev.freshet.core.maintenance.TableMaintainer;
import dev.freshet.core.maintenance.TunedSearch;
import dev.freshet.core.vector.Hit;
import dev.freshet.core.vector.Query;
import dev.freshet.core.vector.SearchParameters;
import dev.freshet.core.vector.VectorQuery;
import dev.freshet.core.vector.VectorRow;
import dev.freshet.core.vector.VectorTableReader;
import dev.freshet.core.vector.VectorTableWriter;
import dev.freshet.core.vector.WriteOutcome;
import dev.freshet.lance.LanceVectorTable;
import dev.freshet.lance.index.SearchRecord;
import dev.freshet.lance.index.SearchSettings;
import dev.freshet.lance.index.TableIndexes;
import dev.freshet.lance.index.VectorIndex;
import dev.freshet.lance.table.ChunkSchema;
import dev.freshet.lance.table.LanceErrors;
import dev.freshet.lance.table.LanceTable;
import dev.freshet.lance.table.TableHead;
import dev.freshet.lance.write.TestBatches;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.lance.index.DistanceType;
import org.lance.index.IndexOptions;
import org.lance.index.IndexParams;
import org.lance.index.IndexType;
import org.lance.index.vector.VectorIndexParams;

/** Search parameters are tuned to a target recall, stored with the table, and used by readers. */
class TunedSearchIT {

  private static final int ROWS = 1_000;
  private static final int K = 10;

  private static final double TARGET = 0.95;
  private static final MaintenanceStep TUNE = new MaintenanceStep.TuneSearch(40, K, TARGET, ROWS);

  @TempDir Path directory;

  private final Map<String, float[]> model = new HashMap<>();

  @BeforeEach
  void write() {
    try (VectorTableWriter writer = LanceVectorTable.openWriter(path(), spec())) {
      List<VectorRow> rows = new ArrayList<>();
      for (int i = 0; i < ROWS; i++) {
        rows.addAll(record("k" + i, 1, "row " + i));
        model.put("k" + i + "#0", vector("row " + i));
      }
      TestBatches.commit(writer, 1, rows);
    }
  }

  /** An index with which the default parameters miss the target recall. */
  record Demanding(IndexType type, VectorIndexParams params) {}

  static Stream<Named<Demanding>> demandingIndexes() {
    return Stream.of(
        Named.of(
            "many partitions",
            new Demanding(IndexType.IVF_FLAT, VectorIndexParams.ivfFlat(64, DistanceType.Cosine))),
        Named.of(
            "coarse quantisation",
            new Demanding(
                IndexType.IVF_PQ, VectorIndexParams.ivfPq(1, 8, 2, DistanceType.Cosine, 20))));
  }

  @ParameterizedTest
  @MethodSource("demandingIndexes")
  void readersFindWhatTheTargetAsksForOnceSearchIsTuned(Demanding index) {
    build(index);
    TunedSearch tuned;
    try (VectorTableReader reader = reader();
        TableMaintainer maintainer = maintainer()) {
      double before = recall(reader);
      assertThat(before).isLessThan(TARGET - 0.05);

      assertThat(maintainer.run(TUNE)).isInstanceOf(StepOutcome.Done.class);

      tuned = maintainer.observe().index().orElseThrow().search().orElseThrow();
      assertThat(tuned.reached()).isTrue();
      assertThat(recall(reader)).as("in a reader that was open").isGreaterThan(before + 0.04);
      double probed = maintainer.measure(new Probe(30, K, 1, true)).recall().orElseThrow().recall();
      assertThat(probed).as("seen by the probe").isGreaterThan(TARGET - 0.05);
    }
    try (VectorTableReader reopened = reader();
        TableMaintainer next = maintainer()) {
      assertThat(next.observe().index().orElseThrow().search()).contains(tuned);
      assertThat(recall(reopened)).isGreaterThan(TARGET - 0.05);
    }
  }

  @Test
  void graphIndexIsTunedToNoMoreThanTheDefaults() {
    try (TableMaintainer maintainer = maintainer()) {
      maintainer.run(new MaintenanceStep.BuildIndex(ROWS));
      maintainer.run(TUNE);

      SearchParameters used =
          maintainer.observe().index().orElseThrow().search().orElseThrow().parameters();
      assertThat(used.probes()).isLessThanOrEqualTo(SearchParameters.DEFAULT.probes());
      assertThat(used.efPerK()).isLessThanOrEqualTo(SearchParameters.DEFAULT.efPerK());
    }
  }

  @Test
  void everySetOfParametersCanBeAskedForEveryNumberOfNeighbours() {
    try (TableMaintainer maintainer = maintainer()) {
      maintainer.run(new MaintenanceStep.BuildIndex(ROWS));
    }
    for (SearchParameters extreme :
        List.of(new SearchParameters(1, 1, 1), new SearchParameters(1, 1, 1_000))) {
      store(extreme);
      try (VectorTableReader reader = reader()) {
        for (int k : new int[] {1, 10, 1_000, Query.CANDIDATES_MAX}) {
          assertThat(reader.search(new VectorQuery(vector("q"), k)).hits())
              .as("%s, k %d", extreme, k)
              .hasSizeBetween(Math.max(1, Math.min(k, ROWS) * 9 / 10), Math.min(k, ROWS));
        }
      }
    }
  }

  @Test
  void parametersOfAReplacedIndexAreNotUsed() {
    try (TableMaintainer maintainer = maintainer();
        LanceTable table = LanceTable.open(path().toString())) {
      maintainer.run(new MaintenanceStep.BuildIndex(ROWS));
      store(new SearchParameters(77, 7, 7));
      SearchSettings settings = new SearchSettings();
      table.refresh();
      assertThat(settings.parameters(table)).isEqualTo(new SearchParameters(77, 7, 7));

      maintainer.run(new MaintenanceStep.RetrainIndex(ROWS));

      assertThat(maintainer.observe().index().orElseThrow().search()).isEmpty();
      table.refresh();
      assertThat(settings.parameters(table)).isEqualTo(SearchParameters.DEFAULT);
    }
  }

  @Test
  void damagedParametersFailNoSearchAndAreTunedAgain() {
    try (TableMaintainer maintainer = maintainer();
        VectorTableReader reader = reader()) {
      maintainer.run(new MaintenanceStep.BuildIndex(ROWS));
      maintainer.run(TUNE);
      config(Map.of("freshet.search.probes", "many", "freshet.search.index", "none"));

      assertThat(recall(reader)).isGreaterThan(0.9);
      assertThat(maintainer.observe().index().orElseThrow().search()).isEmpty();

      assertThat(maintainer.run(TUNE)).isInstanceOf(StepOutcome.Done.class);
      assertThat(maintainer.observe().index().orElseThrow().search()).isPresent();
    }
  }

  @Test
  void parametersStoredAfterABatchDoNotHideTheBatch() throws Exception {
    try (LanceTable stale = LanceTable.open(path().toString());
        VectorTableWriter writer = LanceVectorTable.openWriter(path(), spec())) {
      stale.refresh();
      TestBatches.commit(writer, 2, record("k1", 2, "replaced"));

      stale.commitConfig(Map.of("freshet.search.probes", "12"));

      TableHead head = stale.refresh();
      assertThat(head.record().last("s")).contains(new BatchIdentity("s", 2));
      assertThat(head.version()).isGreaterThan(head.recordVersion());
      assertThat(TestBatches.commit(writer, 3, record("k1", 3, "again")))
          .isInstanceOf(WriteOutcome.Committed.class);
    }
  }

  @Test
  void ofTwoThatStoreParametersAtOnceOneConflicts() throws Exception {
    try (LanceTable first = LanceTable.open(path().toString());
        LanceTable second = LanceTable.open(path().toString())) {
      first.commitConfig(Map.of("freshet.search.probes", "12"));

      Optional<Exception> lost = Optional.empty();
      try {
        second.commitConfig(Map.of("freshet.search.probes", "24"));
      } catch (Exception e) {
        lost = Optional.of(e);
      }

      assertThat(lost).hasValueSatisfying(e -> assertThat(LanceErrors.isConflict(e)).isTrue());
    }
  }

  private void build(Demanding index) {
    try (LanceTable table = LanceTable.open(path().toString())) {
      table
          .dataset()
          .createIndex(
              IndexOptions.builder(
                      List.of(ChunkSchema.VECTOR),
                      index.type(),
                      IndexParams.builder().setVectorIndexParams(index.params()).build())
                  .withIndexName(VectorIndex.NAME)
                  .build());
    }
  }

  /** Stores parameters for the present index, as if they had been tuned. */
  private void store(SearchParameters parameters) {
    RecallEstimate recall = new RecallEstimate(400, 400, K, Instant.EPOCH);
    try (LanceTable table = LanceTable.open(path().toString())) {
      UUID base = TableIndexes.read(table.dataset()).vectorSegments().get(0).uuid();
      config(new SearchRecord(base, new TunedSearch(parameters, recall, TARGET)).properties());
    }
  }

  private void config(Map<String, String> updates) {
    try (LanceTable table = LanceTable.open(path().toString())) {
      table.commitConfig(updates);
    } catch (Exception e) {
      throw new IllegalStateException("Cannot change the config", e);
    }
  }

  /** The recall for vectors that are not in the table, against a comparison with all rows. */
  private double recall(VectorTableReader reader) {
    int queries = 30;
    int found = 0;
    for (int i = 0; i < queries; i++) {
      float[] query = vector("question " + i);
      Set<String> truth = Set.copyOf(nearest(query));
      found +=
          (int)
              reader.search(new VectorQuery(query, K)).hits().stream()
                  .map(Hit::id)
                  .filter(truth::contains)
                  .count();
    }
    return (double) found / (queries * K);
  }

  private List<String> nearest(float[] query) {
    Map<String, Double> similarity = new HashMap<>();
    model.forEach((id, vector) -> similarity.put(id, product(query, vector)));
    return similarity.entrySet().stream()
        .sorted(Map.Entry.comparingByValue(Comparator.reverseOrder()))
        .limit(K)
        .map(Map.Entry::getKey)
        .toList();
  }

  private static double product(float[] a, float[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += a[i] * b[i];
    }
    return sum;
  }

  private VectorTableReader reader() {
    return LanceVectorTable.openReader(path());
  }

  private TableMaintainer maintainer() {
    return LanceVectorTable.openMaintainer(path(), "test");
  }

  private Path path() {
    return directory.resolve("chunks.lance");
  }
}
