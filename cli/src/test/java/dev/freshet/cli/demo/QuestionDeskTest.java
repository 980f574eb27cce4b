package dev.freshet.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.freshet.core.BatchIdentity;
import dev.freshet.core.Chunk;
import dev.freshet.core.embed.EmbedOutcome;
import dev.freshet.core.embed.InputType;
import dev.freshet.core.vector.Distance;
import dev.freshet.core.vector.VectorCommit;
import dev.freshet.core.vector.VectorRow;
import dev.freshet.core.vector.VectorTableReader;
import dev.freshet.core.vector.VectorTableSpec;
import dev.freshet.core.vector.VectorTableWriter;
import dev.freshet.demo.corpus.DemoQuestion;
import dev.freshet.demo.feed.ChangeCounts;
import dev.freshet.demo.feed.FeedFile;
import dev.freshet.testkit.embed.HashEmbedder;
import dev.freshet.testkit.vector.FakeVectorTable;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class QuestionDeskTest {

  private static final Instant LANDED = Instant.parse("2026-03-01T10:00:00Z");
  private static final DemoQuestion ASKED = DemoQuestion.ALL.get(0);

  private final HashEmbedder embedder = new HashEmbedder(32);
  private final FakeVectorTable table = new FakeVectorTable();
  private final AtomicReference<Optional<Instant>> asOf = new AtomicReference<>(Optional.empty());
  private final StringWriter printed = new StringWriter();
  private VectorTableWriter writer;
  private VectorTableReader reader;
  private QuestionDesk desk;
  private int batches;

  @BeforeEach
  void open() {
    writer =
        table.openWriter(
            VectorTableSpec.of(32, Distance.COSINE, embedder.spec().fingerprint(), List.of()));
    reader = table.openReader();
    desk =
        new QuestionDesk(
            new DemoSearch(embedder, reader), asOf::get, new DemoConsole(new PrintWriter(printed)));
  }

  @AfterEach
  void close() {
    desk.close();
    reader.close();
    writer.close();
  }

  @Test
  void asksNothingBeforeTheReleaseIsSearchable() {
    write("first", ASKED.text());
    asOf.set(Optional.of(LANDED));

    desk.releaseLanded(landed("1.4"));

    await().during(Duration.ofMillis(300)).atMost(Duration.ofSeconds(5)).until(this::isSilent);
    asOf.set(Optional.of(LANDED.plusMillis(1)));
    awaitPrinted("release 1.4 is searchable as a whole");
  }

  @Test
  void printsTheAnswerOfTheFirstReleaseAndHowALaterOneChangesIt() {
    asOf.set(Optional.of(LANDED.plusSeconds(1)));
    write("old", ASKED.text() + " roughly");
    desk.releaseLanded(landed("1.4"));
    awaitPrinted("    answer:  old");

    write("new", ASKED.text());
    desk.releaseLanded(landed(ASKED.answers().get(1).release()));

    awaitPrinted("    before:  old", "    now:     new");
  }

  @Test
  void answerThatStaysIsNotPrintedAgain() {
    asOf.set(Optional.of(LANDED.plusSeconds(1)));
    write("old", ASKED.text());
    desk.releaseLanded(landed("1.4"));
    String later = ASKED.answers().get(1).release();

    desk.releaseLanded(landed(later));

    awaitPrinted("release " + later + " is searchable as a whole");
    desk.close();
    assertThat(printed.toString())
        .containsOnlyOnce("\"" + ASKED.text() + "\"")
        .doesNotContain("now:");
  }

  @Test
  void searchThatFailsIsReportedAndTheNextReleaseIsAsked() {
    asOf.set(Optional.of(LANDED.plusSeconds(1)));
    write("old", ASKED.text());
    embedder.failNextCalls(1);

    desk.releaseLanded(landed("1.4"));
    awaitPrinted("Cannot ask about release 1.4: Cannot embed 1 texts: ");

    desk.releaseLanded(landed("2.0.1"));
    awaitPrinted("    answer:  old");
  }

  @Test
  void closingDoesNotWaitForAReleaseThatNeverBecomesSearchable() {
    desk.releaseLanded(landed("1.4"));
    long started = System.nanoTime();

    desk.close();

    assertThat(Duration.ofNanos(System.nanoTime() - started)).isLessThan(Duration.ofSeconds(10));
    assertThat(printed.toString()).isEmpty();
  }

  private void awaitPrinted(String... lines) {
    await()
        .atMost(Duration.ofSeconds(10))
        .untilAsserted(() -> assertThat(printed.toString()).contains(lines));
  }

  private boolean isSilent() {
    return printed.toString().isEmpty();
  }

  private static FeedFile landed(String release) {
    return new FeedFile("file.json", release, new ChangeCounts(1, 0, 0), LANDED, true);
  }

  private void write(String key, String text) {
    float[] vector =
        ((EmbedOutcome.Embedded) embedder.embed(List.of(text), InputType.DOCUMENT).get(0)).vector();
    Chunk chunk = Chunk.of(key, 1, List.of(text)).get(0);
    writer.commit(
        new VectorCommit(
            new BatchIdentity("stream", ++batches),
            Set.of(key),
            writer.stage(List.of(new VectorRow(chunk, vector, Map.of(), LANDED))),
            LANDED));
  }
}
