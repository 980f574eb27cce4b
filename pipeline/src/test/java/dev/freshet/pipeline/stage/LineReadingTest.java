package dev.freshet.pipeline.stage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.freshet.core.BatchIdentity;
import dev.freshet.core.error.ErrorCode;
import dev.freshet.core.error.FreshetException;
import dev.freshet.home.layer.Quarantine;
import dev.freshet.home.layer.QuarantineRow;
import dev.freshet.pipeline.change.ChangeEvent;
import dev.freshet.pipeline.change.LandedRow;
import dev.freshet.pipeline.change.Reading;
import dev.freshet.pipeline.order.SourcePosition;
import dev.freshet.pipeline.stage.landed.LandedBatch;
import dev.freshet.pipeline.stage.landed.LineReading;
import dev.freshet.pipeline.stage.landed.LineReading.ReadLine;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LineReadingTest {

  private static final BatchIdentity BATCH = new BatchIdentity("s", 1);

  @Test
  void lineAtWhichTheReaderFailsIsQuarantinedAndTheOthersGoOn() {
    List<LandedRow> rows = List.of(row(1, "good"), row(2, "secret"), row(3, "good"));

    List<ReadLine> lines =
        new LineReading(LineReadingTest::read).read(new LandedBatch(BATCH, rows));
    SilverStage.Sorted silver = new SilverStage(BATCH).sort(lines);

    assertThat(new BronzeStage(BATCH).rows(lines, Map.of())).hasSize(3);
    assertThat(silver.rows()).hasSize(2);
    assertThat(silver.events()).extracting(event -> event.row().line()).containsExactly(1L, 3L);
    assertThat(silver.quarantine()).hasSize(1);
    QuarantineRow quarantined = silver.quarantine().get(0);
    assertThat(quarantined.lineage().line()).isEqualTo(2);
    assertThat(quarantined.payload()).isEqualTo("secret");
    assertThat(quarantined.stage()).isEqualTo(Quarantine.Stage.READ);
    assertThat(quarantined.reason())
        .isEqualTo(
            "Cannot read the line: its reader failed with java.lang.ArithmeticException, which is a"
                + " defect of Freshet. Report it, and land the line again when it is fixed.");
  }

  @Test
  void lineThatIsNestedTooDeepForItsReaderIsQuarantined() {
    List<ReadLine> lines =
        new LineReading(
                row -> {
                  throw new StackOverflowError();
                })
            .read(new LandedBatch(BATCH, List.of(row(1, "[[[["))));

    assertThat(new SilverStage(BATCH).sort(lines).quarantine())
        .extracting(QuarantineRow::reason)
        .allMatch(reason -> reason.contains("java.lang.StackOverflowError"))
        .hasSize(1);
  }

  @Test
  void readerThatCannotReadAnythingEndsTheBatch() {
    FreshetException failure =
        new FreshetException(ErrorCode.EXTRACTION_FAILED, "Cannot read documents: gone.");

    assertThatThrownBy(
            () ->
                new LineReading(
                        row -> {
                          throw failure;
                        })
                    .read(new LandedBatch(BATCH, List.of(row(1, "good")))))
        .isSameAs(failure);
  }

  private static Reading read(LandedRow row) {
    if ("secret".equals(row.value())) {
      throw new ArithmeticException("long overflow");
    }
    return new Reading.Event(
        new ChangeEvent(ChangeEvent.Op.DELETE, "k", null, 1L, SourcePosition.none(0), null, null),
        null);
  }

  private static LandedRow row(long line, String value) {
    return new LandedRow(value, line, "/landing/part.json", 1, 10, Instant.EPOCH, null);
  }
}
