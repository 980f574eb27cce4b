package dev.freshet.home.delta;

import io.delta.kernel.data.Row;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Writes rows into data files of a table without making them visible. The two implementations are
 * interchangeable batch by batch, since neither commits. Files of a failed commit are left for
 * VACUUM: it may be unknown whether the commit happened.
 */
public interface DataFileWriter {

  /**
   * Writes the rows into one or more files.
   *
   * @param transactionState state of the Kernel transaction the files are meant for
   * @param rows at least one, fitting the table's schema
   * @return add-file actions for the commit
   */
  List<Row> write(Row transactionState, List<@Nullable Object[]> rows) throws IOException;
}
