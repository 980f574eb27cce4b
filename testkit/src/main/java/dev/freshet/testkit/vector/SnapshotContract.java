package dev.freshet.testkit.vector;

import static dev.freshet.testkit.vector.SampleRows.record;
import static dev.freshet.testkit.vector.SampleRows.spec;
import static dev.freshet.testkit.vector.SampleRows.vector;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.freshet.core.BatchIdentity;
import dev.freshet.core.Chunk;
import dev.freshet.core.error.InvalidRequestException;
import dev.freshet.core.metadata.MetadataValue;
import dev.freshet.core.vector.Distance;
import dev.freshet.core.vector.Hit;
import dev.freshet.core.vector.Query;
import dev.freshet.core.vector.TextQuery;
import dev.freshet.core.vector.VectorCommit;
import dev.freshet.core.vector.VectorQuery;
import dev.freshet.core.vector.VectorRow;
import dev.freshet.core.vector.VectorTableReader;
import dev.freshet.core.vector.VectorTableReader.TableSnapshot;
import dev.freshet.core.vector.VectorTableSpec;
import dev.freshet.core.vector.VectorTableWriter;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a version must answer: in which order, with which content, and to which vectors. */
abstract class SnapshotContract extends TextSearchContract {

  private static final Instant AS_OF = Instant.parse("2026-01-02T04:00:00Z");
  private static final int EQUAL = 60;

  private static void put(VectorTableWriter writer, long sequence, List<VectorRow> rows) {
    Set<String> keys =
        rows.stream().map(row -> row.chunk().recordKey()).collect(Collectors.toSet());
    writer.commit(
        new VectorCommit(new BatchIdentity("s", sequence), keys, writer.stage(rows), AS_OF));
  }

  /** Lands the lowest keys last, so that the order of the rows is not that of the keys. */
  private static List<VectorRow> equalRows() {
    List<VectorRow> rows = new ArrayList<>(record("other", 1, "nothing of the kind"));
    for (int i = EQUAL - 1; i >= 0; i--) {
      rows.addAll(record("dup-%03d".formatted(i), 1, "Wardens counted striped grazers"));
    }
    return rows;
  }

  @Test
  void equalHitsHaveATotalOrder() {
    try (VectorTableWriter writer = openWriter(spec());
        VectorTableReader reader = openReader()) {
      put(writer, 1, equalRows());
      indexText();
      List<String> all =
          IntStream.range(0, EQUAL).mapToObj("dup-%03d"::formatted).collect(Collectors.toList());

      for (int k : List.of(1, 10, 30, EQUAL)) {
        for (Query query :
            List.of(
                new TextQuery("striped wardens", k),
                new VectorQuery(vector("Wardens counted striped grazers"), k))) {
          assertThat(reader.search(query).hits())
              .as("%s", query)
              .extracting(Hit::key)
              .containsExactlyElementsOf(all.subList(0, k));
        }
      }
    }
  }

  @Test
  void onlyWantedContentIsReadUpToTheLimit() {
    try (VectorTableWriter writer = openWriter(spec());
        VectorTableReader reader = openReader()) {
      put(writer, 1, equalRows());
      try (TableSnapshot snapshot = reader.snapshot()) {
        List<Hit> ranked =
            snapshot.rank(new VectorQuery(vector("Wardens counted striped grazers"), 40));
        assertThat(ranked)
            .allMatch(hit -> hit.text().isEmpty() && hit.metadata().isEmpty())
            .hasSize(40);

        assertThat(snapshot.read(ranked, content(Set.of(), 0))).isEqualTo(ranked);
        assertThat(snapshot.read(ranked, content(Set.of("tenant"), 1_000)))
            .hasSize(40)
            .allMatch(hit -> hit.text().isEmpty())
            .allMatch(hit -> hit.metadata().keySet().equals(Set.of("tenant")));
        assertThat(snapshot.read(ranked, content(Set.of("text"), 31 * 7 + 5)))
            .extracting(Hit::key)
            .containsExactlyElementsOf(
                IntStream.range(0, 7).mapToObj("dup-%03d"::formatted).toList());
        assertThat(snapshot.read(ranked, content(Set.of("text"), 30))).isEmpty();
        assertThat(snapshot.read(ranked, TableSnapshot.Content.ALL))
            .hasSize(40)
            .allMatch(hit -> hit.text().equals("Wardens counted striped grazers"))
            .allMatch(hit -> hit.metadata().keySet().equals(Set.of("tenant", "author")));
      }
    }
  }

  private static TableSnapshot.Content content(Set<String> fields, long bytesMax) {
    return new TableSnapshot.Content(Optional.of(fields), bytesMax);
  }

