package dev.freshet.testkit.vector;

import static dev.freshet.testkit.vector.SampleRows.LANDED_AT;
import static dev.freshet.testkit.vector.SampleRows.record;
import static dev.freshet.testkit.vector.SampleRows.spec;
import static dev.freshet.testkit.vector.SampleRows.vector;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.freshet.core.BatchIdentity;
import dev.freshet.core.error.CommitStateUnknownException;
import dev.freshet.core.error.ErrorCode;
import dev.freshet.core.error.FencedWriterException;
import dev.freshet.core.error.FreshetException;
import dev.freshet.core.error.InvalidRequestException;
import dev.freshet.core.filter.Filter;
import dev.freshet.core.metadata.MetadataValue;
import dev.freshet.core.vector.Distance;
import dev.freshet.core.vector.Hit;
import dev.freshet.core.vector.StagedRows;
import dev.freshet.core.vector.VectorCommit;
import dev.freshet.core.vector.VectorQuery;
import dev.freshet.core.vector.VectorRow;
import dev.freshet.core.vector.VectorTableReader;
import dev.freshet.core.vector.VectorTableSpec;
import dev.freshet.core.vector.VectorTableWriter;
import dev.freshet.core.vector.WriteOutcome;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What every vector table must do. Subclasses provide one fresh table per test method. */
public abstract class VectorTableContract extends TextSearchContract {

  private static final Instant AS_OF = Instant.parse("2026-01-02T04:00:00.123456Z");

  /** Makes the next commit go wrong, at least that of a writer which is opened afterwards. */
  protected abstract void failNextCommit(CommitFault fault);

