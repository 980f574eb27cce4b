package dev.freshet.demo.feed;

import static dev.freshet.demo.corpus.Docs.method;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.freshet.demo.corpus.RowChange;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class DebeziumEventsTest {

  private static final Instant NOW = Instant.parse("2026-11-21T02:42:38.723543Z");

  private final DebeziumEvents events = new DebeziumEvents(() -> NOW);

  @Test
  void aSnapshotReadLooksAsTheConnectorWritesIt() {
    events.beginTransaction();

    assertThat(events.line(RowChange.read(method("copy", "Copies.", "1.4"))))
        .isEqualTo(
            "{\"topic\":\"demo.public.docs\",\"key\":{\"id\":\"lib.Type#copy()\"},"
                + "\"value\":{\"before\":null,\"after\":{\"id\":\"lib.Type#copy()\","
                + "\"kind\":\"method\",\"type\":\"lib.Type\",\"member\":\"copy\","
                + "\"signature\":\"void Type.copy()\",\"body\":\"Copies.\",\"since\":null,"
                + "\"deprecated\":false,\"release\":\"1.4\"},"
                + "\"source\":{\"version\":\"3.6.1.Final\",\"connector\":\"postgresql\","
                + "\"name\":\"demo\",\"ts_ms\":1795228958723,\"ts_us\":1795228958723543,"
                + "\"ts_ns\":1795228958723543000,\"snapshot\":\"true\",\"db\":\"demo\","
                + "\"sequence\":\"[\\\"1795228958723543\\\",\\\"1795228958723599\\\"]\","
                + "\"schema\":\"public\",\"table\":\"docs\",\"txId\":1,"
                + "\"lsn\":1795228958723599,\"xmin\":null},"
                + "\"transaction\":null,\"op\":\"r\",\"ts_ms\":1795228958723,"
                + "\"ts_us\":1795228958723543,\"ts_ns\":1795228958723543000}}");
  }

  @Test
  void updatesCarryBothRowsAndDeletesTheRowThatIsGone() {
    JsonNode update = value(RowChange.update(method("a", "old", "1"), method("a", "new", "2")));
    JsonNode delete = value(RowChange.delete(method("a", "new", "2")));

    assertThat(update.path("op").asText()).isEqualTo("u");
    assertThat(update.at("/before/body").asText()).isEqualTo("old");
    assertThat(update.at("/after/body").asText()).isEqualTo("new");
    assertThat(update.at("/source/snapshot").asText()).isEqualTo("false");
    assertThat(delete.path("op").asText()).isEqualTo("d");
    assertThat(delete.at("/before/body").asText()).isEqualTo("new");
    assertThat(delete.path("after").isNull()).isTrue();
  }

  @Test
  void logPositionsRiseAcrossTransactions() {
    long last = 0;
    for (int i = 0; i < 100; i++) {
      if (i % 10 == 0) {
        events.beginTransaction();
      }
      long lsn = value(RowChange.insert(method("m" + i, "text", "1"))).at("/source/lsn").asLong();
      assertThat(lsn).isGreaterThan(last);
      last = lsn;
    }
  }

  private JsonNode value(RowChange change) {
    try {
      return new ObjectMapper().readTree(events.line(change)).path("value");
    } catch (JsonProcessingException e) {
      throw new AssertionError(e);
    }
  }
}
