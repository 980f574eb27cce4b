package dev.freshet.lance.search;

import dev.freshet.core.error.InvalidRequestException;
import dev.freshet.core.vector.Hit;
import dev.freshet.core.vector.Query;
import dev.freshet.core.vector.TableState;
import dev.freshet.core.vector.VectorTableReader.TableSnapshot;
import dev.freshet.lance.index.ColumnIndexes;
import dev.freshet.lance.table.LanceErrors;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.function.Predicate;
import org.apache.arrow.vector.ipc.ArrowReader;
import org.lance.ipc.LanceScanner;

/** Searches of one version, whose handle stays open meanwhile. */
final class LanceSnapshot implements TableSnapshot {

  /** By how much more is asked for while the last hits are equal. */
  private static final int MORE = 8;

  /** Runs what calls the native library, and turns its failures into errors. */
  interface Guard {
    <T> T run(Callable<T> body);
  }

  private final LanceTableReader.Pinned pinned;
  private final SearchPlan plan;
  private final Guard guard;

  /** The row id of every hit that was ranked, by its chunk id. */
  private final Map<String, Long> rows = new HashMap<>();

  /** Owns {@code pinned} from now on. */
  LanceSnapshot(LanceTableReader.Pinned pinned, Guard guard) {
    this.pinned = pinned;
    this.plan = new SearchPlan(pinned.version().schema());
    this.guard = guard;
  }

  @Override
  public TableState state() {
    return pinned.state();
  }

  @Override
  public boolean isTextIndexed() {
    Set<String> indexes = pinned.version().indexes().names();
    return indexes.contains(ColumnIndexes.FULL_TEXT)
        || indexes.contains(ColumnIndexes.FULL_TEXT_OF_OLD);
  }

  @Override
  public List<Hit> rank(Query query) {
    SearchPlan.Checked checked = plan.check(query);
    if (checked.isForWords()) {
      requireFullTextIndex();
    }
    return guard.run(() -> rankedDespiteDamage(checked));
  }

  /** What the library cannot read of an index is damaged, if the search succeeds without it. */
  private List<Hit> rankedDespiteDamage(SearchPlan.Checked query) throws Exception {
    TableVersion.Indexes indexes = pinned.version().indexes();
    Predicate<String> read = index -> plan.mayRead(query, index);
    try {
      return indexes.reading(read, () -> ranked(query, indexes.damaged()));
    } catch (Exception e) {
      if (!LanceErrors.isDamage(e) || indexes.damaged().containsAll(indexes.names())) {
        throw e;
      }
      if (query.isForWords()) {
        indexes.noteDamage(read); // There is no search for words without the index.
      }
      rows.clear();
      List<Hit> hits = ranked(query, indexes.names());
      indexes.noteDamage(read);
      return hits;
    }
  }

  /** Asks for one more than is wanted, and for more as long as that one is equal to the last. */
  private List<Hit> ranked(SearchPlan.Checked query, Set<String> damaged) throws Exception {
    int k = query.query().k();
    int wanted = k + 1;
    while (true) {
      HitReader hits = found(query, damaged, wanted);
      if (hits.count() < wanted || wanted > Query.CANDIDATES_MAX || hits.endsBefore(k)) {
        return hits.best(k);
      }
      wanted = Math.min(wanted * MORE, Query.CANDIDATES_MAX + 1);
    }
  }

  private HitReader found(SearchPlan.Checked query, Set<String> damaged, int wanted)
      throws Exception {
    HitReader hits = new HitReader(plan.schema(), query.measure(), rows);
    try (LanceScanner scanner =
            pinned
                .version()
                .dataset()
                .newScan(plan.options(query, pinned.version(), damaged, wanted));
        ArrowReader batches = scanner.scanBatches()) {
      while (batches.loadNextBatch()) {
        hits.read(batches.getVectorSchemaRoot());
      }
    }
    return hits;
  }

  /** Without this index the library returns the first matching rows, not the best. */
  private void requireFullTextIndex() {
    if (!isTextIndexed()) {
      throw new InvalidRequestException(
          "Cannot search for words: vector table %s has no full-text index yet. Set index.full-text: true and let maintenance build it (`run`, or `optimize` once), or search by meaning."
              .formatted(pinned.uri()));
    }
  }

  @Override
  public List<Hit> read(List<Hit> ranked, Content wanted) {
    return guard.run(
        () ->
            new ContentReader(pinned.uri(), pinned.version().dataset(), plan.schema(), wanted)
                .read(ranked, rows));
  }

  @Override
  public void close() {
    pinned.close();
  }
}
