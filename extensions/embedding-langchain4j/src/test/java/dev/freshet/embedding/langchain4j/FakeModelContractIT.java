package dev.freshet.embedding.langchain4j;

import dev.freshet.core.embed.Embedder;
import dev.freshet.testkit.embed.EmbedderContract;

/** The contract, with a model in this process. */
class FakeModelContractIT extends EmbedderContract {

  @Override
  protected Embedder create() {
    return new LangChain4jProvider().open(FakeModel.config("modelName", "contract"));
  }
}
