package dev.freshet.search;

import dev.freshet.core.vector.Hit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A hit and how well it answers.
 *
 * @param hit without text and metadata, before they are read
 * @param score as {@link SearchHit#score}
 * @param distance as {@link SearchHit#distance}
 */
record Ranked(Hit hit, float score, @Nullable Float distance) {

  String key() {
    return hit.key();
  }

  static List<Ranked> near(List<Hit> hits) {
    return hits.stream().map(hit -> new Ranked(hit, hit.score(), hit.distance())).toList();
  }

  static List<Ranked> worded(List<Hit> hits) {
    return hits.stream().map(hit -> new Ranked(hit, hit.score(), null)).toList();
  }

  /** The hit with what was read of it. */
  SearchHit with(Hit read) {
    Map<String, @Nullable Object> metadata = new LinkedHashMap<>();
    read.metadata()
        .forEach((column, value) -> metadata.put(column, value == null ? null : value.json()));
    return new SearchHit(
        read.chunk(), score, distance, read.text(), read.version(), read.landedAt(), metadata);
  }
}
