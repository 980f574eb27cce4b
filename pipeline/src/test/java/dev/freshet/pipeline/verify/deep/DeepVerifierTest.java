package dev.freshet.pipeline.verify.deep;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.core.vector.VectorQuery;
import dev.freshet.core.vector.VectorTableReader;
import dev.freshet.pipeline.change.LandedRow;
import dev.freshet.pipeline.stage.Change;
import dev.freshet.pipeline.stage.StageHome;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The replay of a home that the pipeline filled. */
class DeepVerifierTest {

  @TempDir Path dir;

  @Test
  void whatThePipelineMadeOfSimpleChangesIsEqual() {
    try (StageHome home = StageHome.in(dir)) {
      home.process(
          Change.file(
              1,
              Change.upsert("a", 1, "one|two"),
              Change.upsert("b", 1, "three"),
              Change.upsert("c", 4, StageHome.REFUSED),
              Change.upsert("e", 1, "")));
      home.process(
          Change.file(2, Change.upsert("a", 3, "newer"), Change.deleteWithoutVersion("b")));
      home.process(Change.file(3, Change.upsert("a", 2, "late"), Change.upsert("d", 1, "four")));
      home.process(Change.lines(4, List.of("no JSON", "{\"rev\":1,\"body\":\"no key\"}")));

      DeepReport report = verify(home);

      assertThat(report.samples()).isEmpty();
      assertThat(report.equal()).isTrue();
      assertThat(report.replay()).isEqualTo(new DeepReport.Replayed(10, 2, 0, 4, 0));
    }
  }

  @Test
  void whatTheVectorTableHoldsOtherwiseIsFound() {
    try (StageHome home = StageHome.in(dir)) {
      home.process(
          Change.file(
              1,
              Change.upsert("a", 1, "one|two"),
              Change.upsert("b", 1, "three"),
              Change.upsert("c", 1, "four")));
      StageHome other = StageHome.in(dir.resolve("other"));
      try (other) {
        other.process(
            Change.file(
                1,
                Change.upsert("a", 1, "one"),
                Change.upsert("c", 1, "four"),
                Change.upsert("d", 1, "five")));
        DeepReport report = verify(home, other);

        assertThat(report.differences()).isEqualTo(new DeepReport.Differences(1, 1, 1));
        assertThat(report.equal()).isFalse();
        assertThat(report.samples())
            .containsExactlyInAnyOrder(
                "stale: record a has another text than at line 1 of file 1",
                "missing: record b at line 2 of file 1",
                "extra: record d has 1 chunks and is not live");
      }
    }
  }

  @Test
  void linesOfAnAppendedFileAreNotNewAgain() {
    try (StageHome home = StageHome.ofRows(dir)) {
      String first = "{\"id\":\"a\",\"body\":\"one\"}";
      home.process(Change.lines(1, List.of(first)));
      home.process(Change.lines(2, List.of(first.replace("one", "two"))));

      assertThat(verify(home).equal()).isTrue();
      assertThat(verify(home).replay().records()).isEqualTo(1);
    }
  }

  /**
   * Files of plain rows, some of which are read in parts with other files between the parts. The
   * model applies the lines of each file where the file landed.
   */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6})
  void linesOfAPartLandedWhenTheirFileDid(long seed) {
    Random random = new Random(seed);
    Map<String, String> model = new TreeMap<>();
    List<LandedRow> reading = new ArrayList<>();
    List<List<LandedRow>> later = new ArrayList<>();
    long sequence = 0;
    int text = 0;
    for (int file = 1; file <= 12; file++) {
      long first = ++sequence;
      List<String> lines = new ArrayList<>();
      for (int line = 0; line < 6; line++) {
        String key = "k" + random.nextInt(5);
        String body = "text " + ++text;
        lines.add("{\"id\":\"%s\",\"body\":\"%s\"}".formatted(key, body));
        model.put(key, body);
      }
      int kept = random.nextInt(3) * 3; // Put off, cut, or whole.
      List<LandedRow> all = rows(file, first, lines);
      reading.addAll(kept == 0 ? List.of(marker(all.get(0))) : all.subList(0, kept));
      if (kept < lines.size()) {
        later.add(all.subList(kept, lines.size()));
      }
      if (!later.isEmpty() && random.nextInt(3) == 0) {
        reading.addAll(under(++sequence, later.remove(0)));
      }
    }
    for (List<LandedRow> part : later) {
      reading.addAll(under(++sequence, part));
    }
    try (StageHome home = StageHome.ofRows(dir)) {
      List<LandedRow> batch = new ArrayList<>();
      for (LandedRow row : reading) {
        if (!batch.isEmpty()
            && batch.get(batch.size() - 1).sequence() != row.sequence()
            && random.nextInt(3) == 0) {
          home.process(batch);
          batch = new ArrayList<>();
        }
        batch.add(row);
      }
      home.process(batch);

      DeepReport report = verify(home);

      assertThat(texts(home)).isEqualTo(model);
      assertThat(report.samples()).isEmpty();
      assertThat(report.equal()).isTrue();
    }
  }

  private static List<LandedRow> rows(int file, long sequence, List<String> lines) {
    List<LandedRow> rows = new ArrayList<>();
    for (String line : lines) {
      rows.add(
          new LandedRow(
              line,
              rows.size() + 1L,
              "/landing/" + file + ".json",
              sequence,
              100,
              Instant.ofEpochSecond(1_700_000_000L + file),
              null));
    }
    return rows;
  }

  /** Stands in the place of a file that is read later. */
  private static LandedRow marker(LandedRow first) {
    return new LandedRow(
        null, 0, first.path(), first.landing(), first.size(), first.landedAt(), null);
  }

  private static List<LandedRow> under(long sequence, List<LandedRow> part) {
    return part.stream()
        .map(
            row ->
                new LandedRow(
                    row.value(),
                    row.line(),
                    row.path(),
                    new LandedRow.Landing(sequence, row.sequence()),
                    row.size(),
                    row.landedAt(),
                    row.error()))
        .toList();
  }

  private static Map<String, String> texts(StageHome home) {
    Map<String, String> texts = new TreeMap<>();
    try (VectorTableReader reader = home.vectors.openReader()) {
      reader
          .search(new VectorQuery(new float[] {1, 0, 0, 0, 0, 0, 0, 0}, 1_000))
          .hits()
          .forEach(hit -> texts.put(hit.key(), hit.text()));
    }
    return texts;
  }

  private static DeepReport verify(StageHome home) {
    return verify(home, home);
  }

  private static DeepReport verify(StageHome landed, StageHome stored) {
    try (VectorTableReader reader = stored.vectors.openReader()) {
      return new DeepVerifier(landed.config(), StageHome::split, reader).verify();
    }
  }
}
