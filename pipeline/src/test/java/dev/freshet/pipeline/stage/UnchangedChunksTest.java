package dev.freshet.pipeline.stage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.home.metric.PipelineMetric;
import dev.freshet.pipeline.change.LandedRow;
import dev.freshet.pipeline.metrics.BatchReport;
import dev.freshet.pipeline.metrics.ChunkCounts;
import dev.freshet.pipeline.metrics.CounterEquation;
import dev.freshet.pipeline.metrics.PipelineMetrics;
import dev.freshet.testkit.vector.FakeVectorTable;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A text with a vector is not embedded again, for whatever reason it is processed again. */
class UnchangedChunksTest {

  private static final int RECORDS = 1_000;
  private static final int CHUNKS_PER_RECORD = 4;

  @TempDir Path dir;

  private StageHome home;

  @BeforeEach
  void open() {
    home = StageHome.in(dir);
  }

  @AfterEach
  void close() {
    home.close();
  }

  @Test
  void landingACorpusAgainWithOneRecordInAHundredChangedEmbedsThoseAlone() {
    // Given
    home.process(Change.file(1, corpus(1)));
    long embeddedBefore = home.embedder.textsEmbedded();
    assertThat(embeddedBefore).isEqualTo(RECORDS * CHUNKS_PER_RECORD);
    List<Change> changed = corpus(2);
    for (int i = 0; i < RECORDS; i += 100) {
      changed.set(i, Change.upsert("r" + i, 2, text(i).replace("chunk", "edited")));
    }

    // When
    BatchReport report = home.process(Change.file(2, changed));

    // Then
    long embedded = home.embedder.textsEmbedded() - embeddedBefore;
    assertThat(embedded).isPositive().isLessThanOrEqualTo(RECORDS * CHUNKS_PER_RECORD * 15 / 1000);
    assertThat(report.changes().accepted()).isEqualTo(RECORDS);
    assertThat(report.vectors().chunks())
        .isEqualTo(new ChunkCounts(4 * RECORDS, embedded, 4 * RECORDS - embedded, 0, 0));
    assertThat(measured(PipelineMetric.CHUNKS_EMBEDDED)).isEqualTo(embeddedBefore + embedded);
    assertThat(measured(PipelineMetric.CHUNKS_CACHED)).isEqualTo(4 * RECORDS - embedded);
    assertThat(home.contents().chunks())
        .hasSize(RECORDS * CHUNKS_PER_RECORD)
        .containsEntry("r1#0", "2 chunk 0 of record 1")
        .containsEntry("r100#0", "2 edited 0 of record 100");
  }

  @Test
  void editOfOneChunkEmbedsThatChunk() {
    home.process(Change.file(1, Change.upsert("a", 1, "alpha|beta|gamma")));

    BatchReport report = home.process(Change.file(2, Change.upsert("a", 2, "alpha|delta|gamma")));

    assertThat(report.vectors().chunks()).isEqualTo(new ChunkCounts(3, 1, 2, 0, 0));
  }

  @Test
  void updateOfMetadataEmbedsNothing() {
    home.process(Change.lines(1, List.of(row(1, "red"))));
    int calls = home.embedder.calls();

    BatchReport report = home.process(Change.lines(2, List.of(row(2, "blue"))));

    assertThat(report.changes().accepted()).isEqualTo(1);
    assertThat(report.vectors().rows()).isEqualTo(2);
    assertThat(report.vectors().chunks()).isEqualTo(new ChunkCounts(2, 0, 2, 0, 0));
    assertThat(home.embedder.calls()).as("calls of the model").isEqualTo(calls);
  }

  @Test
  void restartedProcessKnowsTheChunksOfTheOneBefore() {
    home.process(Change.file(1, corpus(1)));
    long embedded = home.embedder.textsEmbedded();

    home.restart();
    home.process(Change.file(2, corpus(2)));

    assertThat(home.embedder.textsEmbedded()).isEqualTo(embedded);
  }

  @Test
  void batchThatDiedAfterEmbeddingIsRepeatedWithoutTheModel() {
    List<LandedRow> batch = Change.file(1, corpus(1));
    home.processUntil(BatchStep.LAYERS_APPENDED, batch);
    long embedded = home.embedder.textsEmbedded();

    home.restart();
    BatchReport report = home.process(batch);

    assertThat(report.vectors().chunks().cached()).isEqualTo(RECORDS * CHUNKS_PER_RECORD);
    assertThat(home.embedder.textsEmbedded()).isEqualTo(embedded);
  }

  @Test
  void lostVectorTableIsFilledAgainWithoutTheModel() {
    home.process(Change.file(1, corpus(1)));
    long embedded = home.embedder.textsEmbedded();
    HomeContents before = home.contents();

    home.stop();
    home.vectors = new FakeVectorTable();
    home.start();

    assertThat(home.contents()).isEqualTo(before);
    assertThat(home.embedder.textsEmbedded()).isEqualTo(embedded);
  }

  @Test
  void lostCacheLosesNothing() {
    home.process(Change.file(1, corpus(1)));
    home.stop();
    home.deleteVectorCache();
    home.start();

    BatchReport report = home.process(Change.file(2, corpus(2)));

    assertThat(report.vectors().chunks().embedded()).isEqualTo(RECORDS * CHUNKS_PER_RECORD);
    assertThat(home.contents().chunks()).containsEntry("r1#0", "2 chunk 0 of record 1");
  }

  @Test
  void everyChunkIsCountedOnceByWhereItsVectorCameFrom() {
    home.process(Change.file(1, Change.upsert("a", 1, "known")));

    BatchReport report =
        home.process(
            Change.file(
                2,
                Change.upsert("b", 1, "known|new|new"),
                Change.upsert("c", 1, "new|" + StageHome.REFUSED)));

    assertThat(report.vectors().chunks()).isEqualTo(new ChunkCounts(5, 1, 1, 2, 1));
    assertThat(measured(PipelineMetric.CHUNKS_CUT)).isEqualTo(6);
  }

  /** A meter after all batches so far. */
  private long measured(PipelineMetric metric) {
    PipelineMetrics metrics = new PipelineMetrics(new SimpleMeterRegistry());
    home.reports.forEach(metrics::completed);
    assertThat(CounterEquation.broken(metrics)).isEmpty();
    return metrics.total(metric);
  }

  private static List<Change> corpus(long version) {
    List<Change> corpus = new ArrayList<>();
    for (int i = 0; i < RECORDS; i++) {
      corpus.add(Change.upsert("r" + i, version, text(i)));
    }
    return corpus;
  }

  private static String text(int record) {
    List<String> chunks = new ArrayList<>();
    for (int i = 0; i < CHUNKS_PER_RECORD; i++) {
      chunks.add("chunk " + i + " of record " + record);
    }
    return String.join("|", chunks);
  }

  private static String row(long version, String tenant) {
    return "{\"id\":\"a\",\"rev\":%d,\"tenant\":\"%s\",\"body\":\"one|two\"}"
        .formatted(version, tenant);
  }
}
