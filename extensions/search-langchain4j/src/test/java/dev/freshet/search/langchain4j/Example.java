package dev.freshet.search.langchain4j;

import dev.freshet.core.embed.Embedder;
import dev.freshet.core.vector.VectorTableReader;
import dev.freshet.embedding.EmbeddingModels;
import dev.freshet.lance.LanceVectorTable;
import dev.freshet.search.Mode;
import dev.freshet.search.SearchService;
import dev.langchain4j.rag.content.Content;
import dev.langchain4j.rag.query.Query;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Optional;

/** The example of the README. It is compiled here, and a test compares it with the README. */
final class Example {

  private Example() {}

  // README begins
  static List<Content> ask(Path home, String name, String question) {
    Path table = home.resolve("vectors").resolve(name + ".lance");
    try (VectorTableReader reader = LanceVectorTable.openReader(table);
        Embedder model = EmbeddingModels.open("all-minilm-l6-v2")) {
      SearchService search =
          new SearchService(reader, () -> model, Optional::empty, Clock.systemUTC());
      FreshetContentRetriever retriever =
          FreshetContentRetriever.over(search).mode(Mode.VECTOR).maxResults(5).perRecord(1).build();
      return retriever.retrieve(Query.from(question));
    }
  }
  // README ends
}
