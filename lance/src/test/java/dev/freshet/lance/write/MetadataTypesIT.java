package dev.freshet.lance.write;

import static dev.freshet.testkit.vector.SampleRows.vector;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.freshet.core.BatchIdentity;
import dev.freshet.core.Chunk;
import dev.freshet.core.error.InvalidRequestException;
import dev.freshet.core.filter.Filter;
import dev.freshet.core.metadata.MetadataType;
import dev.freshet.core.metadata.MetadataTyping;
import dev.freshet.core.metadata.MetadataValue;
import dev.freshet.core.vector.Distance;
import dev.freshet.core.vector.Hit;
import dev.freshet.core.vector.VectorCommit;
import dev.freshet.core.vector.VectorQuery;
import dev.freshet.core.vector.VectorRow;
import dev.freshet.core.vector.VectorTableReader;
import dev.freshet.core.vector.VectorTableSpec;
import dev.freshet.core.vector.VectorTableWriter;
import dev.freshet.lance.LanceVectorTable;
import dev.freshet.lance.library.NativeLibrary;
import dev.freshet.lance.table.ChunkSchema;
import dev.freshet.testkit.vector.SampleRows;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A table from before metadata had types gets them while it is searched. */
class MetadataTypesIT {

  private static final VectorTableSpec SPEC =
      VectorTableSpec.of(
          SampleRows.DIMENSION, Distance.COSINE, "sample-model/1", List.of("qty", "name"));

  private static final MetadataTyping NUMBERS =
      (column, text) ->
          column.equals("qty") ? MetadataValue.Number.of(Long.parseLong(text)) : word(text);

  private static final Instant AS_OF = Instant.parse("2026-01-02T04:00:00Z");

  @TempDir Path directory;

  @BeforeEach
  void makeAnOldTable() {
    NativeLibrary.load();
    ChunkSchema old = new ChunkSchema(SPEC, ChunkSchema.Form.TEXT, List.of());
    try (BufferAllocator allocator = new RootAllocator()) {
      new FragmentWriter(table().toString(), allocator, () -> old).createTable();
    }
  }

  @Test
  void oldTableIsSearchedAndWrittenAsBeforeUntilItsRowsHaveTypes() {
    try (VectorTableWriter writer = LanceVectorTable.openWriter(table(), SPEC);
        VectorTableReader reader = LanceVectorTable.openReader(table())) {
      writeOldRows(writer, 1, IntStream.range(0, 20).boxed().toList());
      writeOldRows(writer, 2, List.of(100));
      long rowsBefore = reader.state().rows();

      // Before: equality of texts as ever, no order.
      assertThat(found(reader, "qty = '7'")).containsExactly("k7");
      assertThat(found(reader, "qty IN ('7', '100') AND name LIKE 'n%'"))
          .containsExactlyInAnyOrder("k7", "k100");
      assertRefused(reader, "qty > '5'");
      assertRefused(reader, "qty BETWEEN 5 AND 9");
      assertRefused(reader, "NOT qty < 5");
      assertThatThrownBy(() -> found(reader, "qty = 5"))
          .isInstanceOf(InvalidRequestException.class)
          .hasMessageContaining("a text in single quotes");

      // On the way: still so.
      List<Boolean> asked = new ArrayList<>();
      writer.typeMetadata(
          NUMBERS,
          () -> {
            if (!asked.isEmpty()) {
              assertThat(found(reader, "qty = '7'")).containsExactly("k7");
              assertRefused(reader, "qty > '5'");
            }
            asked.add(true);
            return asked.size() > 1;
          });
      assertRefused(reader, "qty > '5'");

      // Then: numbers.
      writer.typeMetadata(NUMBERS, () -> false);
      assertThat(found(reader, "qty > 5 AND qty < 9")).containsExactlyInAnyOrder("k6", "k7", "k8");
      assertThat(found(reader, "qty >= '19'")).containsExactlyInAnyOrder("k19", "k100");
      assertThat(found(reader, "qty = '7' AND name = 'n7'")).containsExactly("k7");
      assertThat(reader.state().rows()).isEqualTo(rowsBefore);
      assertThat(reader.state().asOf()).contains(AS_OF);
      assertThat(writer.lastCommitted("s")).contains(new BatchIdentity("s", 2));
      assertThat(reader.spec().filterColumns().columns().get("qty").cells())
          .isEqualTo(Map.of(MetadataType.INTEGER, "qty__integer"));
      assertThat(writer.typeMetadata(NUMBERS, () -> false)).isZero();

      // And new rows beside them.
      commit(writer, 3, List.of(row("k50", 1, MetadataValue.Number.of(50), word("n50"))));
      commit(writer, 4, List.of(row("k7", 2, MetadataValue.Number.of(70), word("n7"))));
      assertThat(found(reader, "qty > 19")).containsExactlyInAnyOrder("k50", "k7", "k100");
    }
  }

  /** Rows as an earlier build wrote them: without any typed cell. */
  private void writeOldRows(VectorTableWriter writer, long sequence, List<Integer> numbers) {
    ChunkSchema old = new ChunkSchema(SPEC, ChunkSchema.Form.TEXT, List.of());
    List<VectorRow> rows =
        numbers.stream()
            .map(
                number ->
                    row(
                        "k" + number,
                        1,
                        MetadataValue.Number.of(number),
                        number == 3 ? null : word("n" + number)))
            .toList();
    try (BufferAllocator allocator = new RootAllocator()) {
      FragmentWriter fragments = new FragmentWriter(table().toString(), allocator, () -> old);
      Set<String> ids = rows.stream().map(row -> row.chunk().id()).collect(Collectors.toSet());
      Set<String> keys =
          rows.stream().map(row -> row.chunk().recordKey()).collect(Collectors.toSet());
      StagedFragments staged =
          new StagedFragments(table().toString(), ids, keys, fragments.write(rows));
      writer.commit(new VectorCommit(new BatchIdentity("s", sequence), keys, staged, AS_OF));
    }
  }

  private static void commit(VectorTableWriter writer, long sequence, List<VectorRow> rows) {
    Set<String> keys =
        rows.stream().map(row -> row.chunk().recordKey()).collect(Collectors.toSet());
    writer.commit(
        new VectorCommit(new BatchIdentity("s", sequence), keys, writer.stage(rows), AS_OF));
  }

  private static VectorRow row(
      String key, long version, MetadataValue qty, @Nullable MetadataValue name) {
    Map<String, MetadataValue> metadata =
        name == null ? Map.of("qty", qty) : Map.of("qty", qty, "name", name);
    Chunk chunk = Chunk.of(key, version, List.of("text of " + key)).get(0);
    return new VectorRow(chunk, vector(chunk.text()), metadata, SampleRows.LANDED_AT);
  }

  private static MetadataValue word(String text) {
    return new MetadataValue.Text(text);
  }

  private static List<String> found(VectorTableReader reader, String filter) {
    return reader
        .search(new VectorQuery(vector("q"), 99, Optional.of(Filter.parse(filter))))
        .hits()
        .stream()
        .map(Hit::key)
        .toList();
  }

  private static void assertRefused(VectorTableReader reader, String filter) {
    assertThatThrownBy(() -> found(reader, filter))
        .as(filter)
        .isInstanceOf(InvalidRequestException.class)
        .hasMessageContaining("not typed yet");
  }

  private Path table() {
    return directory.resolve("t.lance");
  }
}
