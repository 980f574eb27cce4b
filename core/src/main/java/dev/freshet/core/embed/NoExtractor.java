package dev.freshet.core.embed;

import dev.freshet.core.error.InvalidConfigException;

/**
 * The extractor of a pipeline that has no binary documents; one that arrives all the same is an
 * error.
 */
final class NoExtractor implements DocumentExtractor {

  @Override
  public ExtractOutcome extract(byte[] content) {
    throw new InvalidConfigException(
        "Cannot read documents: this pipeline was started without a reader of binary documents."
            + " Start it with one, or set document.format to text, markdown or html.");
  }

  @Override
  public void close() {
    // Owns nothing.
  }
}
