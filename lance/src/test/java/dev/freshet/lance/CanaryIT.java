package dev.freshet.lance;

import static dev.freshet.testkit.vector.SampleRows.record;
import static dev.freshet.testkit.vector.SampleRows.spec;
import static dev.freshet.testkit.vector.SampleRows.vector;
import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.core.maintenance.MaintenanceStep;
import dev.freshet.core.maintenance.StepOutcome;
import dev.freshet.core.maintenance.TableMaintainer;
import dev.freshet.core.vector.Hit;
import dev.freshet.core.vector.TableState;
import dev.freshet.core.vector.VectorQuery;
import dev.freshet.core.vector.VectorRow;
import dev.freshet.core.vector.VectorTableReader;
import dev.freshet.core.vector.VectorTableWriter;
import dev.freshet.core.vector.WriteOutcome;
import dev.freshet.lance.table.LanceTable;
import dev.freshet.lance.table.ScannedTexts;
import dev.freshet.lance.write.TestBatches;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.BiPredicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.lance.compaction.CompactionOptions;
import org.lance.index.IndexOptions;
import org.lance.index.IndexParams;
import org.lance.index.IndexType;
import org.lance.index.OptimizeOptions;
import org.lance.index.scalar.InvertedIndexParams;
import org.lance.index.scalar.ScalarIndexParams;
import org.lance.ipc.FullTextQuery;
import org.lance.ipc.Query;
import org.lance.ipc.ScanOptions;

/**
 * The canary of a Lance upgrade. Some options of the library corrupt search without an error, so
 * after every kind of step the indexes must answer what a scan and the model answer.
 */
public class CanaryIT {

  private static final boolean LONG = Boolean.getBoolean("freshet.test.long");

  /** Records of the base index; about as many are appended later. */
  private static final int RECORDS = LONG ? 10_000 : 2_500;

  private static final int APPENDED = RECORDS - 300;

  /** One record in this many is looked up in each way. */
  private static final int SAMPLE_STEP = LONG ? 397 : 199;

  private static final int TENANTS = 5;

  @TempDir Path directory;

  private final Map<String, Long> model = new TreeMap<>();

  @Test
  void indexesAgreeWithScansAndTheModelAfterEveryStep() throws Exception {
    try (VectorTableWriter writer = LanceVectorTable.openWriter(path(), spec());
        TableMaintainer maintainer = LanceVectorTable.openMaintainer(path(), "canary");
        VectorTableReader reader = LanceVectorTable.openReader(path())) {
      write(writer, 1, 0, RECORDS, Set.of());
      assertDone(maintainer.run(new MaintenanceStep.BuildIndex(RECORDS)));
      createOtherIndexes();
      assertAllAgree(reader, "built");
      assertThat(reader.state().unindexedRows()).isZero();

      write(writer, 2, 0, 500, keys(500, 600));
      assertAllAgree(reader, "updated");
      assertThat(reader.state().unindexedRows()).isEqualTo(500);

      write(writer, 3, RECORDS, RECORDS + APPENDED, keys(0, 10));
      assertDone(maintainer.run(new MaintenanceStep.ExtendIndex(APPENDED + 500)));
      assertAllAgree(reader, "appended");
      TableState state = reader.state();
      assertThat(state.indexType()).contains("IVF_HNSW_SQ");
      assertThat(state.unindexedRows()).isZero();
      assertThat(state.deltaSegments()).isEqualTo(1);

      write(writer, 4, 200, 300, keys(RECORDS, RECORDS + 100));
      assertAllAgree(reader, "updated after the append");
    }
    compact();
    try (VectorTableWriter successor = LanceVectorTable.openWriter(path(), spec());
        TableMaintainer maintainer = LanceVectorTable.openMaintainer(path(), "canary");
        VectorTableReader reader = LanceVectorTable.openReader(path())) {
      assertAllAgree(reader, "compacted and claimed again");
      assertThat(reader.state().indexType()).contains("IVF_HNSW_SQ");

      write(successor, 5, 400, 450, keys(RECORDS + 200, RECORDS + 210));
      assertAllAgree(reader, "updated after the compaction");

      assertDone(maintainer.run(new MaintenanceStep.ExtendIndex(50)));
      assertAllAgree(reader, "extended after the compaction");
      assertDone(maintainer.run(new MaintenanceStep.MergeSegments(2, APPENDED + 50)));
      uniteFullText();
      compact();
      assertAllAgree(reader, "merged and compacted again");
    }
  }

