package dev.freshet.pipeline.heal;

import dev.freshet.core.BatchIdentity;
import dev.freshet.home.layer.LandedLine;
import dev.freshet.home.layer.LayerTable;
import dev.freshet.home.layer.LayerTables;
import dev.freshet.home.layer.Lineage;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The batches in Bronze, and the streams in all layers. Heap: some 100 bytes per batch and per
 * landed file.
 *
 * @param ends ends of the batches by stream
 * @param rewritten paths that landed in several versions
 * @param streams every stream that any layer names
 */
record BronzeBatches(
    Map<String, NavigableSet<Long>> ends, Set<String> rewritten, Set<String> streams) {

  private static final Comparator<BatchIdentity> BY_ARRIVAL =
      Comparator.comparingLong(BatchIdentity::endSequence).thenComparing(BatchIdentity::streamId);

  /** Finds them in one pass over each layer. */
  static BronzeBatches of(LayerTables layers) {
    Map<String, NavigableSet<Long>> ends = new TreeMap<>();
    Map<String, Long> versions = new HashMap<>();
    Set<String> rewritten = new HashSet<>();
    layers
        .bronze()
        .scan(
            Lineage.PROJECTION,
            row -> {
              ends.computeIfAbsent(row.batch().streamId(), stream -> new TreeSet<>())
                  .add(row.batch().endSequence());
              Long other = versions.putIfAbsent(row.file(), row.sequence());
              if (other != null && other != row.sequence()) {
                rewritten.add(row.file());
              }
            });
    Set<String> streams = new TreeSet<>(ends.keySet());
    for (LayerTable<?> layer : List.of(layers.silver(), layers.quarantine(), layers.gold())) {
      layer.scan(LandedLine.PROJECTION, line -> streams.add(line.stream()));
    }
    layers.ledger().forEach(entry -> streams.add(BatchIdentity.parse(entry.batchId()).streamId()));
    return new BronzeBatches(ends, rewritten, streams);
  }

  /**
   * The complete batches above a sequence in the order of their arrival. No two streams have a
   * sequence in common: a new one begins above all before it.
   */
  List<BatchIdentity> complete(long from, List<StreamHoles> streams) {
    List<BatchIdentity> batches = new ArrayList<>();
    for (StreamHoles stream : streams) {
      ends.getOrDefault(stream.stream(), new TreeSet<>()).stream()
          .filter(end -> end > from && end <= stream.complete())
          .forEach(end -> batches.add(new BatchIdentity(stream.stream(), end)));
    }
    batches.sort(BY_ARRIVAL);
    return batches;
  }

  /** The end of the batch of Bronze before this one in its stream; 0 for the first. */
  long endBefore(BatchIdentity batch) {
    Long before = ends.getOrDefault(batch.streamId(), new TreeSet<>()).lower(batch.endSequence());
    return before == null ? 0 : before;
  }
}
