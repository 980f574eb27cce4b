package dev.freshet.core.config.value;

/** Who computes vectors. */
public enum EmbeddingProvider {
  /** A model in this process. */
  IN_PROCESS,
  /** OpenAI, or anything that speaks its embeddings API exactly. */
  OPENAI,
  /** Text Embeddings Inference by Hugging Face. */
  TEI,
  /** Ollama. */
  OLLAMA,
  /** The vLLM server. */
  VLLM,
  /** Azure OpenAI; the model is the name of the deployment. */
  AZURE_OPENAI,
  /** Any embedding model of LangChain4j, through an adapter that is not bundled. */
  LANGCHAIN4J;

  /** As {@code embedding.provider} spells it. */
  public String spelling() {
    return ValueType.lower(this);
  }
}
