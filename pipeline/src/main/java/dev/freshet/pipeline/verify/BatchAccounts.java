package dev.freshet.pipeline.verify;

import dev.freshet.core.BatchIdentity;
import dev.freshet.home.layer.LandedLine;
import dev.freshet.home.layer.LayerTable;
import dev.freshet.home.layer.LayerTables;
import dev.freshet.home.layer.Silver;
import dev.freshet.pipeline.record.StreamEnds;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Set;
import java.util.TreeSet;

/**
 * Follows the batches of the ledger through the layers, and tells of those that a layer lacks as a
 * whole: a batch has at least one line in Bronze, what is in Gold comes from Silver, and a record
 * whose event is in Silver has a row in Gold. A line belongs to the batch of the ledger that
 * processed its file, see {@link StreamEnds}. Heap: 100 bytes per batch.
 */
final class BatchAccounts {

  private final LayerTables layers;
  private final Map<String, NavigableSet<Long>> ends = new HashMap<>();
  private final List<String> missing = new ArrayList<>();

  private BatchAccounts(LayerTables layers) {
    this.layers = layers;
  }

  /**
   * What the layers lack, in words, batch by batch.
   *
   * @param records the record keys of Gold
   * @param held the batches whose rows of Gold were looked at
   */
  static List<String> missing(LayerTables layers, Set<String> records, StreamEnds held) {
    BatchAccounts accounts = new BatchAccounts(layers);
    layers
        .ledger()
        .forEach(
            entry -> {
              BatchIdentity batch = BatchIdentity.parse(entry.batchId());
              accounts
                  .ends
                  .computeIfAbsent(batch.streamId(), stream -> new TreeSet<>())
                  .add(batch.endSequence());
            });
    accounts.compare();
    accounts.findRecords(records, held);
    return accounts.missing;
  }

  private void compare() {
    Set<BatchIdentity> bronze = batches(layers.bronze());
    Set<BatchIdentity> silver = batches(layers.silver());
    ends.forEach(
        (stream, each) ->
            each.forEach(
                end -> {
                  BatchIdentity batch = new BatchIdentity(stream, end);
                  if (!bronze.contains(batch)) {
                    lacks("bronze", batch, "it is in the ledger");
                  }
                }));
    batches(layers.gold()).stream()
        .filter(batch -> !silver.contains(batch))
        .forEach(batch -> lacks("silver", batch, "gold has rows of it"));
  }

  private void findRecords(Set<String> records, StreamEnds held) {
    Set<BatchIdentity> lacking = new HashSet<>();
    layers
        .silver()
        .scan(
            Silver.UPSERTS,
            event -> {
              if (event.recordKey() != null
                  && held.hold(event.line())
                  && !records.contains(event.recordKey())) {
                addBatch(event.line(), lacking);
              }
            });
    lacking.forEach(batch -> lacks("gold", batch, "silver has records of it"));
  }

  private void lacks(String layer, BatchIdentity batch, String why) {
    missing.add("missing: " + layer + " has no row of batch " + batch.batchId() + ", and " + why);
  }

  private Set<BatchIdentity> batches(LayerTable<?> layer) {
    Set<BatchIdentity> batches = new HashSet<>();
    layer.scan(LandedLine.PROJECTION, line -> addBatch(line, batches));
    return batches;
  }

  /** Adds the batch of a line; none if it is not in the ledger yet. */
  private void addBatch(LandedLine line, Set<BatchIdentity> batches) {
    Long end = ends.getOrDefault(line.stream(), new TreeSet<>()).ceiling(line.sequence());
    if (end != null) {
      batches.add(new BatchIdentity(line.stream(), end));
    }
  }
}
