package dev.freshet.bench.rowids;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What the table should hold: the judge of every index. Not thread-safe. */
final class RowModel {

  private final Map<Integer, TrialRow> live = new TreeMap<>();
  private final Set<Integer> deleted = new HashSet<>();

  void apply(RowUpdate.Change change) {
    change
        .removed()
        .forEach(
            key -> {
              live.remove(key);
              deleted.add(key);
            });
    change
        .written()
        .forEach(
            row -> {
              live.put(row.key(), row);
              deleted.remove(row.key());
            });
  }

  int size() {
    return live.size();
  }

  @Nullable TrialRow find(int key) {
    return live.get(key);
  }

  /** Ids of the rows that match. */
  Set<String> ids(Predicate<TrialRow> condition) {
    return live.values().stream()
        .filter(condition)
        .map(TrialRow::id)
        .collect(Collectors.toCollection(HashSet::new));
  }

  /** Live keys, without repetition; fewer than {@code count} if there are not as many. */
  List<Integer> someLive(int count, SplittableRandom random) {
    return some(new ArrayList<>(live.keySet()), count, random);
  }

  /** Keys of deleted rows, without repetition. */
  List<Integer> someDeleted(int count, SplittableRandom random) {
    return some(deleted.stream().sorted().collect(Collectors.toList()), count, random);
  }

  private static List<Integer> some(List<Integer> keys, int count, SplittableRandom random) {
    List<Integer> chosen = new ArrayList<>();
    while (chosen.size() < count && !keys.isEmpty()) {
      int at = random.nextInt(keys.size());
      chosen.add(keys.get(at));
      keys.set(at, keys.get(keys.size() - 1));
      keys.remove(keys.size() - 1);
    }
    return chosen;
  }

  /** Ids of the {@code k} rows that match and are nearest. */
  Set<String> nearest(float[] vector, int k, Predicate<TrialRow> condition) {
    return live.values().stream()
        .filter(condition)
        .map(row -> Map.entry(row.squaredDistance(vector), row.id()))
        .sorted(Map.Entry.comparingByKey())
        .limit(k)
        .map(Map.Entry::getValue)
        .collect(Collectors.toCollection(HashSet::new));
  }
}