  @Test
  void readerOfAMissingTableSaysThatItIsMissing() {
    assertThatThrownBy(this::openReader)
        .isInstanceOfSatisfying(
            FreshetException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.TABLE_NOT_FOUND));
  }

  @Test
  void newTableIsEmptyAndSearchable() {
    try (VectorTableWriter writer = openWriter(spec());
        VectorTableReader reader = openReader()) {
      assertThat(writer.lastCommitted("s")).isEmpty();
      assertThat(search(reader, "anything", 5)).isEmpty();
      assertThat(reader.state().rows()).isZero();
      assertThat(reader.state().asOf()).isEmpty();
      assertThat(chunkIds(reader)).isEmpty();
      assertThat(reader.spec()).isEqualTo(spec());
    }
  }

  @Test
  void committedRowsAreFoundWithAllTheirColumns() {
    try (VectorTableWriter writer = openWriter(spec());
        VectorTableReader reader = openReader()) {
      // When
      WriteOutcome outcome = commit(writer, 1, record("k", 7, "first", "second"));

      // Then
      Hit hit = search(reader, "second", 1).get(0);
      assertThat(hit.key()).isEqualTo("k");
      assertThat(hit.id()).isEqualTo("k#1");
      assertThat(hit.chunkIndex()).isEqualTo(1);
      assertThat(hit.text()).isEqualTo("second");
      assertThat(hit.version()).isEqualTo(7);
      assertThat(hit.distance()).isBetween(-1e-5f, 1e-5f);
      assertThat(hit.score()).isBetween(0.9999f, 1.0001f);
      assertThat(hit.metadata())
          .containsEntry("tenant", new MetadataValue.Text("a"))
          .containsEntry("author", null);
      assertThat(outcome).isInstanceOf(WriteOutcome.Committed.class);
      assertThat(reader.state().asOf()).contains(AS_OF);
      assertThat(reader.state().rows()).isEqualTo(2);
      assertThat(reader.state().version()).isEqualTo(outcome.version());
    }
  }

  @Test
  void hitsComeBestFirstAndAtMostK() {
    try (VectorTableWriter writer = openWriter(spec());
        VectorTableReader reader = openReader()) {
      commit(writer, 1, record("k", 1, texts(30)));

      List<Hit> hits = search(reader, "text 4", 10);

      assertThat(hits)
          .hasSize(10)
          .isSortedAccordingTo((a, b) -> Float.compare(b.score(), a.score()));
      assertThat(hits.get(0).text()).isEqualTo("text 4");
    }
  }

  @Test
  void scanGivesEveryRowWithWhatVerifyNeeds() {
    try (VectorTableWriter writer = openWriter(spec());
        VectorTableReader reader = openReader()) {
      List<VectorRow> rows = record("k", 3, "first", "second");
      commit(writer, 1, rows);

      Map<String, Object> seen = new TreeMap<>();
      reader.scan(
          stored -> {
            assertThat(stored.hasVector()).isTrue();
            assertThat(stored.fingerprint()).isEqualTo(spec().fingerprint());
            assertThat(stored.recordKey()).isEqualTo("k");
            assertThat(stored.recordVersion()).isEqualTo(3);
            seen.put(stored.id(), stored.chunkIndex() + stored.contentHash());
          });

      assertThat(seen)
          .containsOnly(
              Map.entry("k#0", 0 + rows.get(0).chunk().contentHash()),
              Map.entry("k#1", 1 + rows.get(1).chunk().contentHash()));
    }
  }

  @Test
  void replacedRecordLosesAllItsOldChunksInTheSameVersion() {
    try (VectorTableWriter writer = openWriter(spec());
        VectorTableReader reader = openReader()) {
      WriteOutcome first = commit(writer, 1, record("k", 1, "one", "two", "three"));

      WriteOutcome second = commit(writer, 2, record("k", 2, "four"));

      assertThat(second).isEqualTo(new WriteOutcome.Committed(first.version() + 1, 3, 0));
      assertThat(search(reader, "one", 10)).extracting(Hit::text).containsExactly("four");
    }
  }

  @Test
  void stagedRowsAreInvisibleUntilTheyAreCommitted() {
    try (VectorTableWriter writer = openWriter(spec());
        VectorTableReader reader = openReader()) {
      StagedRows staged = writer.stage(record("k", 1, "one"));

      assertThat(staged.rows()).isEqualTo(1);
      assertThat(chunkIds(reader)).isEmpty();
    }
  }

  @Test
  void batchCommittedTwiceIsInTheTableOnce() {
    try (VectorTableWriter writer = openWriter(spec());
        VectorTableReader reader = openReader()) {
      VectorCommit batch = batch(writer, "s", 1, record("k", 1, "one"), Set.of("k"));
      WriteOutcome first = writer.commit(batch);

      WriteOutcome second = writer.commit(batch);

      assertThat(second).isEqualTo(new WriteOutcome.AlreadyCommitted(first.version()));
      assertThat(chunkIds(reader)).containsExactly("k#0");
    }
  }

  @Test
  void batchBehindTheLastOneIsNotWritten() {
    try (VectorTableWriter writer = openWriter(spec());
        VectorTableReader reader = openReader()) {
      commit(writer, 5, record("k", 1, "one"));

      WriteOutcome outcome = commit(writer, 4, record("late", 1, "late"));

      assertThat(outcome).isInstanceOf(WriteOutcome.AlreadyCommitted.class);
      assertThat(chunkIds(reader)).containsExactly("k#0");
      assertThat(writer.lastCommitted("s")).contains(new BatchIdentity("s", 5));
    }
  }

  @Test
  void streamsAreCountedApartAndSurviveReopening() {
    try (VectorTableWriter writer = openWriter(spec())) {
      commit(writer, 5, record("k", 1, "one"));
      writer.commit(batch(writer, "other", 2, record("l", 1, "two"), Set.of("l")));
    }
    try (VectorTableWriter writer = openWriter(spec());
        VectorTableReader reader = openReader()) {
      assertThat(writer.lastCommitted("s")).contains(new BatchIdentity("s", 5));
      assertThat(writer.lastCommitted("other")).contains(new BatchIdentity("other", 2));
      assertThat(writer.lastCommitted("unknown")).isEmpty();
      assertThat(reader.state().asOf()).contains(AS_OF);
      assertThat(chunkIds(reader)).containsExactly("k#0", "l#0");
    }
  }

  @Test
  void olderWriterIsFencedByANewOne() {
    try (VectorTableWriter zombie = openWriter(spec())) {
      commit(zombie, 1, record("k", 1, "one"));
      VectorCommit inFlight = batch(zombie, "s", 2, record("k", 2, "zombie"), Set.of("k"));
      try (VectorTableWriter successor = openWriter(spec());
          VectorTableReader reader = openReader()) {
        assertThatThrownBy(() -> zombie.commit(inFlight)).isInstanceOf(FencedWriterException.class);
        assertThat(commit(successor, 2, record("k", 2, "two")))
            .isInstanceOf(WriteOutcome.Committed.class);
        assertThatThrownBy(() -> zombie.commit(inFlight)).isInstanceOf(FencedWriterException.class);
        assertThat(search(reader, "two", 10)).extracting(Hit::text).containsExactly("two");
      }
    }
  }

  @Test
  void batchWithoutRowsAndKeysIsRemembered() {
    try (VectorTableWriter writer = openWriter(spec());
        VectorTableReader reader = openReader()) {
      WriteOutcome onEmpty = commit(writer, 1, List.of());
      commit(writer, 2, record("k", 1, "one"));
      WriteOutcome onRows = commit(writer, 3, List.of());

      assertThat(onEmpty).isInstanceOf(WriteOutcome.Committed.class);
      assertThat(onRows).isInstanceOf(WriteOutcome.Committed.class);
      assertThat(writer.lastCommitted("s")).contains(new BatchIdentity("s", 3));
      assertThat(chunkIds(reader)).containsExactly("k#0");
    }
  }

  @Test
  void emptiedTableKeepsItsIdentityAndCanBeFilledAgain() {
    try (VectorTableWriter writer = openWriter(spec());
        VectorTableReader reader = openReader()) {
      commit(writer, 1, record("k", 1, "one", "two"));

      WriteOutcome emptied = writer.commit(batch(writer, "s", 2, List.of(), Set.of("k", "absent")));

      assertThat(emptied)
          .isInstanceOfSatisfying(
              WriteOutcome.Committed.class, c -> assertThat(c.deletedRows()).isEqualTo(2));
      assertThat(chunkIds(reader)).isEmpty();
      assertThat(search(reader, "one", 3)).isEmpty();
      assertThat(reader.state().rows()).isZero();
      assertThat(writer.lastCommitted("s")).contains(new BatchIdentity("s", 2));
      commit(writer, 3, record("k", 3, "three"));
      assertThat(chunkIds(reader)).containsExactly("k#0");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "it's",
        "a''b",
        "back\\slash",
        "\"double\"",
        "%_",
        "\uD83D\uDE00 key",
        "tab\tline\n",
        ""
      })
  void anyKeyIsReplacedExactly(String key) {
    try (VectorTableWriter writer = openWriter(spec());
        VectorTableReader reader = openReader()) {
      List<VectorRow> both = new ArrayList<>(record(key, 1, "one"));
      both.addAll(record("bystander", 1, "bystander"));
      commit(writer, 1, both);

      commit(writer, 2, record(key, 2, "two"));

      assertThat(search(reader, "two", 10))
          .extracting(hit -> hit.key() + " " + hit.text())
          .containsExactlyInAnyOrder(key + " two", "bystander bystander");
    }
  }

  @Test
  void thousandsOfKeysAreReplacedInOneVersion() {
    try (VectorTableWriter writer = openWriter(spec());
        VectorTableReader reader = openReader()) {
      List<VectorRow> before = new ArrayList<>();
      List<VectorRow> after = new ArrayList<>();
      for (int i = 0; i < 2_500; i++) {
        before.addAll(record("key-" + i, 1, "before " + i));
        after.addAll(record("key-" + i, 2, "after " + i));
      }
      commit(writer, 1, before);

      WriteOutcome outcome = commit(writer, 2, after);

      assertThat(outcome)
          .isInstanceOfSatisfying(
              WriteOutcome.Committed.class, c -> assertThat(c.deletedRows()).isEqualTo(2_500));
      Set<Long> versions = new HashSet<>();
      reader.scan(stored -> versions.add(stored.recordVersion()));
      assertThat(versions).containsExactly(2L);
      assertThat(reader.state().rows()).isEqualTo(2_500);
    }
  }

  @Test
  void filterNarrowsTheSearchBeforeTheNearestAreChosen() {
    try (VectorTableWriter writer = openWriter(spec());
        VectorTableReader reader = openReader()) {
      List<VectorRow> rows = new ArrayList<>(record("many", 1, "a", List.of(texts(40))));
      rows.addAll(record("one", 1, "it's b", List.of("far away")));
      commit(writer, 1, rows);

      VectorQuery query =
          new VectorQuery(vector("text 1"), 3, Optional.of(Filter.parse("tenant = 'it''s b'")));

      assertThat(reader.search(query).hits()).extracting(Hit::key).containsExactly("one");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"nowhere = 'a'", "tenant ==== 'a'", "tenant = 'a", ""})
  void unusableFilterIsTheCallersMistake(String filter) {
    try (VectorTableWriter writer = openWriter(spec());
        VectorTableReader reader = openReader()) {
      commit(writer, 1, record("k", 1, "one"));

      assertThatThrownBy(
              () ->
                  reader.search(
                      new VectorQuery(
                          vector("one"), 3, Optional.ofNullable(filter).map(Filter::parse))))
          .isInstanceOf(InvalidRequestException.class)
          .hasMessageStartingWith("Cannot search");
    }
  }

  @Test
  void unusableQueryVectorIsTheCallersMistake() {
    float[] notANumber = vector("one");
    notANumber[3] = Float.NaN;
    try (VectorTableWriter writer = openWriter(spec());
        VectorTableReader reader = openReader()) {
      commit(writer, 1, record("k", 1, "one"));

      assertThatThrownBy(() -> reader.search(new VectorQuery(vector("one", 3), 3)))
          .isInstanceOf(InvalidRequestException.class);
      assertThatThrownBy(() -> reader.search(new VectorQuery(notANumber, 3)))
          .isInstanceOf(InvalidRequestException.class);
    }
  }

  @Test
  void tableOfAnotherModelIsRefused() {
    openWriter(spec()).close();
    VectorTableSpec other =
        VectorTableSpec.of(
            spec().dimension(), Distance.COSINE, "other-model/1", spec().metadataColumns());

    assertThatThrownBy(() -> openWriter(other))
        .isInstanceOfSatisfying(
            FreshetException.class,
            e -> assertThat(e.code()).isEqualTo(ErrorCode.FINGERPRINT_MISMATCH))
        .hasMessageContainingAll("other-model/1", spec().fingerprint());
  }

  @Test
  void rowsThatDoNotFitAreRefusedBeforeAnythingIsWritten() {
    VectorRow fine = record("k", 1, "one").get(0);
    VectorRow shortVector = new VectorRow(fine.chunk(), vector("one", 3), Map.of(), LANDED_AT);
    VectorRow strangeColumn =
        new VectorRow(
            fine.chunk(), fine.vector(), SampleRows.texts(Map.of("strange", "x")), LANDED_AT);
    try (VectorTableWriter writer = openWriter(spec())) {
      for (List<VectorRow> rows :
          List.of(List.of(shortVector), List.of(strangeColumn), List.of(fine, fine))) {
        assertThatThrownBy(() -> writer.stage(rows)).isInstanceOf(IllegalArgumentException.class);
      }
      StagedRows staged = writer.stage(List.of(fine));
      assertThatThrownBy(
              () ->
                  writer.commit(
                      new VectorCommit(new BatchIdentity("s", 1), Set.of("x"), staged, AS_OF)))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  @ParameterizedTest
  @EnumSource(CommitFault.class)
  void batchWhoseCommitFailedIsInTheTableOnceAfterARetry(CommitFault fault) {
    try (VectorTableWriter writer = openWriter(spec());
        VectorTableReader reader = openReader()) {
      commit(writer, 1, record("k", 1, "one", "two"));
      VectorCommit batch = batch(writer, "s", 2, record("k", 2, "three"), Set.of("k"));
      failNextCommit(fault);

      commitUntilKnown(writer, batch);

      assertThat(search(reader, "three", 10)).extracting(Hit::text).containsExactly("three");
      assertThat(writer.lastCommitted("s")).contains(new BatchIdentity("s", 2));
    }
  }

  @ParameterizedTest
  @EnumSource(CommitFault.class)
  void firstBatchWhoseCommitFailedIsInTheTableOnceAfterARetry(CommitFault fault) {
    try (VectorTableWriter writer = openWriter(spec());
        VectorTableReader reader = openReader()) {
      VectorCommit batch = batch(writer, "s", 1, record("k", 1, "one"), Set.of("k"));
      failNextCommit(fault);

      commitUntilKnown(writer, batch);

      assertThat(search(reader, "one", 10)).extracting(Hit::text).containsExactly("one");
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 20_260_101, 987_654_321})
  void randomBatchesLeaveWhatTheModelSays(long seed) {
    Random random = new Random(seed);
    RandomBatches batches = new RandomBatches(random);
    VectorTableWriter writer = openWriter(spec());
    try (VectorTableReader reader = openReader()) {
      for (int sequence = 1; sequence <= 40; sequence++) {
        if (random.nextInt(8) == 0) {
          writer.close();
          writer = openWriter(spec());
        }
        List<VectorRow> rows = batches.next(sequence);
        VectorCommit batch = batch(writer, "s", sequence, rows, batches.changedKeys());
        if (random.nextInt(5) == 0) {
          failNextCommit(CommitFault.values()[random.nextInt(CommitFault.values().length)]);
        }
        commitUntilKnown(writer, batch);
        for (int retries = random.nextInt(3); retries > 0; retries--) {
          int stale = 1 + random.nextInt(sequence);
          assertThat(commit(writer, stale, record("k1", stale, "stale")))
              .isInstanceOf(WriteOutcome.AlreadyCommitted.class);
        }
        assertThat(chunkIds(reader)).as("after batch %s", sequence).isEqualTo(batches.liveIds());
      }
      assertThat(reader.state().rows()).isEqualTo(batches.liveIds().size());
    } finally {
      writer.close();
    }
  }

  private static String[] texts(int count) {
    return IntStream.range(0, count).mapToObj(i -> "text " + i).toArray(String[]::new);
  }

  private static WriteOutcome commit(
      VectorTableWriter writer, long sequence, List<VectorRow> rows) {
    Set<String> keys = new HashSet<>();
    rows.forEach(row -> keys.add(row.chunk().recordKey()));
    return writer.commit(batch(writer, "s", sequence, rows, keys));
  }

  private static VectorCommit batch(
      VectorTableWriter writer,
      String stream,
      long sequence,
      List<VectorRow> rows,
      Set<String> keys) {
    return new VectorCommit(new BatchIdentity(stream, sequence), keys, writer.stage(rows), AS_OF);
  }

  /** Repeats the commit, as a caller must after an unknown outcome. */
  private static void commitUntilKnown(VectorTableWriter writer, VectorCommit batch) {
    for (int attempt = 1; ; attempt++) {
      try {
        writer.commit(batch);
        return;
      } catch (CommitStateUnknownException e) {
        if (attempt == 3) {
          throw e;
        }
      }
    }
  }

  private static List<Hit> search(VectorTableReader reader, String text, int k) {
    return reader.search(new VectorQuery(vector(text), k)).hits();
  }

  /** Ids of all rows; fails if two rows have the same id. */
  private static Set<String> chunkIds(VectorTableReader reader) {
    Set<String> ids = new TreeSet<>();
    reader.scan(
        stored -> assertThat(ids.add(stored.id())).as("%s is single", stored.id()).isTrue());
    return ids;
  }
}
