package dev.freshet.lance.maintain;

import static dev.freshet.testkit.vector.SampleRows.record;
import static dev.freshet.testkit.vector.SampleRows.spec;
import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.core.maintenance.ColumnIndex;
import dev.freshet.core.maintenance.FragmentShape;
import dev.freshet.core.maintenance.MaintenanceStep;
import dev.freshet.core.maintenance.TableMaintainer;
import dev.freshet.core.maintenance.TableShape;
import dev.freshet.core.vector.Hit;
import dev.freshet.core.vector.VectorQuery;
import dev.freshet.core.vector.VectorRow;
import dev.freshet.core.vector.VectorTableReader;
import dev.freshet.core.vector.VectorTableWriter;
import dev.freshet.core.vector.WriteOutcome;
import dev.freshet.lance.DirectoryTree;
import dev.freshet.lance.LanceVectorTable;
import dev.freshet.lance.index.ColumnIndexes;
import dev.freshet.lance.index.VectorIndex;
import dev.freshet.lance.table.LanceTable;
import dev.freshet.lance.write.TestBatches;
import dev.freshet.testkit.maintenance.MaintainedTable;
import dev.freshet.testkit.vector.SampleRows;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A real table with a model beside it: the version each record was last written with. Every record
 * has one row, {@code <key>#0}, whose text names key and version.
 */
public final class LanceMaintainedTable implements MaintainedTable {

  private final Path path;
  private final Map<String, Long> model = new TreeMap<>();
  private @Nullable VectorTableWriter writer;
  private long sequence;
  private int nextKey;
  private int oldestKey;

  public LanceMaintainedTable(Path path) {
    this.path = path;
  }

  public Path path() {
    return path;
  }

  public Map<String, Long> model() {
    return model;
  }

  @Override
  public void write(int rows) {
    Set<String> keys = new HashSet<>();
    for (int i = 0; i < rows; i++) {
      keys.add(key(nextKey++));
    }
    replace(keys, Set.of());
  }

  @Override
  public void delete(int rows) {
    Set<String> keys = new HashSet<>();
    for (int i = 0; i < rows; i++) {
      keys.add(key(oldestKey++));
    }
    replace(Set.of(), keys);
  }

  /** Commits one batch that writes some records and deletes others. */
  public WriteOutcome replace(Set<String> written, Set<String> deleted) {
    if (writer == null) {
      writer = LanceVectorTable.openWriter(path, spec());
    }
    sequence++;
    List<VectorRow> rows = new ArrayList<>();
    for (String key : written) {
      rows.addAll(record(key, sequence, text(key, sequence)));
      model.put(key + "#0", sequence);
    }
    deleted.forEach(key -> model.remove(key + "#0"));
    return TestBatches.commit(writer, sequence, rows, deleted);
  }

  /** The step that compacts the whole tail of a table. */
  public static MaintenanceStep compactTail(TableShape shape) {
    return new MaintenanceStep.CompactTail(
        shape.tail().stream().map(FragmentShape::id).toList(),
        shape.tail().stream().mapToLong(FragmentShape::liveRows).sum());
  }

  public static String key(int number) {
    return "k%06d".formatted(number);
  }

  private static String text(String key, long version) {
    return key + " of " + version;
  }

  @Override
  public void dropIndex() {
    try (LanceTable table = LanceTable.open(path.toString())) {
      table.dataset().dropIndex(VectorIndex.NAME);
    }
  }

  @Override
  public void dropIndex(ColumnIndex index) {
    try (LanceTable table = LanceTable.open(path.toString())) {
      table.dataset().dropIndex(ColumnIndexes.name(index));
    }
  }

  @Override
  public void drop() {
    close();
    model.clear();
    nextKey = 0;
    oldestKey = 0;
    try {
      DirectoryTree.delete(path);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public long rows() {
    return model.size();
  }

  @Override
  public TableMaintainer openMaintainer() {
    return LanceVectorTable.openMaintainer(path, "test");
  }

  /** A scan, searches and look-ups by key must all answer what the model holds. */
  @Override
  public void assertIntact(String after) {
    try (VectorTableReader reader = LanceVectorTable.openReader(path);
        LanceTable table = LanceTable.open(path.toString())) {
      assertThat(TestBatches.contents(reader)).as(after).isEqualTo(model);
      int step = Math.max(1, model.size() / 25);
      int number = 0;
      for (Map.Entry<String, Long> row : model.entrySet()) {
        if (number++ % step == 0) {
          assertFound(reader, table, row, after);
        }
      }
    }
  }

  private void assertFound(
      VectorTableReader reader, LanceTable table, Map.Entry<String, Long> row, String after) {
    String key = row.getKey().replace("#0", "");
    float[] vector = SampleRows.vector(text(key, row.getValue()));
    List<Hit> hits = reader.search(new VectorQuery(vector, 10)).hits();
    assertThat(hits.get(0).id()).as(after).isEqualTo(row.getKey());
    assertThat(hits).extracting(Hit::id).as(after).doesNotHaveDuplicates();
    assertThat(hits).as(after).allMatch(hit -> hit.version() == model.getOrDefault(hit.id(), -1L));
    assertThat(table.dataset().countRows("record_key = '" + key + "'")).as(after).isEqualTo(1);
  }

  @Override
  public void close() {
    if (writer != null) {
      writer.close();
      writer = null;
    }
  }
}