  @Test
  void indexBuildAndConcurrentBatchesDoNotConflict() throws Exception {
    ExecutorService background = Executors.newSingleThreadExecutor();
    try (VectorTableWriter writer = LanceVectorTable.openWriter(path(), spec());
        TableMaintainer maintainer = LanceVectorTable.openMaintainer(path(), "canary");
        VectorTableReader reader = LanceVectorTable.openReader(path())) {
      write(writer, 1, 0, RECORDS, Set.of());
      Future<StepOutcome> step =
          background.submit(() -> maintainer.run(new MaintenanceStep.BuildIndex(RECORDS)));
      long sequence = 1;
      while (sequence < 5 || !step.isDone()) {
        sequence++;
        int from = (int) (sequence * 37 % RECORDS);
        write(writer, sequence, from, Math.min(from + 20, RECORDS), Set.of());
        assertThat(sequence).as("batches during one build").isLessThan(5_000);
      }

      assertDone(step.get(60, TimeUnit.SECONDS));
      assertAgrees(reader, "built beside writes");
    } finally {
      background.shutdownNow();
    }
  }

  private static void assertDone(StepOutcome outcome) {
    assertThat(outcome).isInstanceOf(StepOutcome.Done.class);
  }

  private void compact() {
    try (LanceTable table = LanceTable.open(path().toString())) {
      long before = table.dataset().getFragments().size();
      table.dataset().compact(CompactionOptions.builder().build());
      table.refresh();
      assertThat(table.dataset().getFragments()).hasSizeLessThan((int) before);
    }
  }

  private void write(
      VectorTableWriter writer, long sequence, int from, int to, Set<String> deleted) {
    List<VectorRow> rows = new ArrayList<>();
    for (int i = from; i < to; i++) {
      rows.addAll(record("k" + i, sequence, tenant(i, sequence), List.of(text(i, sequence))));
      model.put("k" + i + "#0", sequence);
    }
    deleted.forEach(key -> model.remove(key + "#0"));
    assertThat(TestBatches.commit(writer, sequence, rows, deleted))
        .isInstanceOfSatisfying(
            WriteOutcome.Committed.class, c -> assertThat(c.conflicts()).isZero());
  }

  private void assertAgrees(VectorTableReader reader, String step) throws Exception {
    assertThat(TestBatches.contents(reader)).as(step).isEqualTo(model);
    assertThat(reader.state().rows()).as(step).isEqualTo(model.size());
    try (LanceTable table = LanceTable.open(path().toString())) {
      int checked = 0;
      for (Map.Entry<String, Long> row : model.entrySet()) {
        if (checked++ % SAMPLE_STEP != 0) {
          continue;
        }
        String key = row.getKey().replace("#0", "");
        float[] query = vector(text(number(row.getKey()), row.getValue()));
        List<Hit> found = reader.search(new VectorQuery(query, 10)).hits();
        List<String> ids = found.stream().map(Hit::id).toList();
        assertThat(new HashSet<>(ids)).as("%s: no id twice", step).hasSize(10);
        assertThat(ids.get(0)).as(step).isEqualTo(row.getKey());
        assertThat(found).as(step).allMatch(hit -> model.get(hit.id()) == hit.version());
        List<String> exact = flat(table, query);
        exact.removeAll(ids);
        assertThat(exact).as("%s: neighbours the index misses", step).hasSizeLessThanOrEqualTo(1);
        assertThat(count(table, key, true))
            .as(step)
            .isEqualTo(1)
            .isEqualTo(count(table, key, false));
      }
    }
  }

  private void assertAllAgree(VectorTableReader reader, String step) throws Exception {
    assertAgrees(reader, step);
    try (LanceTable table = LanceTable.open(path().toString())) {
      assertOtherIndexesAgree(table, step);
    }
  }

