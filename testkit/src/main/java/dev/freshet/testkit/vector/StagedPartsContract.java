package dev.freshet.testkit.vector;

import static dev.freshet.testkit.vector.SampleRows.record;
import static dev.freshet.testkit.vector.SampleRows.spec;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.freshet.core.BatchIdentity;
import dev.freshet.core.vector.RowStager;
import dev.freshet.core.vector.StagedRows;
import dev.freshet.core.vector.VectorCommit;
import dev.freshet.core.vector.VectorRow;
import dev.freshet.core.vector.VectorTableReader;
import dev.freshet.core.vector.VectorTableSpec;
import dev.freshet.core.vector.VectorTableWriter;
import dev.freshet.core.vector.WriteOutcome;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** What every vector table must do with rows that other processes staged in parts. */
abstract class StagedPartsContract {

  /** Opens a writer of this test's table, which the first call creates. */
  protected abstract VectorTableWriter openWriter(VectorTableSpec spec);

  /** Opens a reader of this test's table. */
  protected abstract VectorTableReader openReader();

  @Test
  void partsStagedElsewhereAreCommittedAsOneVersion() throws Exception {
    try (VectorTableWriter writer = openWriter(spec());
        VectorTableReader reader = openReader()) {
      commit(writer, 1, writer.stage(record("a", 1, "old one", "old two", "old three")), "a");
      long before = reader.state().version();
      RowStager remote = sent(writer.stager(record("a", 2, "one")));

      // When
      StagedRows first = sent(remote.stage(sent(record("a", 2, "one", "two"))));
      StagedRows second = sent(remote.stage(sent(record("b", 1, "three"))));
      StagedRows here = writer.stage(record("c", 1, "four"));
      StagedRows all = writer.combine(List.of(first, second, here));
      assertThat(reader.state().version()).as("nothing is visible yet").isEqualTo(before);
      WriteOutcome outcome = commit(writer, 2, all, "a", "b", "c");

      // Then
      assertThat(all.rows()).isEqualTo(4);
      assertThat(outcome).isEqualTo(new WriteOutcome.Committed(before + 1, 3, 0));
      assertThat(ids(reader)).containsExactly("a#0", "a#1", "b#0", "c#0");
    }
  }

  @Test
  void partsOfARecordMayLieInDifferentStagings() {
    try (VectorTableWriter writer = openWriter(spec());
        VectorTableReader reader = openReader()) {
      List<VectorRow> rows = record("k", 1, "one", "two", "three");
      StagedRows first = writer.stager(rows).stage(rows.subList(0, 1));
      StagedRows second = writer.stager(rows).stage(rows.subList(1, 3));

      commit(writer, 1, writer.combine(List.of(second, first)), "k");

      assertThat(ids(reader)).containsExactly("k#0", "k#1", "k#2");
    }
  }

  @Test
  void partThatWasStagedTwiceCountsOnce() {
    try (VectorTableWriter writer = openWriter(spec());
        VectorTableReader reader = openReader()) {
      List<VectorRow> rows = record("k", 1, "one", "two");
      StagedRows lost = writer.stager(rows).stage(rows);
      StagedRows repeated = writer.stager(rows).stage(rows);

      commit(writer, 1, writer.combine(List.of(repeated)), "k");

      assertThat(lost.rows()).isEqualTo(2);
      assertThat(ids(reader)).containsExactly("k#0", "k#1");
      assertThat(reader.state().rows()).isEqualTo(2);
    }
  }

  @Test
  void chunkInTwoPartsIsRefused() {
    try (VectorTableWriter writer = openWriter(spec())) {
      StagedRows first = writer.stager(record("k", 1, "one")).stage(record("k", 1, "one"));
      StagedRows second = writer.stager(List.of()).stage(record("k", 1, "one", "two"));

      assertThatThrownBy(() -> writer.combine(List.of(first, second)))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  void noPartsAreABatchWithoutRows() {
    try (VectorTableWriter writer = openWriter(spec());
        VectorTableReader reader = openReader()) {
      commit(writer, 1, writer.stage(record("k", 1, "one")), "k");
      StagedRows nothing = writer.combine(List.of(writer.stager(List.of()).stage(List.of())));

      commit(writer, 2, nothing, "k");

      assertThat(nothing.rows()).isZero();
      assertThat(writer.combine(List.of()).rows()).isZero();
      assertThat(ids(reader)).isEmpty();
    }
  }

  @Test
  void stagerRefusesRowsThatDoNotFitTheTable() {
    try (VectorTableWriter writer = openWriter(spec())) {
      RowStager stager = writer.stager(record("k", 1, "one"));
      VectorRow good = record("k", 1, "one").get(0);
      VectorRow tooShort =
          new VectorRow(good.chunk(), new float[] {1}, good.metadata(), good.landedAt());
      VectorRow unknown =
          new VectorRow(
              good.chunk(),
              good.vector(),
              SampleRows.texts(Map.of("no such", "x")),
              good.landedAt());

      for (List<VectorRow> bad :
          List.of(List.of(tooShort), List.of(unknown), List.of(good, good))) {
        assertThatThrownBy(() -> stager.stage(bad)).isInstanceOf(IllegalArgumentException.class);
      }
    }
  }

  private static WriteOutcome commit(
      VectorTableWriter writer, long sequence, StagedRows rows, String... keys) {
    return writer.commit(
        new VectorCommit(
            new BatchIdentity("s", sequence),
            Set.copyOf(Arrays.asList(keys)),
            rows,
            SampleRows.LANDED_AT));
  }

  private static Set<String> ids(VectorTableReader reader) {
    List<String> ids = new ArrayList<>();
    reader.scan(chunk -> ids.add(chunk.id()));
    assertThat(ids).doesNotHaveDuplicates();
    return new TreeSet<>(ids);
  }

  /** A copy of the object as another process would receive it. */
  @SuppressWarnings("unchecked")
  private static <T> T sent(T value) throws IOException, ClassNotFoundException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(value);
    }
    try (ObjectInputStream in =
        new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
      return (T) in.readObject();
    }
  }
}
