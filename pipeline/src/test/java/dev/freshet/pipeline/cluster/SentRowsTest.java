package dev.freshet.pipeline.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.core.Chunk;
import dev.freshet.core.metadata.MetadataValue;
import dev.freshet.core.vector.VectorRow;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class SentRowsTest {

  @Test
  void rowsArriveAsTheyWereSent() {
    Map<String, @Nullable MetadataValue> metadata = new LinkedHashMap<>();
    metadata.put("author", null);
    metadata.put("tenant", new MetadataValue.Text(""));
    metadata.put("qty", MetadataValue.Number.of(Long.MIN_VALUE));
    metadata.put("price", new MetadataValue.Number(new BigDecimal("-0.1")));
    metadata.put("exact", new MetadataValue.Number(new BigDecimal("1e400")));
    metadata.put("flag", new MetadataValue.Truth(true));
    metadata.put("at", new MetadataValue.Time(Instant.parse("2026-01-02T03:04:05.678901Z")));
    metadata.put("landed", new MetadataValue.Text("2026-01-02T03:04:05+02:00"));
    metadata.put("tags", new MetadataValue.Texts(List.of("", "ä")));
    metadata.put("mixed", new MetadataValue.Json("[1,null]", List.of("1")));
    List<VectorRow> rows =
        List.of(
            new VectorRow(
                new Chunk("k#0", "k", Long.MIN_VALUE, 0, "Fluß \uD83C\uDF0A \u0000", "h"),
                new float[] {-0.0f, Float.MIN_VALUE, 1.5f},
                metadata,
                Instant.parse("2026-01-02T03:04:05.678901234Z")),
            new VectorRow(
                new Chunk("k#1", "k", 7, 1, "x".repeat(100_000), "h"),
                new float[0],
                Map.of(),
                Instant.MIN));

    List<VectorRow> arrived = SentExecutors.sent(new SentRows(rows)).rows();

    assertThat(arrived).isEqualTo(rows);
    assertThat(SentExecutors.sent(new SentRows(List.of())).rows()).isEmpty();
  }
}
