package dev.freshet.lance.index;

import dev.freshet.core.maintenance.RecallEstimate;
import dev.freshet.core.maintenance.TunedSearch;
import dev.freshet.core.vector.SearchParameters;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * The search parameters in the table config, with their recall and the index they were tuned for.
 * All keys are changed together, in one commit. Other keys with the same prefix belong to a newer
 * version and stay as they are.
 *
 * @param index base segment of the index; the parameters are valid only while it exists
 * @param tuned the parameters and what they reached
 */
public record SearchRecord(UUID index, TunedSearch tuned) {

  private static final String PROBES = "freshet.search.probes";
  private static final String EF_PER_K = "freshet.search.efPerK";
  private static final String REFINE = "freshet.search.refine";
  private static final String INDEX = "freshet.search.index";
  private static final String TARGET = "freshet.search.target";
  private static final String K = "freshet.search.k";
  private static final String FOUND = "freshet.search.found";
  private static final String EXPECTED = "freshet.search.expected";
  private static final String AT = "freshet.search.at";

  /**
   * The record in {@code config}; empty if search was never tuned.
   *
   * @throws IllegalArgumentException if it is damaged: tune again
   */
  static Optional<SearchRecord> read(Map<String, String> config) {
    if (!config.containsKey(INDEX)) {
      return Optional.empty();
    }
    SearchParameters parameters =
        new SearchParameters(
            integer(config, PROBES), integer(config, EF_PER_K), integer(config, REFINE));
    RecallEstimate recall =
        new RecallEstimate(
            Long.parseLong(text(config, FOUND)),
            Long.parseLong(text(config, EXPECTED)),
            integer(config, K),
            instant(config));
    TunedSearch tuned =
        new TunedSearch(parameters, recall, Double.parseDouble(text(config, TARGET)));
    return Optional.of(new SearchRecord(UUID.fromString(text(config, INDEX)), tuned));
  }

  private static int integer(Map<String, String> config, String key) {
    return Integer.parseInt(text(config, key));
  }

  private static Instant instant(Map<String, String> config) {
    try {
      return Instant.parse(text(config, AT));
    } catch (DateTimeException e) {
      throw new IllegalArgumentException("Invalid " + AT, e);
    }
  }

  private static String text(Map<String, String> config, String key) {
    String value = config.get(key);
    if (value == null) {
      throw new IllegalArgumentException("No " + key);
    }
    return value;
  }

  /** The record as keys of the table config. */
  public Map<String, String> properties() {
    SearchParameters parameters = tuned.parameters();
    RecallEstimate recall = tuned.recall();
    return Map.of(
        PROBES, Integer.toString(parameters.probes()),
        EF_PER_K, Integer.toString(parameters.efPerK()),
        REFINE, Integer.toString(parameters.refine()),
        INDEX, index.toString(),
        TARGET, Double.toString(tuned.target()),
        K, Integer.toString(recall.k()),
        FOUND, Long.toString(recall.found()),
        EXPECTED, Long.toString(recall.expected()),
        AT, recall.at().toString());
  }
}
