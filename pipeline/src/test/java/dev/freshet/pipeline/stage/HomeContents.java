package dev.freshet.pipeline.stage;

import dev.freshet.core.vector.Hit;
import dev.freshet.core.vector.VectorQuery;
import dev.freshet.home.delta.Column;
import dev.freshet.home.delta.DeltaTable;
import dev.freshet.home.layer.LayerTables;
import dev.freshet.testkit.vector.FakeVectorTable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;

/**
 * Everything in a home that readers see, row for row. Lists are sorted and keep repeated rows.
 *
 * @param chunks version and text per chunk id of the vector table
 * @param ledger batch ids; the times of the ledger are left out, since they differ from run to run
 */
public record HomeContents(
    Map<String, String> chunks,
    List<String> bronze,
    List<String> silver,
    List<String> quarantine,
    List<String> gold,
    List<String> ledger) {

  static HomeContents of(LayerTables layers, FakeVectorTable vectors, int dimension) {
    return new HomeContents(
        chunks(vectors, dimension),
        rows(layers.bronze().table()),
        rows(layers.silver().table()),
        rows(layers.quarantine().table()),
        rows(layers.gold().table()),
        column(layers.ledger().table(), "batch_id"));
  }

  /** The values of a column as text, sorted. */
  static List<String> column(DeltaTable table, String name) {
    List<String> values = new ArrayList<>();
    table.scan(List.of(name), OptionalLong.empty(), row -> values.add(String.valueOf(row[0])));
    values.sort(null);
    return values;
  }

  private static List<String> rows(DeltaTable table) {
    List<String> columns = table.schema().columns().stream().map(Column::name).toList();
    List<String> rows = new ArrayList<>();
    table.scan(columns, OptionalLong.empty(), row -> rows.add(Arrays.toString(row)));
    rows.sort(null);
    return rows;
  }

  private static Map<String, String> chunks(FakeVectorTable vectors, int dimension) {
    float[] any = new float[dimension];
    any[0] = 1;
    Map<String, String> chunks = new TreeMap<>();
    try (var reader = vectors.openReader()) {
      for (Hit hit : reader.search(new VectorQuery(any, Integer.MAX_VALUE)).hits()) {
        chunks.put(hit.id(), hit.version() + " " + hit.text());
      }
    }
    return chunks;
  }
}
