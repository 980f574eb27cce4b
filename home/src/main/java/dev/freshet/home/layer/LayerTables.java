package dev.freshet.home.layer;

import dev.freshet.core.config.HomeLayout;
import dev.freshet.home.delta.DeltaTable;
import dev.freshet.home.delta.DeltaTables;
import java.util.List;

/**
 * The Delta tables of one pipeline.
 *
 * @param bronze every landed line
 * @param silver the valid events
 * @param quarantine the lines that could not be processed
 * @param gold the accepted versions of every record
 * @param ledger the batches that are in the vector table
 */
public record LayerTables(
    LayerTable<BronzeRow> bronze,
    LayerTable<SilverRow> silver,
    LayerTable<QuarantineRow> quarantine,
    LayerTable<GoldRow> gold,
    Ledger ledger) {

  /** The tables below a pipeline's home, whether they exist yet or not. Touches nothing. */
  public static LayerTables of(DeltaTables tables, HomeLayout layout) {
    return new LayerTables(
        new LayerTable<>(tables.table(layout.bronze().toString(), Bronze.SCHEMA), Bronze::cells),
        new LayerTable<>(tables.table(layout.silver().toString(), Silver.SCHEMA), Silver::cells),
        new LayerTable<>(
            tables.table(layout.quarantine().toString(), Quarantine.SCHEMA), Quarantine::cells),
        new LayerTable<>(tables.table(layout.gold().toString(), Gold.SCHEMA), Gold::cells),
        new Ledger(tables.table(layout.ledger().toString(), Ledger.SCHEMA)));
  }

  /** The tables without the types of their rows. */
  public List<DeltaTable> all() {
    return List.of(
        bronze.table(), silver.table(), quarantine.table(), gold.table(), ledger.table());
  }
}
