package dev.freshet.lance.index;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.freshet.core.maintenance.RecallEstimate;
import dev.freshet.core.maintenance.TunedSearch;
import dev.freshet.core.vector.SearchParameters;
import dev.freshet.lance.table.CommitRecord;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SearchRecordTest {

  private static final SearchRecord RECORD =
      new SearchRecord(
          UUID.fromString("0b6a2f5e-5d0c-4a55-8f3e-0d3d2a1c9b7e"),
          new TunedSearch(
              new SearchParameters(24, 10, 4),
              new RecallEstimate(398, 400, 10, Instant.parse("2026-01-02T04:00:00.123456Z")),
              0.98));

  @Test
  void propertiesReadBackAsTheSameRecordAmongThoseOfOthers() {
    Map<String, String> config = new HashMap<>(CommitRecord.CREATED.properties());
    config.putAll(RECORD.properties());
    config.put("freshet.search.reranker", "of a newer version");

    assertThat(SearchRecord.read(config)).contains(RECORD);
    assertThat(CommitRecord.read(config)).contains(CommitRecord.CREATED);
  }

  @Test
  void tableThatWasNeverTunedHasNoRecord() {
    assertThat(SearchRecord.read(CommitRecord.CREATED.properties())).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "probes, many",
    "probes, 0",
    "efPerK, 2147483648",
    "refine, -1",
    "refine, 1.5",
    "target, 2",
    "target, NaN",
    "found, 500",
    "k, ten",
    "at, yesterday",
    "index, vector_idx"
  })
  void damagedValueIsRejected(String key, String value) {
    Map<String, String> config = new HashMap<>(RECORD.properties());
    config.put("freshet.search." + key, value);

    assertThatThrownBy(() -> SearchRecord.read(config))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"probes", "efPerK", "refine", "target", "found", "expected", "k", "at"})
  void missingValueIsRejected(String key) {
    Map<String, String> config = new HashMap<>(RECORD.properties());
    config.remove("freshet.search." + key);

    assertThatThrownBy(() -> SearchRecord.read(config))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