  @Test
  void wantedMetadataIsReadAsItLanded() {
    List<MetadataValue> values =
        List.of(
            new MetadataValue.Text("mira"),
            new MetadataValue.Text("12"),
            MetadataValue.Number.of(12),
            new MetadataValue.Number(new BigDecimal("0.5")),
            new MetadataValue.Number(new BigDecimal("12345678901234567890.5")),
            new MetadataValue.Truth(true),
            new MetadataValue.Texts(List.of("a", "b")));
    try (VectorTableWriter writer = openWriter(spec());
        VectorTableReader reader = openReader()) {
      List<VectorRow> rows = new ArrayList<>();
      for (int i = 0; i < values.size(); i++) {
        Chunk chunk = Chunk.of("k" + i, 1, List.of("text " + i)).get(0);
        rows.add(
            new VectorRow(
                chunk,
                vector(chunk.text()),
                Map.of("author", values.get(i)),
                SampleRows.LANDED_AT));
      }
      put(writer, 1, rows);
      try (TableSnapshot snapshot = reader.snapshot()) {
        List<Hit> ranked = snapshot.rank(new VectorQuery(vector("text"), 10));

        for (Hit hit : snapshot.read(ranked, content(Set.of("author"), 1_000))) {
          assertThat(hit.metadata())
              .containsExactly(
                  Map.entry("author", values.get(Integer.parseInt(hit.key().substring(1)))));
          assertThat(hit.text()).isEmpty();
        }
        assertThat(snapshot.read(ranked, content(Set.of("tenant"), 1_000)))
            .hasSize(values.size())
            .allMatch(hit -> hit.metadata().containsKey("tenant"))
            .allMatch(hit -> hit.metadata().get("tenant") == null);
      }
    }
  }

  @Test
  void snapshotStaysAtItsVersion() {
    try (VectorTableWriter writer = openWriter(spec());
        VectorTableReader reader = openReader()) {
      put(writer, 1, record("k", 1, "early"));
      try (TableSnapshot snapshot = reader.snapshot()) {
        List<Hit> ranked = snapshot.rank(new VectorQuery(vector("early"), 3));
        put(writer, 2, record("k", 2, "late"));
        assertThat(reader.search(new VectorQuery(vector("late"), 3)).hits())
            .extracting(Hit::text)
            .containsExactly("late");

        assertThat(snapshot.read(ranked, TableSnapshot.Content.ALL))
            .extracting(Hit::text)
            .containsExactly("early");
        assertThat(snapshot.rank(new VectorQuery(vector("late"), 3)))
            .extracting(Hit::version)
            .containsExactly(1L);
      }
    }
  }

  /** By cosine the length of a vector means nothing, as long as floats hold its direction. */
  @ParameterizedTest
  @ValueSource(doubles = {1e-45, 1e-40, 1e-38, 1e-33, 1e-30, 1e-22, 1e-10, 1e10, 1e20, 1e30, 1e37})
  void lengthOfTheQuestionDoesNotMatterByCosine(double factor) {
    try (VectorTableWriter writer = openWriter(spec());
        VectorTableReader reader = openReader()) {
      List<VectorRow> rows = new ArrayList<>();
      for (int i = 0; i < 50; i++) {
        rows.addAll(record("k" + i, 1, "text " + i));
      }
      put(writer, 1, rows);
      float[] question = vector("question");
      float[] scaled = question.clone();
      for (int i = 0; i < scaled.length; i++) {
        scaled[i] = (float) (question[i] * factor);
      }

      if (factor < 1e-31) {
        assertThatThrownBy(() -> reader.search(new VectorQuery(scaled, 10)))
            .isInstanceOf(InvalidRequestException.class)
            .hasMessageContaining("without a direction");
      } else {
        List<Hit> hits = reader.search(new VectorQuery(scaled, 10)).hits();
        assertThat(hits)
            .extracting(Hit::key)
            .isEqualTo(
                reader.search(new VectorQuery(question, 10)).hits().stream()
                    .map(Hit::key)
                    .toList());
        assertThat(hits).allMatch(hit -> Float.isFinite(hit.score()));
      }
    }
  }

  @Test
  void aVectorWhoseDistancesOverflowIsRefused() {
    for (Distance distance : List.of(Distance.L2, Distance.DOT)) {
      VectorTableSpec spec = VectorTableSpec.of(2, distance, "m", List.of());
      assertThatThrownBy(() -> spec.requireComparable(new float[] {1e20f, 0}))
          .isInstanceOf(InvalidRequestException.class)
          .hasMessageContaining("beyond the range of numbers");
      spec.requireComparable(new float[] {0, 0});
    }
  }
}
