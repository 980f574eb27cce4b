package dev.freshet.core.config.value;

/**
 * A setting that is handed to an embedding model as it is.
 *
 * @param value as written, references replaced
 * @param secret whether any of it came from a reference: then it is shown nowhere, and no
 *     fingerprint depends on it
 */
public record EmbeddingSetting(String value, boolean secret) {

  @Override
  public String toString() {
    return secret ? "***" : value;
  }
}
