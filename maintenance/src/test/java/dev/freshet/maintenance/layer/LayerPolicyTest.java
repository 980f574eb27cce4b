package dev.freshet.maintenance.layer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.core.maintenance.MaintenanceStep;
import dev.freshet.core.maintenance.PlannedStep;
import dev.freshet.home.delta.upkeep.LayerShape;
import dev.freshet.home.delta.upkeep.LayerShape.DataFile;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LayerPolicyTest {

  private static final LayerShape.Log QUIET = new LayerShape.Log(10, 0, 5);

  @Test
  void fewFilesAreLeftAsTheyAre() {
    assertThat(LayerPolicy.plan(shape(files(15, 3), QUIET))).isEmpty();
  }

  @Test
  void sixteenFilesOfATierAreJoinedAndTheReasonSaysWhy() {
    assertThat(LayerPolicy.plan(shape(files(16, 3), QUIET)))
        .containsExactly(
            new PlannedStep(
                new MaintenanceStep.CompactLayer("bronze", 0, 16, 48),
                "bronze: 16 data files of tier 0 with 48 rows and 16 KiB, at most 15 in a tier"));
  }

  @Test
  void fullFilesAndFilesWithoutStatisticsAreLeftAsTheyAre() {
    List<DataFile> files = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      files.add(new DataFile("full" + i, 1_000_000, LayerShape.FULL_BYTES, i));
      files.add(new DataFile("unknown" + i, -1, 3_000, i));
    }

    assertThat(LayerPolicy.plan(shape(files, QUIET))).isEmpty();
  }

  @Test
  void aStepIsBoundedInFilesAndBytes() {
    assertThat(LayerPolicy.plan(shape(files(5_000, 3), QUIET)))
        .extracting(PlannedStep::step)
        .containsExactly(new MaintenanceStep.CompactLayer("bronze", 0, 1_024, 3_072));
    List<DataFile> large =
        IntStream.range(0, 20).mapToObj(i -> new DataFile("f" + i, 9, 40L << 20, i)).toList();
    assertThat(LayerPolicy.plan(shape(large, QUIET)))
        .extracting(PlannedStep::step)
        .containsExactly(new MaintenanceStep.CompactLayer("bronze", 0, 3, 27));
  }

  @Test
  void logIsCleanedWhenEntriesExpiredAndCheckpointedWhenTheWriterCannot() {
    assertThat(LayerPolicy.plan(shape(List.of(), new LayerShape.Log(5_000, 1_400, 100))))
        .extracting(PlannedStep::reason)
        .containsExactly(
            "bronze: 100 commits since the newest checkpoint, at most 100",
            "bronze: 1,400 of 5,000 log entries are needed by no reader any more, at most 200");
  }

  /**
   * A month of a batch a second, of which each look of maintenance takes the steps that are due.
   */
  @ParameterizedTest
  @ValueSource(longs = {1, 100})
  void filesStayFewAndEachRowIsWrittenAFewTimes(long rowsOfBatch) {
    int batches = Boolean.getBoolean("freshet.test.long") ? 2_600_000 : 86_400;
    long bytesOfRow = 100;
    List<DataFile> files = new ArrayList<>();
    long written = 0;
    long filesMax = 0;
    for (int batch = 0; batch < batches; batch++) {
      files.add(new DataFile("b" + batch, rowsOfBatch, rowsOfBatch * bytesOfRow, batch));
      if (batch % 20 == 0) {
        for (PlannedStep planned : LayerPolicy.plan(shape(files, QUIET))) {
          MaintenanceStep.CompactLayer step = (MaintenanceStep.CompactLayer) planned.step();
          List<DataFile> joined = shape(files, QUIET).oldest(step.tier(), step.files());
          assertThat(joined.stream().mapToLong(DataFile::rows).sum()).isEqualTo(step.rows());
          files.removeAll(joined);
          files.add(new DataFile("c" + batch, step.rows(), step.rows() * bytesOfRow, batch));
          written += step.rows();
        }
        filesMax = Math.max(filesMax, files.stream().filter(file -> file.tier() >= 0).count());
      }
    }
    long rows = rowsOfBatch * batches;
    assertThat(files.stream().mapToLong(DataFile::rows).sum()).isEqualTo(rows);
    assertThat(filesMax).isLessThan(130);
    assertThat((double) written / rows).isLessThan(6);
    System.out.printf(
        Locale.ROOT,
        "%,d batches of %d rows: at most %d files that are not full, %d in all, %.1f rewrites%n",
        batches,
        rowsOfBatch,
        filesMax,
        files.size(),
        (double) written / rows);
  }

  private static List<DataFile> files(int count, long rows) {
    return IntStream.range(0, count).mapToObj(i -> new DataFile("f" + i, rows, 1_024, i)).toList();
  }

  private static LayerShape shape(List<DataFile> files, LayerShape.Log log) {
    return new LayerShape("bronze", 7, files, log);
  }
}
