package dev.freshet.embedding.langchain4j;

import dev.freshet.core.embed.Embedder;
import dev.freshet.testkit.embed.EmbedderContract;
import dev.freshet.testkit.embed.LoopbackService;
import dev.langchain4j.model.openai.OpenAiEmbeddingModel;
import java.io.IOException;
import java.net.URI;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;

/** The contract, with a provider of LangChain4j and a service on this machine. */
class OpenAiModelContractIT extends EmbedderContract {

  private final LoopbackService service;

  OpenAiModelContractIT() throws IOException {
    service = new LoopbackService();
  }

  @Override
  protected Embedder create() {
    return new LangChain4jProvider()
        .open(
            FakeModel.config(
                OpenAiEmbeddingModel.class.getName(),
                Optional.of(URI.create(service.url() + "/v1")),
                "apiKey",
                "sk-loopback",
                "modelName",
                "hash"));
  }

  @AfterAll
  void closeService() {
    service.close();
  }
}