  /** The indexes of other types must answer exactly what the model answers. */
  private void assertOtherIndexesAgree(LanceTable table, String step) throws Exception {
    for (int i = 0; i < TENANTS; i++) {
      String tenant = "t" + i;
      assertThat(filtered(table, "tenant = '" + tenant + "'"))
          .as("%s: bitmap", step)
          .containsExactlyInAnyOrderElementsOf(
              modelled((number, version) -> tenant(number, version).equals(tenant)));
    }
    for (long sequence = 1; sequence <= 5; sequence++) {
      long version = sequence;
      List<String> expected = modelled((number, written) -> written == version);
      assertThat(filtered(table, "record_version = " + version))
          .as("%s: ordered index on versions", step)
          .containsExactlyInAnyOrderElementsOf(expected);
      assertThat(containing(table, "v" + version))
          .as("%s: full text", step)
          .containsExactlyInAnyOrderElementsOf(expected);
    }
  }

  private List<String> modelled(BiPredicate<Integer, Long> condition) {
    return model.entrySet().stream()
        .filter(row -> condition.test(number(row.getKey()), row.getValue()))
        .map(Map.Entry::getKey)
        .toList();
  }

  private static List<String> filtered(LanceTable table, String filter) throws Exception {
    return ids(table, new ScanOptions.Builder().columns(List.of("id")).filter(filter).build());
  }

  private static List<String> containing(LanceTable table, String word) throws Exception {
    return ids(
        table,
        new ScanOptions.Builder()
            .columns(List.of("id", "_score"))
            .fullTextQuery(FullTextQuery.match(word, "text"))
            .limit(10 * RECORDS)
            .build());
  }

  private void createOtherIndexes() {
    try (LanceTable table = LanceTable.open(path().toString())) {
      create(table, "tenant", IndexType.BITMAP, ScalarIndexParams.create("bitmap"));
      create(table, "record_version", IndexType.BTREE, ScalarIndexParams.create("btree"));
      create(
          table,
          "text",
          IndexType.INVERTED,
          InvertedIndexParams.builder()
              .baseTokenizer("simple")
              .language("English")
              .stem(false)
              .build());
    }
  }

  /** Merges the full-text segments: fragments of different segments cannot be written as one. */
  private void uniteFullText() {
    try (LanceTable table = LanceTable.open(path().toString())) {
      table
          .dataset()
          .optimizeIndices(
              OptimizeOptions.builder()
                  .indexNames(List.of("text_idx"))
                  .numIndicesToMerge(10)
                  .build());
    }
  }

  private static void create(
      LanceTable table, String column, IndexType type, ScalarIndexParams params) {
    table
        .dataset()
        .createIndex(
            IndexOptions.builder(
                    List.of(column),
                    type,
                    IndexParams.builder().setScalarIndexParams(params).build())
                .withIndexName(column + "_idx")
                .build());
    table.refresh();
  }

  private static String text(int number, long sequence) {
    return "text " + number + " of v" + sequence;
  }

  private static String tenant(int number, long sequence) {
    return "t" + (number + sequence) % TENANTS;
  }

  private static int number(String id) {
    return Integer.parseInt(id.substring(1).replace("#0", ""));
  }

  private static List<String> flat(LanceTable table, float[] query) throws Exception {
    return ids(
        table,
        new ScanOptions.Builder()
            .columns(List.of("id", "_distance"))
            .nearest(
                new Query.Builder()
                    .setColumn("vector")
                    .setKey(query)
                    .setK(10)
                    .setDistanceType(table.schema().distanceType())
                    .setUseIndex(false)
                    .build())
            .build());
  }

  private static int count(LanceTable table, String key, boolean useIndex) throws Exception {
    return ids(
            table,
            new ScanOptions.Builder()
                .columns(List.of("id"))
                .filter("record_key = '" + key + "'")
                .useScalarIndex(useIndex)
                .build())
        .size();
  }

  private static List<String> ids(LanceTable table, ScanOptions options) throws Exception {
    return ScannedTexts.of(table, options, "id");
  }

  private static Set<String> keys(int from, int to) {
    Set<String> keys = new HashSet<>();
    for (int i = from; i < to; i++) {
      keys.add("k" + i);
    }
    return keys;
  }

  private Path path() {
    return directory.resolve("chunks.lance");
  }
}
