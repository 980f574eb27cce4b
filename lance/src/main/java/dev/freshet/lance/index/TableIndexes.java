package dev.freshet.lance.index;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.lance.Dataset;
import org.lance.index.Index;
import org.lance.index.IndexDescription;

/**
 * Which segments of which index cover which fragments, at one version of a table.
 *
 * @param vector the vector index, if there is one
 * @param others all other indexes
 */
public record TableIndexes(Optional<IndexDescription> vector, List<IndexDescription> others) {

  /** The indexes at the version {@code dataset} is at. */
  public static TableIndexes read(Dataset dataset) {
    List<IndexDescription> others = new ArrayList<>(dataset.describeIndices());
    Optional<IndexDescription> vector =
        others.stream().filter(index -> index.getName().equals(VectorIndex.NAME)).findFirst();
    vector.ifPresent(others::remove);
    return new TableIndexes(vector, List.copyOf(others));
  }

  /**
   * Segments of the vector index, oldest first: the library appends and merges them in this order,
   * so the base comes first. Empty without an index.
   */
  public List<Index> vectorSegments() {
    return vector.map(IndexDescription::getSegments).orElse(List.of());
  }

  /** For each fragment that a vector segment covers: the ordinal of that segment. */
  public Map<Integer, Integer> vectorSegmentByFragment() {
    Map<Integer, Integer> segments = new HashMap<>();
    List<Index> all = vectorSegments();
    for (int ordinal = 0; ordinal < all.size(); ordinal++) {
      for (int fragment : all.get(ordinal).fragments().orElse(List.of())) {
        segments.put(fragment, ordinal);
      }
    }
    return segments;
  }

  /** The fragments an index covers. */
  public static Set<Integer> fragments(IndexDescription index) {
    Set<Integer> fragments = new HashSet<>();
    index.getSegments().forEach(segment -> fragments.addAll(segment.fragments().orElse(List.of())));
    return fragments;
  }

  /**
   * The segments, of all indexes, that cover a fragment. Only fragments of equal coverage may be
   * written as one: a segment covers a whole fragment or nothing of it.
   */
  public Set<UUID> coverage(int fragment) {
    Set<UUID> covering = new HashSet<>();
    List<Index> all = new ArrayList<>(vectorSegments());
    others.forEach(index -> all.addAll(index.getSegments()));
    for (Index segment : all) {
      if (segment.fragments().orElse(List.of()).contains(fragment)) {
        covering.add(segment.uuid());
      }
    }
    return covering;
  }
}
