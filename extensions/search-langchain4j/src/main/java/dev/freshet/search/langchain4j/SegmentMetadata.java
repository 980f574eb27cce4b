package dev.freshet.search.langchain4j;

import dev.freshet.core.vector.Freshness;
import dev.freshet.search.SearchHit;
import dev.langchain4j.data.document.Metadata;

/**
 * The metadata of a text segment: the metadata columns that have a value, and the names below.
 * LangChain4j's own metadata of contents is a closed list, so freshness is here too.
 */
public final class SegmentMetadata {

  /** The record's key, a text; filters may use it. */
  public static final String RECORD_KEY = "record_key";

  /** The record's version, a long; filters may use it. */
  public static final String RECORD_VERSION = "record_version";

  /** The chunk's ordinal within the record, an integer; filters may use it. */
  public static final String CHUNK_INDEX = "chunk_index";

  /**
   * The instant, as ISO text, up to which everything that landed is part of the answer. Missing
   * until the first commit.
   */
  public static final String AS_OF = "freshness_as_of";

  /** How long ago {@link #AS_OF} was, in milliseconds, a long. Missing until the first commit. */
  public static final String LAG_MS = "freshness_lag_ms";

  /** Version of the table that was searched, a long. */
  public static final String TABLE_VERSION = "freshness_table_version";

  private SegmentMetadata() {}

  static Metadata of(SearchHit hit, Freshness freshness) {
    Metadata metadata = new Metadata();
    hit.metadata()
        .forEach(
            (column, value) -> {
              if (value != null) {
                put(metadata, column, value);
              }
            });
    metadata
        .put(RECORD_KEY, hit.key())
        .put(RECORD_VERSION, hit.version())
        .put(CHUNK_INDEX, hit.chunkIndex())
        .put(TABLE_VERSION, freshness.version());
    if (freshness.asOf() != null) {
      metadata.put(AS_OF, freshness.asOf().toString());
    }
    if (freshness.lagMs() != null) {
      metadata.put(LAG_MS, (long) freshness.lagMs());
    }
    return metadata;
  }

  /** LangChain4j's metadata has texts and numbers; any other value stands there as its text. */
  private static void put(Metadata metadata, String column, Object value) {
    if (value instanceof Long number) {
      metadata.put(column, number);
    } else if (value instanceof Double number) {
      metadata.put(column, number);
    } else {
      metadata.put(column, value.toString());
    }
  }
}
