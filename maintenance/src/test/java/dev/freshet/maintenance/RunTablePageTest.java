package dev.freshet.maintenance;

import dev.freshet.core.GeneratedDoc;
import dev.freshet.home.delta.ColumnTable;
import java.io.IOException;
import org.junit.jupiter.api.Test;

class RunTablePageTest {

  private static final String MAINTENANCE =
      """

      ## Maintenance

      ### `maintenance`

      One row per run of a maintenance step. It is for people and reports; maintenance decides from
      `state/maintenance.json`.

      """;

  @Test
  void partOfThePageIsCurrent() throws IOException {
    GeneratedDoc.checkPart("tables.md", MAINTENANCE + ColumnTable.of(RunTable.SCHEMA));
  }
}
