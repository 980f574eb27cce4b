package dev.freshet.embedding.http;

import dev.freshet.core.embed.Embedder;
import dev.freshet.testkit.embed.EmbedderContract;
import dev.freshet.testkit.embed.LoopbackService;
import java.io.IOException;
import org.junit.jupiter.api.AfterAll;

/** The contract, with a service that never fails and is deterministic. */
class HttpEmbedderContractIT extends EmbedderContract {

  private final LoopbackService service;

  HttpEmbedderContractIT() throws IOException {
    service = new LoopbackService();
  }

  @Override
  protected Embedder create() {
    return EmbeddingServices.open(service.config());
  }

  @AfterAll
  void closeService() {
    service.close();
  }
}
