package dev.freshet.home.layer;

import dev.freshet.core.GeneratedDoc;
import dev.freshet.home.delta.ColumnTable;
import java.io.IOException;
import org.junit.jupiter.api.Test;

class TablesPageTest {

  private static final String INTRODUCTION =
      """

      ## Layers

      Every row of a layer names the batch and the landed line it comes from.

      ### `bronze`

      Every landed line as it landed, whatever it holds.

      """;

  private static final String SILVER =
      """

      ### `silver`

      The valid events, parsed. A line of Bronze is here or in quarantine.

      """;

  private static final String QUARANTINE =
      """

      ### `quarantine`

      The lines that could not be processed, with the reason.

      """;

  private static final String GOLD =
      """

      ### `gold`

      The accepted versions of every record, tombstones included. The vector table holds the newest row of every
      key.

      """;

  private static final String LEDGER =
      """

      ## Ledger

      One row per batch that reached the vector table, written after that commit. It is for people and reports;
      whether a batch must be repeated is decided by the batch identity in the vector table's own commit.

      """;

  @Test
  void partOfThePageIsCurrent() throws IOException {
    GeneratedDoc.checkPart(
        "tables.md",
        INTRODUCTION
            + ColumnTable.of(Bronze.SCHEMA)
            + SILVER
            + ColumnTable.of(Silver.SCHEMA)
            + QUARANTINE
            + ColumnTable.of(Quarantine.SCHEMA)
            + GOLD
            + ColumnTable.of(Gold.SCHEMA)
            + LEDGER
            + ColumnTable.of(Ledger.SCHEMA)
            + "\n");
  }
}
