package dev.freshet.lance.index;

import dev.freshet.core.maintenance.TunedSearch;
import dev.freshet.core.vector.SearchParameters;
import dev.freshet.lance.table.LanceErrors;
import dev.freshet.lance.table.LanceTable;
import java.util.Optional;
import java.util.UUID;
import org.lance.Dataset;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The search parameters of one table, read once per version. What cannot be read, or belongs to an
 * index that was replaced, counts as not there: a search is never refused for its parameters. Not
 * thread-safe.
 */
public final class SearchSettings {

  private static final Logger LOGGER = LoggerFactory.getLogger(SearchSettings.class);

  private long version = -1;
  private Optional<TunedSearch> tuned = Optional.empty();
  private boolean warned;

  /** What to search with, at the version {@code table} is at. */
  public SearchParameters parameters(LanceTable table) {
    return parameters(table.uri(), table.dataset());
  }

  /** What to search the table at {@code uri} with, at the version {@code dataset} is at. */
  public SearchParameters parameters(String uri, Dataset dataset) {
    return tuned(uri, dataset).map(TunedSearch::parameters).orElse(SearchParameters.DEFAULT);
  }

  /** What was tuned for the index there is, at the version {@code table} is at. */
  public Optional<TunedSearch> tuned(LanceTable table) {
    return tuned(table.uri(), table.dataset());
  }

  private Optional<TunedSearch> tuned(String uri, Dataset dataset) {
    long current = dataset.version();
    if (current != version) {
      tuned = read(uri, dataset);
      version = current;
    }
    return tuned;
  }

  private Optional<TunedSearch> read(String uri, Dataset dataset) {
    try {
      return SearchRecord.read(dataset.getConfig())
          .filter(stored -> isThere(dataset, stored.index()))
          .map(SearchRecord::tuned);
    } catch (Exception e) {
      if (!warned) {
        warned = true;
        LOGGER
            .atWarn()
            .addKeyValue("table", uri)
            .addKeyValue("error", LanceErrors.firstLine(e))
            .log("search parameters cannot be read, the defaults are used until they are tuned");
      }
      return Optional.empty();
    }
  }

  /** Deltas come and go, the base stays until the index is built anew. */
  private static boolean isThere(Dataset dataset, UUID segment) {
    return dataset.getIndexes().stream()
        .anyMatch(index -> index.name().equals(VectorIndex.NAME) && index.uuid().equals(segment));
  }
}
