package dev.freshet.pipeline.document;

import dev.freshet.core.metadata.MetadataValue;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The part of a record that is searched and returned, in well-formed UTF-16.
 *
 * @param text the rendered text; empty if the record has nothing to search
 * @param metadata value per metadata column, in the configured order; null where the record has
 *     none
 */
public record Document(String text, Map<String, @Nullable MetadataValue> metadata) {

  public Document {
    metadata = Collections.unmodifiableMap(new LinkedHashMap<>(metadata));
  }
}
