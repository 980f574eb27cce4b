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
 * The search parameters of one table, read once per version. Parameters that cannot be read, or
 * were tuned for an index that was replaced, count as missing: no search fails because of its
 * parameters. Not thread-safe.
 */
public final class SearchSettings {

  private static final Logger LOGGER = LoggerFactory.getLogger(SearchSettings.class);

  private long version = -1;
  private Optional<TunedSearch> tuned = Optional.empty();
  private boolean warned;

  /** The parameters for searches at the version {@code table} is at. */
  public SearchParameters parameters(LanceTable table) {
    return parameters(table.uri(), table.dataset());
  }

  /** The parameters for searches of the table at {@code uri}, at the version of {@code dataset}. */
  public SearchParameters parameters(String uri, Dataset dataset) {
    return tuned(uri, dataset).map(TunedSearch::parameters).orElse(SearchParameters.DEFAULT);
  }

  /** The parameters tuned for the present index, at the version {@code table} is at. */
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
            .log(
                "cannot read the search parameters, the defaults are used until they are tuned again");
      }
      return Optional.empty();
    }
  }

  /** The base segment exists until the index is built again; delta segments do not. */
  private static boolean isThere(Dataset dataset, UUID segment) {
    return dataset.getIndexes().stream()
        .anyMatch(index -> index.name().equals(VectorIndex.NAME) && index.uuid().equals(segment));
  }
}
