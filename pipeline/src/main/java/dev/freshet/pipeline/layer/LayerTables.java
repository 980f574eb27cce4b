package dev.freshet.pipeline.layer;

import dev.freshet.core.config.HomeLayout;
import dev.freshet.pipeline.delta.DeltaTable;
import dev.freshet.pipeline.delta.DeltaTables;
import dev.freshet.pipeline.delta.Ledger;

/** The Delta tables of one pipeline. */
public record LayerTables(
    DeltaTable bronze, DeltaTable silver, DeltaTable quarantine, DeltaTable gold, Ledger ledger) {

  /** The tables below a pipeline's home, whether they exist yet or not. Touches nothing. */
  public static LayerTables of(DeltaTables tables, HomeLayout layout) {
    return new LayerTables(
        tables.table(layout.bronze().toString(), Bronze.SCHEMA),
        tables.table(layout.silver().toString(), Silver.SCHEMA),
        tables.table(layout.quarantine().toString(), Quarantine.SCHEMA),
        tables.table(layout.gold().toString(), Gold.SCHEMA),
        tables.ledger(layout.ledger().toString()));
  }
}
