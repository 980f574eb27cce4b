package dev.freshet.core.embed;

import java.util.List;

/**
 * Cuts a document into texts that a model embeds whole. A pure function of the document and the
 * settings, so that {@code verify} can cut again and compare. Thread-safe.
 */
public interface Chunker {

  /**
   * The pieces in document order. Every word of the document is in at least one piece; a document
   * without any visible character has none.
   */
  List<String> split(String document);
}
