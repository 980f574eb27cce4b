package dev.freshet.home.layer;

import dev.freshet.core.metadata.MetadataValue;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An accepted version of a record.
 *
 * @param lineage where it comes from
 * @param recordKey the record
 * @param version larger is newer
 * @param position place in the source's own order, as one number
 * @param order the place in the source's own order as text; null in a row of an earlier version
 * @param content what is searched and returned; null for a tombstone
 * @param sourceTime when it happened at the source, or null
 */
public record GoldRow(
    Lineage lineage,
    String recordKey,
    long version,
    long position,
    @Nullable String order,
    @Nullable Content content,
    @Nullable Instant sourceTime) {

  /** Whether this version deletes the record. */
  public boolean deleted() {
    return content == null;
  }

  /**
   * What a live version holds.
   *
   * @param text the document's text; may be empty
   * @param metadata value per metadata column, in the configured order
   */
  public record Content(String text, Map<String, @Nullable MetadataValue> metadata) {

    public Content {
      metadata = Collections.unmodifiableMap(new LinkedHashMap<>(metadata));
    }
  }
}
