package dev.freshet.lance.damage;

import static dev.freshet.testkit.vector.SampleRows.spec;

import dev.freshet.core.error.FreshetException;
import dev.freshet.core.vector.VectorQuery;
import dev.freshet.core.vector.VectorTableReader;
import dev.freshet.core.vector.VectorTableWriter;
import dev.freshet.lance.LanceVectorTable;
import dev.freshet.lance.write.TestBatches;
import dev.freshet.testkit.vector.SampleRows;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;

/**
 * Reads and writes tables, one after the other, and reports a line for each: what it holds, or why
 * it cannot be used. A process of its own, as damage may end it.
 */
final class DamagedTable {

  private DamagedTable() {}

  /** The arguments are a file with a path of a table per line, and where to begin in it. */
  public static void main(String[] arguments) throws Exception {
    List<String> tables = Files.readAllLines(Path.of(arguments[0]));
    for (String table : tables.subList(Integer.parseInt(arguments[1]), tables.size())) {
      System.out.println(answer(Path.of(table)));
      System.out.flush();
    }
  }

  private static String answer(Path table) {
    try {
      SortedMap<String, Long> rows;
      try (VectorTableReader reader = LanceVectorTable.openReader(table)) {
        rows = TestBatches.contents(reader);
        reader.search(new VectorQuery(SampleRows.vector("a"), 5));
      }
      try (VectorTableWriter writer = LanceVectorTable.openWriter(table, spec())) {
        TestBatches.commit(writer, 1_000_000, List.of(), Set.of("k000003"));
      }
      return "ROWS " + rows.hashCode();
    } catch (FreshetException e) {
      return e.code() + " " + String.valueOf(e.getMessage()).replace('\n', ' ');
    } catch (RuntimeException e) {
      return "INTERNAL " + String.valueOf(e).replace('\n', ' ');
    }
  }
}
