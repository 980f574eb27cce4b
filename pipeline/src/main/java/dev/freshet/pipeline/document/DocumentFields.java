package dev.freshet.pipeline.document;

import dev.freshet.core.config.DocumentConfig;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * The columns that a document is made of. A change format must deliver each of them whole.
 *
 * @param names top-level column names, of the text template and the metadata
 */
public record DocumentFields(Set<String> names) {

  public DocumentFields {
    names = Set.copyOf(names);
  }

  /** The columns that the configuration names. */
  public static DocumentFields of(DocumentConfig document) {
    Set<String> names = new LinkedHashSet<>();
    document.text().fields().forEach(field -> names.add(topLevel(field)));
    document.metadata().names().forEach(field -> names.add(topLevel(field)));
    return new DocumentFields(names);
  }

  private static String topLevel(String path) {
    int dot = path.indexOf('.');
    return dot < 0 ? path : path.substring(0, dot);
  }
}
