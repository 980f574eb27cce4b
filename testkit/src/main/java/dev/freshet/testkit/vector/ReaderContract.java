package dev.freshet.testkit.vector;

import static dev.freshet.testkit.vector.SampleRows.record;
import static dev.freshet.testkit.vector.SampleRows.spec;
import static dev.freshet.testkit.vector.SampleRows.vector;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.freshet.core.BatchIdentity;
import dev.freshet.core.error.InvalidRequestException;
import dev.freshet.core.filter.Filter;
import dev.freshet.core.vector.SearchResult;
import dev.freshet.core.vector.VectorCommit;
import dev.freshet.core.vector.VectorQuery;
import dev.freshet.core.vector.VectorRow;
import dev.freshet.core.vector.VectorTableReader;
import dev.freshet.core.vector.VectorTableWriter;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** What every reader must report of the version it answers from. */
abstract class ReaderContract extends StagedPartsContract {

  private static final Instant AS_OF = Instant.parse("2026-01-02T04:00:00Z");
  private static final int BATCHES = 30;

  /** Each batch replaces all records, so the versions of the rows tell which batch was seen. */
  @Test
  void severalQuestionsAreAnsweredFromOneVersionWhileCommitsCome() throws Exception {
    try (VectorTableWriter writer = openWriter(spec());
        VectorTableReader reader = openReader()) {
      replaceAll(writer, 1);
      CompletableFuture<Void> writing =
          CompletableFuture.runAsync(
              () -> {
                for (int sequence = 2; sequence <= BATCHES; sequence++) {
                  replaceAll(writer, sequence);
                }
              });

      long seen = 0;
      do {
        List<SearchResult> results = reader.search(questions());

        long batch = lastBatch(results.get(0));
        assertThat(batch).isGreaterThanOrEqualTo(seen);
        for (SearchResult result : results) {
          assertThat(result.table()).isEqualTo(results.get(0).table());
          assertThat(result.hits()).hasSize(2).allMatch(hit -> hit.version() == batch);
        }
        seen = batch;
      } while (!writing.isDone());
      writing.get(30, TimeUnit.SECONDS);

      assertThat(lastBatch(reader.search(questions()).get(0))).isEqualTo(BATCHES);
    }
  }

  private static List<VectorQuery> questions() {
    return List.of(
        new VectorQuery(vector("q"), 10),
        new VectorQuery(vector("other"), 10, Optional.of(Filter.parse("tenant = 'a'"))),
        new VectorQuery(vector("third"), 10, Optional.of(Filter.parse("record_key >= 'k'"))));
  }

  private static long lastBatch(SearchResult result) {
    return result.table().lastBatches().get(0).endSequence();
  }

  private static void replaceAll(VectorTableWriter writer, long sequence) {
    List<VectorRow> rows = new ArrayList<>(record("k", sequence, "one"));
    rows.addAll(record("l", sequence, "two"));
    put(writer, sequence, Set.of("k", "l"), rows);
  }

  @Test
  void answerCarriesTheStateOfTheVersionItComesFrom() {
    try (VectorTableWriter writer = openWriter(spec());
        VectorTableReader reader = openReader()) {
      for (int sequence = 1; sequence <= 3; sequence++) {
        put(writer, sequence, Set.of("k" + sequence), record("k" + sequence, 1, "one"));

        SearchResult result = reader.search(new VectorQuery(vector("one"), 10));

        assertThat(result.table()).isEqualTo(reader.state());
        assertThat(result.table().rows()).isEqualTo(sequence);
        assertThat(result.table().asOf()).contains(AS_OF);
        assertThat(result.hits()).hasSize(sequence);
      }
    }
  }

  @Test
  void oneUnusableQuestionOfSeveralFailsThemAll() {
    try (VectorTableWriter writer = openWriter(spec());
        VectorTableReader reader = openReader()) {
      put(writer, 1, Set.of("k"), record("k", 1, "one"));
      VectorQuery unusable =
          new VectorQuery(vector("q"), 3, Optional.of(Filter.parse("nowhere = 'a'")));

      assertThatThrownBy(() -> reader.search(List.of(new VectorQuery(vector("q"), 3), unusable)))
          .isInstanceOf(InvalidRequestException.class);
    }
  }

  @Test
  void versionOfARecordFollowsWhatHappensToIt() {
    try (VectorTableWriter writer = openWriter(spec());
        VectorTableReader reader = openReader()) {
      assertThat(reader.versionOf("it's")).as("never came").isEmpty();

      put(writer, 1, Set.of(), record("it's", 7, "one", "two"));
      assertThat(reader.versionOf("it's")).as("live").hasValue(7);
      assertThat(reader.versionOf("it")).as("another").isEmpty();

      put(writer, 2, Set.of(), record("it's", Long.MAX_VALUE, "three"));
      assertThat(reader.versionOf("it's")).as("replaced").hasValue(Long.MAX_VALUE);

      put(writer, 3, Set.of("it's", "empty"), record("other", 1, "four"));
      assertThat(reader.versionOf("it's")).as("deleted").isEmpty();
      assertThat(reader.versionOf("empty")).as("without text").isEmpty();
      assertThat(reader.versionOf("")).as("the anchor row is no record").isEmpty();
    }
  }

  @Test
  void recordOfAnEmptyTableHasNoVersion() {
    try (VectorTableWriter writer = openWriter(spec());
        VectorTableReader reader = openReader()) {
      assertThat(writer.lastCommitted("s")).isEmpty();
      assertThat(reader.versionOf("")).as("the anchor row is no record").isEmpty();
    }
  }

  private static void put(
      VectorTableWriter writer, long sequence, Set<String> keys, List<VectorRow> rows) {
    Set<String> replaced = new HashSet<>(keys);
    rows.forEach(row -> replaced.add(row.chunk().recordKey()));
    writer.commit(
        new VectorCommit(new BatchIdentity("s", sequence), replaced, writer.stage(rows), AS_OF));
  }
}
