package dev.freshet.pipeline.run;

import dev.freshet.core.config.FreshetConfig;
import dev.freshet.core.embed.Chunker;
import dev.freshet.core.embed.DocumentExtractor;
import dev.freshet.pipeline.change.EventReader;

/**
 * How lines become documents, and documents chunks.
 *
 * @param reader from a landed line to a change and its document
 * @param chunker from a document to the texts that are embedded
 */
public record Documents(EventReader reader, Chunker chunker) {

  /**
   * Documents as the configuration describes them.
   *
   * @param extractor reads documents that are not text, or {@link DocumentExtractor#none()}; stays
   *     the caller's to close
   */
  public static Documents of(FreshetConfig config, DocumentExtractor extractor, Chunker chunker) {
    return new Documents(EventReader.of(config, extractor), chunker);
  }
}
