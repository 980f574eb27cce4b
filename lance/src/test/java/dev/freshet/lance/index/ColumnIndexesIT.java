package dev.freshet.lance.index;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.core.Chunk;
import dev.freshet.core.filter.Filter;
import dev.freshet.core.maintenance.ColumnIndex;
import dev.freshet.core.maintenance.MaintenanceStep;
import dev.freshet.core.maintenance.StepOutcome;
import dev.freshet.core.maintenance.TableMaintainer;
import dev.freshet.core.maintenance.TableShape;
import dev.freshet.core.vector.Hit;
import dev.freshet.core.vector.TextQuery;
import dev.freshet.core.vector.VectorRow;
import dev.freshet.core.vector.VectorTableReader;
import dev.freshet.core.vector.VectorTableWriter;
import dev.freshet.lance.LanceVectorTable;
import dev.freshet.lance.maintain.KilledMaintainer;
import dev.freshet.lance.table.ChunkSchema;
import dev.freshet.lance.table.LanceTable;
import dev.freshet.lance.table.ScannedTexts;
import dev.freshet.lance.write.TestBatches;
import dev.freshet.testkit.vector.SampleRows;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.IntPredicate;
import org.apache.arrow.vector.ipc.ArrowReader;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.lance.ipc.LanceScanner;
import org.lance.ipc.ScanOptions;
import org.lance.ipc.ScanStats;

/**
 * Indexes of all kinds on one table that is updated, deleted from, extended and compacted: each
 * answers what a scan and the model answer. {@code tenant} has few values, {@code author} one per
 * row version, the text a word of its own per row version and one that many share.
 */
class ColumnIndexesIT {

  private static final int ROWS = 1_500;
  private static final int TENANTS = 4;
  private static final int TOPICS = 25;

  private static final List<ColumnIndex> ALL =
      List.of(ColumnIndex.fullText(), ColumnIndex.filter("tenant"), ColumnIndex.filter("author"));

  @TempDir Path directory;

  /** Version per record. */
  private final Map<Integer, Long> model = new TreeMap<>();

  /** Versions that were replaced or deleted: no search may find them. */
  private final Map<Integer, Long> gone = new TreeMap<>();

  private final Random random = new Random(3);
  private VectorTableWriter writer;
  private VectorTableReader reader;
  private TableMaintainer maintainer;
  private long sequence;

  @BeforeEach
  void open() {
    writer = LanceVectorTable.openWriter(path(), SampleRows.spec());
    reader = LanceVectorTable.openReader(path());
    maintainer = LanceVectorTable.openMaintainer(path(), "test");
  }

  @AfterEach
  void close() {
    maintainer.close();
    reader.close();
    writer.close();
  }

  private Path path() {
    return directory.resolve("chunks.lance");
  }

  @Test
  void kindFollowsFromTheValues() {
    replace(range(0, ROWS), Set.of());
    buildAll();

    try (LanceTable table = LanceTable.open(path().toString())) {
      assertThat(table.dataset().describeIndices())
          .extracting(index -> index.getName() + " " + index.getIndexType())
          .containsExactlyInAnyOrder(
              "record_key_idx BTree", "text_idx Inverted", "tenant_idx Bitmap", "author_idx BTree");
    }
  }

  @Test
  void filtersUseTheIndexes() throws Exception {
    replace(range(0, ROWS), Set.of());
    buildAll();

    try (LanceTable table = LanceTable.open(path().toString())) {
      for (String filter : List.of("tenant = 'tenant-1'", "author = '" + author(7, 1) + "'")) {
        ScanStats with = stats(table, filter, true);
        ScanStats without = stats(table, filter, false);
        assertThat(with.getIndicesLoaded() + with.getPartsLoaded()).as(filter).isPositive();
        assertThat(without.getIndicesLoaded() + without.getPartsLoaded()).as(filter).isZero();
      }
    }
  }

  @Test
  void everyIndexAnswersWhatAScanAnswersThroughUpdatesAndMaintenance() throws Exception {
    replace(range(0, ROWS), Set.of());
    buildAll();
    assertAgrees("built");
    int fragmentsMost = 0;
    for (int round = 1; round <= 3; round++) {
      for (int batch = 0; batch < 6; batch++) {
        replace(randomKeys(60), randomKeys(5));
        replace(
            range(ROWS + 100 * round + 10 * batch, ROWS + 100 * round + 10 * batch + 10), Set.of());
      }
      assertAgrees("round " + round + " written");
      TableShape settled = KilledMaintainer.settle(maintainer, 100);
      // Maintenance may have removed every version and file that the reader knows.
      reader.close();
      reader = LanceVectorTable.openReader(path());
      fragmentsMost = Math.max(fragmentsMost, settled.fragments().size());
      assertAgrees("round " + round + " maintained");
    }
    assertThat(fragmentsMost).as("fragments after maintenance").isLessThan(30);
    for (ColumnIndex index : ALL) {
      assertThat(maintainer.observe().columnIndexes()).containsKey(index);
    }
    replace(Set.of(), model.keySet());
    assertAgrees("emptied");
    replace(range(0, 50), Set.of());
    assertAgrees("filled again");
  }

  private void buildAll() {
    for (ColumnIndex index : ALL) {
      assertThat(maintainer.run(new MaintenanceStep.BuildColumnIndex(index, ROWS)))
          .isInstanceOf(StepOutcome.Done.class);
    }
  }

