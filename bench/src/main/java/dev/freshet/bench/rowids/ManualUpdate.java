package dev.freshet.bench.rowids;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.arrow.c.ArrowArrayStream;
import org.apache.arrow.vector.UInt8Vector;
import org.apache.arrow.vector.ipc.ArrowReader;
import org.lance.CommitBuilder;
import org.lance.Dataset;
import org.lance.Fragment;
import org.lance.FragmentMetadata;
import org.lance.Transaction;
import org.lance.WriteParams;
import org.lance.ipc.LanceScanner;
import org.lance.ipc.ScanOptions;
import org.lance.operation.Update;
import org.lance.schema.LanceField;

/**
 * One transaction of deletion vectors and new fragments, in which replaced rows get new row ids:
 * what the product's {@code RowReplacement} commits, here with either kind of row id.
 */
final class ManualUpdate implements RowUpdate {

  @Override
  public List<Change> commits(Change change) {
    return List.of(change);
  }

  @Override
  public void commit(TrialTable table, Change part) throws Exception {
    List<FragmentMetadata> added = write(table, part.written());
    Map<Integer, List<Integer>> doomed =
        addresses(
            table.dataset(),
            Stream.concat(
                part.written().stream().map(TrialRow::id),
                part.removed().stream().map(TrialRow::id)));
    List<FragmentMetadata> updated = new ArrayList<>();
    List<Long> emptied = new ArrayList<>();
    doomed.forEach(
        (fragment, offsets) -> {
          FragmentMetadata left = table.dataset().getFragment(fragment).deleteRows(offsets);
          if (left == null) {
            emptied.add((long) fragment);
          } else {
            updated.add(left);
          }
        });
    Update update =
        Update.builder()
            .removedFragmentIds(emptied)
            .updatedFragments(updated)
            .newFragments(added)
            .fieldsForPreservingFragBitmap(fieldIds(table.dataset()))
            .updateMode(Optional.of(Update.UpdateMode.RewriteRows))
            .build();
    try (Transaction transaction =
        new Transaction.Builder()
            .readVersion(table.dataset().version())
            .operation(update)
            .build()) {
      new CommitBuilder(table.dataset()).execute(transaction).close();
    }
    table.dataset().checkoutLatest();
  }

  private static List<FragmentMetadata> write(TrialTable table, List<TrialRow> rows) {
    try (ArrowArrayStream stream = table.export(rows)) {
      return Fragment.write()
          .datasetUri(table.uri())
          .allocator(table.allocator())
          .data(stream)
          .writeParams(
              new WriteParams.Builder()
                  .withEnableStableRowIds(table.variant().stableRowIds())
                  .build())
          .execute();
    }
  }

  /** Row offsets by fragment, found through the BTREE on the id. */
  private static Map<Integer, List<Integer>> addresses(Dataset dataset, Stream<String> ids)
      throws Exception {
    String filter = ids.map(id -> "'" + id + "'").collect(Collectors.joining(",", "id IN (", ")"));
    Map<Integer, List<Integer>> offsets = new TreeMap<>();
    ScanOptions options =
        new ScanOptions.Builder().columns(List.of()).filter(filter).withRowAddress(true).build();
    try (LanceScanner scanner = dataset.newScan(options);
        ArrowReader batches = scanner.scanBatches()) {
      while (batches.loadNextBatch()) {
        UInt8Vector found = (UInt8Vector) batches.getVectorSchemaRoot().getVector("_rowaddr");
        for (int i = 0; i < found.getValueCount(); i++) {
          // The fragment is the upper half of an address, the offset the lower.
          offsets
              .computeIfAbsent((int) (found.get(i) >>> 32), fragment -> new ArrayList<>())
              .add((int) found.get(i));
        }
      }
    }
    return offsets;
  }

  private static long[] fieldIds(Dataset dataset) {
    List<Long> ids = new ArrayList<>();
    collect(dataset.getLanceSchema().fields(), ids);
    return ids.stream().mapToLong(Long::longValue).toArray();
  }

  private static void collect(List<LanceField> fields, List<Long> ids) {
    for (LanceField field : fields) {
      ids.add((long) field.getId());
      collect(field.getChildren(), ids);
    }
  }
}
