package dev.freshet.pipeline.heal;

import dev.freshet.home.delta.DeltaTable;
import dev.freshet.home.layer.LayerTables;
import dev.freshet.pipeline.stage.Stores;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.Stream;

/**
 * What the layers lack of the complete batches of a stream.
 *
 * @param stream its id
 * @param complete batches up to here reached the vector table, or changed no record
 * @param bronze end of the newest batch in Bronze, which may be below {@code complete}
 * @param from some layer that is filled from Bronze may lack batches above it; {@link
 *     Long#MAX_VALUE} if none does
 * @param lost whether any table was cut back, or is gone as a whole
 */
record StreamHoles(String stream, long complete, long bronze, long from, boolean lost) {

  /** Finds them in the logs of the tables, each of which is read once; opens no data file. */
  static StreamHoles of(Stores stores, String stream) {
    LayerTables layers = stores.layers();
    Look bronze = Look.at(layers.bronze().table(), stream);
    Look silver = Look.at(layers.silver().table(), stream);
    Look quarantine = Look.at(layers.quarantine().table(), stream);
    Look gold = Look.at(layers.gold().table(), stream);
    Look ledger = Look.at(layers.ledger().table(), stream);
    long committed = stores.committedEnd(stream);
    long complete =
        Math.max(Math.max(committed, stores.keys().appliedThrough(stream)), ledger.orZero());
    List<Look> lost =
        Stream.of(silver, quarantine, gold, ledger).filter(each -> each.lost(bronze)).toList();
    long from = lost.stream().mapToLong(Look::orZero).min().orElse(Long.MAX_VALUE);
    // The end of a whole layer says little, as a batch without rows for it leaves it behind; but
    // every line is in Silver or quarantine, and every commit of the vector table has rows in Gold.
    if (gold.orZero() < committed) {
      from = Math.min(from, gold.orZero());
    }
    long lines = Math.max(silver.orZero(), quarantine.orZero());
    if (lines < Math.min(bronze.orZero(), complete)) {
      from = Math.min(from, lines);
    }
    return new StreamHoles(
        stream,
        complete,
        bronze.orZero(),
        from < complete ? from : Long.MAX_VALUE,
        bronze.cutBack() || !lost.isEmpty());
  }

  /**
   * A table as it is found.
   *
   * @param cutBack whether it was cut back and does not hold everything again yet
   * @param end of the stream; empty if the table does not exist
   */
  private record Look(boolean cutBack, OptionalLong end) {

    static Look at(DeltaTable table, String stream) {
      return new Look(table.isCutBack(), table.end(stream));
    }

    long orZero() {
      return end.orElse(0);
    }

    /** Whether it lost commits. The first batch makes all tables. */
    boolean lost(Look bronze) {
      return cutBack || (end.isEmpty() && bronze.end().isPresent());
    }
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
