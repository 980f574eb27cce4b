package dev.freshet.server.query;

import dev.freshet.search.SearchAnswer;
import dev.freshet.search.SearchHit;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** An answer with only the fields that a caller asked for. */
final class AnswerJson {

  private AnswerJson() {}

  /**
   * The value to write as JSON.
   *
   * @param fields which fields of a hit to write beside those that every hit has; empty for all
   */
  static Object of(SearchAnswer answer, Optional<Set<String>> fields) {
    if (fields.isEmpty()) {
      return answer;
    }
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("hits", answer.hits().stream().map(hit -> hit(hit, fields.get())).toList());
    json.put("freshness", answer.freshness());
    json.put("tookMs", answer.tookMs());
    return json;
  }

  private static Map<String, @Nullable Object> hit(SearchHit hit, Set<String> fields) {
    Map<String, @Nullable Object> json = new LinkedHashMap<>();
    json.put("key", hit.key());
    json.put("id", hit.id());
    json.put("chunkIndex", hit.chunkIndex());
    json.put("score", hit.score());
    json.put("distance", hit.distance());
    if (fields.contains("text")) {
      json.put("text", hit.text());
    }
    json.put("version", hit.version());
    json.put("landedAt", hit.landedAt());
    Map<String, @Nullable Object> metadata = new LinkedHashMap<>(hit.metadata());
    metadata.keySet().retainAll(fields);
    json.put("metadata", metadata);
    return json;
  }
}
