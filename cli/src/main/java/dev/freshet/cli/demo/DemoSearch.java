package dev.freshet.cli.demo;

import dev.freshet.core.embed.EmbedOutcome;
import dev.freshet.core.embed.Embedder;
import dev.freshet.core.embed.InputType;
import dev.freshet.core.vector.Hit;
import dev.freshet.core.vector.VectorQuery;
import dev.freshet.core.vector.VectorTableReader;
import java.util.List;
import java.util.Optional;

/** Searches the vector table while it is written. */
record DemoSearch(Embedder embedder, VectorTableReader reader) {

  /** The best hit for a question of the demo; empty while the table is. */
  Optional<Hit> best(String question) {
    EmbedOutcome outcome = embedder.embed(List.of(question), InputType.QUERY).get(0);
    if (outcome instanceof EmbedOutcome.Embedded embedded) {
      VectorQuery query = new VectorQuery(embedded.vector(), 1);
      return reader.search(query).hits().stream().findFirst();
    }
    throw new IllegalStateException("The model refuses a question of the demo: " + outcome);
  }
}
