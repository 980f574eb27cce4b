package dev.freshet.pipeline.metrics;

import dev.freshet.core.GeneratedDoc;
import java.io.IOException;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class MetricsDocTest {

  private static final String EQUATIONS =
      """

      ## Equations

      These hold in every process while no batch is under way. Alert when one is broken for longer than
      a minute: it means a defect in Freshet, not a failure of something around it. The tables are the
      truth; `freshet verify` compares them line by line and chunk by chunk.

      | equation | when it is broken |
      |---|---|
      """;

  @Test
  void partOfThePageIsCurrent() throws IOException {
    GeneratedDoc.checkPart("metrics.md", page() + "\n");
  }

  private static String page() {
    return EQUATIONS
        + Arrays.stream(CounterEquation.values())
            .map(CounterEquation::row)
            .collect(Collectors.joining());
  }
}