  private void replace(Set<Integer> written, Set<Integer> deleted) {
    sequence++;
    List<VectorRow> rows = new ArrayList<>();
    Set<String> deletedKeys = new HashSet<>();
    for (int key : Set.copyOf(deleted)) {
      if (!written.contains(key) && model.containsKey(key)) {
        deletedKeys.add("k" + key);
        gone.put(key, model.remove(key));
      }
    }
    for (int key : written) {
      Long before = model.put(key, sequence);
      if (before != null) {
        gone.put(key, before);
      }
      rows.add(row(key, sequence));
    }
    TestBatches.commit(writer, sequence, rows, deletedKeys);
  }

  private static VectorRow row(int key, long version) {
    String text = "%s about %s".formatted(word(key, version), topic(key));
    Chunk chunk = Chunk.of("k" + key, version, List.of(text)).get(0);
    return new VectorRow(
        chunk,
        SampleRows.vector(text),
        SampleRows.texts(Map.of("tenant", tenant(key, version), "author", author(key, version))),
        SampleRows.LANDED_AT);
  }

  private static String word(int key, long version) {
    return "Word" + key + "of" + version;
  }

  private static String topic(int key) {
    return "topic" + key % TOPICS;
  }

  private static String tenant(int key, long version) {
    return "tenant-" + (key + version) % TENANTS;
  }

  private static String author(int key, long version) {
    return "author " + key + " of " + version;
  }

  private static Set<Integer> range(int from, int to) {
    Set<Integer> keys = new HashSet<>();
    for (int key = from; key < to; key++) {
      keys.add(key);
    }
    return keys;
  }

  private Set<Integer> randomKeys(int count) {
    Set<Integer> keys = new HashSet<>();
    while (keys.size() < count) {
      keys.add(random.nextInt(ROWS));
    }
    return keys;
  }

  private void assertAgrees(String step) throws Exception {
    try (LanceTable table = LanceTable.open(path().toString())) {
      for (int tenant = 0; tenant < TENANTS; tenant++) {
        String wanted = "tenant-" + tenant;
        Set<String> expected = ids(key -> tenant(key, model.get(key)).equals(wanted));
        assertFiltered(table, "tenant = '" + wanted + "'", expected, step);
      }
      for (Map.Entry<Integer, Long> row : some(model)) {
        assertFiltered(
            table,
            "author = '" + author(row.getKey(), row.getValue()) + "'",
            Set.of("k" + row.getKey() + "#0"),
            step);
        assertThat(found(word(row.getKey(), row.getValue())))
            .as(step)
            .containsExactly("k" + row.getKey() + "#0");
      }
      for (Map.Entry<Integer, Long> row : some(gone)) {
        assertFiltered(
            table, "author = '" + author(row.getKey(), row.getValue()) + "'", Set.of(), step);
        assertThat(found(word(row.getKey(), row.getValue()))).as(step).isEmpty();
      }
    }
    for (int topic = 0; topic < TOPICS; topic += 6) {
      String wanted = topic(topic);
      assertThat(found(wanted))
          .as("%s: %s", step, wanted)
          .doesNotHaveDuplicates()
          .containsExactlyInAnyOrderElementsOf(ids(key -> topic(key).equals(wanted)));
      assertThat(found(wanted, "tenant = 'tenant-2'"))
          .as("%s: %s of one tenant", step, wanted)
          .containsExactlyInAnyOrderElementsOf(
              ids(
                  key ->
                      topic(key).equals(wanted) && tenant(key, model.get(key)).equals("tenant-2")));
    }
  }

  private Set<String> ids(IntPredicate which) {
    Set<String> ids = new HashSet<>();
    model.keySet().stream().filter(which::test).forEach(key -> ids.add("k" + key + "#0"));
    return ids;
  }

  private static List<Map.Entry<Integer, Long>> some(Map<Integer, Long> rows) {
    int step = Math.max(1, rows.size() / 8);
    List<Map.Entry<Integer, Long>> all = List.copyOf(rows.entrySet());
    List<Map.Entry<Integer, Long>> some = new ArrayList<>();
    for (int i = 0; i < all.size(); i += step) {
      some.add(all.get(i));
    }
    return some;
  }

  private List<String> found(String word) {
    return found(word, null);
  }

  private List<String> found(String word, @Nullable String filter) {
    return reader
        .search(new TextQuery(word, 5_000, Optional.ofNullable(filter).map(Filter::parse)))
        .hits()
        .stream()
        .map(Hit::id)
        .toList();
  }

  private static void assertFiltered(
      LanceTable table, String filter, Set<String> expected, String step) throws Exception {
    for (boolean useIndex : List.of(true, false)) {
      assertThat(filtered(table, filter, useIndex))
          .as("%s: %s, by an index: %s", step, filter, useIndex)
          .containsExactlyInAnyOrderElementsOf(expected);
    }
  }

  private static List<String> filtered(LanceTable table, String filter, boolean useIndex)
      throws Exception {
    return ScannedTexts.of(table, options(filter, useIndex).build(), ChunkSchema.ID);
  }

  private static ScanStats stats(LanceTable table, String filter, boolean useIndex)
      throws Exception {
    try (LanceScanner scanner =
        table.dataset().newScan(options(filter, useIndex).collectStats(true).build())) {
      try (ArrowReader batches = scanner.scanBatches()) {
        while (batches.loadNextBatch()) {
          assertThat(batches.getVectorSchemaRoot().getRowCount()).isNotNegative();
        }
      }
      return scanner.getStats().orElseThrow();
    }
  }

  private static ScanOptions.Builder options(String filter, boolean useIndex) {
    return new ScanOptions.Builder()
        .columns(List.of(ChunkSchema.ID))
        .filter(filter)
        .useScalarIndex(useIndex);
  }
}
