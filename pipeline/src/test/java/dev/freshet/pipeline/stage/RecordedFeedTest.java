package dev.freshet.pipeline.stage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.pipeline.change.LandedRow;
import dev.freshet.pipeline.metrics.BatchReport;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The recorded events of a PostgreSQL table, with transaction markers among them. */
class RecordedFeedTest {

  private static final Map<String, String> LIVE =
      Map.of("2#0", "26724320 tx1b", "3#0", "26724184 tx2");

  @TempDir Path dir;

  @Test
  void everyRecordedLineIsCountedOnceAndTheTableHoldsTheNewestRows() throws IOException {
    try (StageHome home = StageHome.ofDebezium(dir)) {
      BatchReport report = home.process(Change.lines(1, recorded()));

      assertThat(home.contents().chunks()).containsAllEntriesOf(LIVE).containsKey("1#0").hasSize(3);
      long control =
          HomeContents.column(home.layers().silver().table(), "op").stream()
              .filter("control"::equals)
              .count();
      assertThat(control).isEqualTo(4);
      // The truncate
      assertThat(report.lines().unreadable()).isEqualTo(1);
      assertThat(report.changes().accepted()).isEqualTo(3);
      assertThat(report.changes().stale()).isEqualTo(2);
      assertThat(report.lines().landed())
          .isEqualTo(
              report.changes().accepted()
                  + report.changes().stale()
                  + control
                  + report.lines().unreadable());
    }
  }

  @Test
  void filesThatLandInAnyOrderAndTwiceMakeTheSameTable() throws IOException {
    List<String> lines = new ArrayList<>(recorded());
    lines.addAll(recorded());
    Collections.shuffle(lines, new Random(23));
    try (StageHome home = StageHome.ofDebezium(dir)) {
      long sequence = 0;
      for (String line : lines) {
        sequence++;
        List<LandedRow> file = Change.lines(sequence, List.of(line));
        home.process(file);
      }

      assertThat(home.contents().chunks()).containsAllEntriesOf(LIVE).containsKey("1#0").hasSize(3);
      assertThat(home.contents().bronze()).hasSize(lines.size());
    }
  }

  private static List<String> recorded() throws IOException {
    try (InputStream file =
        Objects.requireNonNull(
            RecordedFeedTest.class.getResourceAsStream("/debezium/postgres.jsonl"))) {
      return new String(file.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .filter(line -> !line.contains("\"shop.public.products\""))
          .toList();
    }
  }
}
