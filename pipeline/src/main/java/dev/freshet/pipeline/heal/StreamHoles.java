package dev.freshet.pipeline.heal;

import dev.freshet.home.delta.DeltaTable;
import dev.freshet.home.layer.LayerTables;
import dev.freshet.pipeline.stage.Stores;
import java.util.List;

/**
 * What the layers lack of the complete batches of a stream.
 *
 * @param stream its id
 * @param complete batches up to here reached the vector table, or changed no record
 * @param bronze end of the newest batch in Bronze, which may be below {@code complete}
 * @param from some layer that is filled from Bronze may lack batches above it; {@link
 *     Long#MAX_VALUE} if none does
 */
record StreamHoles(String stream, long complete, long bronze, long from) {

  /** Finds them in the logs of the tables; opens no data file. */
  static StreamHoles of(Stores stores, String stream) {
    LayerTables layers = stores.layers();
    long committed = stores.committedEnd(stream);
    long complete =
        Math.max(
            Math.max(committed, stores.keys().appliedThrough(stream)),
            end(layers.ledger().table(), stream));
    long bronze = end(layers.bronze().table(), stream);
    long from = lowestEnd(stream, layers, committed, Math.min(bronze, complete));
    return new StreamHoles(stream, complete, bronze, from < complete ? from : Long.MAX_VALUE);
  }

  /**
   * The lowest end of the layers that lack something. A layer that was cut back lacks everything
   * above its end. Otherwise the end of a layer says little, as a batch without rows for it leaves
   * it behind; but every line is in Silver or quarantine, and every commit of the vector table has
   * rows in Gold.
   */
  private static long lowestEnd(String stream, LayerTables layers, long committed, long bronze) {
    long lowest = Long.MAX_VALUE;
    for (DeltaTable table :
        List.of(
            layers.silver().table(),
            layers.quarantine().table(),
            layers.gold().table(),
            layers.ledger().table())) {
      if (lostCommits(table, layers)) {
        lowest = Math.min(lowest, end(table, stream));
      }
    }
    long gold = end(layers.gold().table(), stream);
    if (gold < committed) {
      lowest = Math.min(lowest, gold);
    }
    long lines =
        Math.max(end(layers.silver().table(), stream), end(layers.quarantine().table(), stream));
    return lines < bronze ? Math.min(lowest, lines) : lowest;
  }

  /** Whether any table was cut back or is gone as a whole. */
  static boolean lostCommits(LayerTables layers) {
    return layers.all().stream().anyMatch(table -> lostCommits(table, layers));
  }

  /** The first batch makes all tables. */
  private static boolean lostCommits(DeltaTable table, LayerTables layers) {
    return table.isCutBack()
        || (table.version().isEmpty() && layers.bronze().table().version().isPresent());
  }

  private static long end(DeltaTable table, String stream) {
    return table.lastCommitted(stream).orElse(0);
  }

  /** Whether Bronze itself lacks complete batches. */
  boolean bronzeLacks() {
    return bronze < complete;
  }

  /** Whether any layer lacks something. */
  boolean isAny() {
    return bronzeLacks() || from < Long.MAX_VALUE;
  }
}
