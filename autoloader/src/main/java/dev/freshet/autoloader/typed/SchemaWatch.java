package dev.freshet.autoloader.typed;

import dev.freshet.autoloader.catalogue.OptionName;
import dev.freshet.autoloader.option.AutoloaderOptions;
import dev.freshet.autoloader.option.CloudFilesFormat;
import dev.freshet.autoloader.option.EvolutionMode;
import dev.freshet.autoloader.reader.ColumnScan;
import dev.freshet.autoloader.schema.SchemaDecision;
import dev.freshet.autoloader.schema.SchemaLog;
import dev.freshet.autoloader.schema.SchemaPolicy;
import dev.freshet.autoloader.schema.UnknownFieldException;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;

/**
 * Stops a stream whose files have columns that its schema lacks, where the user wants that, and
 * keeps the schema that has them first.
 *
 * @param policy what the user wants
 * @param columns of the stream, without the one for rescued data
 * @param rescues whether what fits no column is kept
 */
record SchemaWatch(
    SchemaPolicy policy, StructType columns, boolean rescues, AutoloaderOptions options) {

  /** Whether the columns of files must be looked at. */
  boolean isNeeded() {
    boolean hasColumns =
        options.format() != CloudFilesFormat.TEXT
            && options.format() != CloudFilesFormat.BINARY_FILE;
    boolean stops = policy.mode() != EvolutionMode.NONE && policy.mode() != EvolutionMode.RESCUE;
    return hasColumns && (rescues || stops);
  }

  /**
   * @throws UnknownFieldException if the stream may not go on; if its mode adds columns, the schema
   *     location has them then
   */
  void requireKnown(List<ColumnScan.Seen> seen, Configuration hadoop) {
    StructType grown = columns;
    List<String> changes = new ArrayList<>();
    Path first = null;
    for (ColumnScan.Seen each : seen) {
      if (policy.decide(grown, each.columns()) instanceof SchemaDecision.Stop stop) {
        grown = stop.grown();
        changes.addAll(stop.columns());
        first = first == null ? each.files().get(0).getPath() : first;
      }
    }
    if (first == null) {
      return;
    }
    if (policy.mode().addsColumns()) {
      SchemaLog.at(SchemaInference.location(options), hadoop).append(grown);
    }
    throw new UnknownFieldException(message(changes, first, seen));
  }

  private String message(List<String> changes, @Nullable Path first, List<ColumnScan.Seen> seen) {
    int files = seen.stream().mapToInt(each -> each.files().size()).sum();
    String found =
        "Cannot read "
            + (files == 1 ? "" + first : "a batch of " + files + " files, such as " + first + ",")
            + " with the columns of the stream: there are others, "
            + changes
            + ". ";
    return policy.mode().addsColumns()
        ? found
            + "The schema in "
            + SchemaInference.location(options)
            + " has them now: start the query again."
        : found
            + "Name them in "
            + OptionName.HINTS
            + " or in the schema, or remove the file, and start the query again.";
  }
}
