package dev.freshet.pipeline.heal;

import dev.freshet.home.layer.LayerTable;
import dev.freshet.home.layer.LayerTables;
import dev.freshet.home.layer.Lineage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;

/**
 * The landed files of a stream, as the layers that are filled from Bronze name them.
 *
 * @param streamId the stream
 */
record LandedFiles(LayerTables layers, String streamId) {

  /** A message names so many files at most. */
  private static final int NAMED_MAX = 20;

  /**
   * Which of them are no longer there.
   *
   * @param after only files after this sequence
   * @return paths by sequence
   */
  TreeMap<Long, String> gone(long after) {
    TreeMap<Long, String> gone = new TreeMap<>();
    Map<String, Boolean> there = new HashMap<>();
    for (LayerTable<?> layer : List.of(layers.silver(), layers.quarantine(), layers.gold())) {
      layer.scanAfter(
          Lineage.PROJECTION,
          OptionalLong.of(after),
          row -> {
            if (row.batch().streamId().equals(streamId)
                && !there.computeIfAbsent(row.file(), path -> Files.exists(Path.of(path)))) {
              gone.put(row.sequence(), row.file());
            }
          });
    }
    return gone;
  }

  /** Some of the files, for a message. */
  static String inWords(TreeMap<Long, String> gone) {
    if (gone.size() <= NAMED_MAX) {
      return gone.toString();
    }
    TreeMap<Long, String> first = new TreeMap<>();
    gone.entrySet().stream()
        .limit(NAMED_MAX)
        .forEach(each -> first.put(each.getKey(), each.getValue()));
    return "%s and %d more".formatted(first, gone.size() - NAMED_MAX);
  }
}
