package dev.freshet.cli.verb;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.freshet.cli.Cli;
import dev.freshet.cli.answer.ExitCode;
import dev.freshet.cli.config.PipelineYaml;
import dev.freshet.core.BatchIdentity;
import dev.freshet.core.config.FreshetConfig;
import dev.freshet.core.vector.VectorCommit;
import dev.freshet.core.vector.VectorRow;
import dev.freshet.core.vector.VectorTableWriter;
import dev.freshet.lance.LanceVectorTable;
import dev.freshet.storage.DirectoryLock;
import dev.freshet.testkit.vector.SampleRows;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code optimize} on a real table. */
class OptimizeCommandIT {

  /** More small fragments than a search should open on any machine. */
  private static final int SMALL_FRAGMENTS = 70;

  @TempDir private Path directory;
  private String file;
  private FreshetConfig config;

  @BeforeEach
  void configure() throws IOException {
    file = Cli.pipeline(directory, Cli.MINIMAL);
    config = new PipelineYaml(name -> null).read(Path.of(file));
  }

  @Test
  void tableThatIsNotThereIsAFailureThatSaysWhatToDo() {
    for (String[] options : new String[][] {{}, {"--dry-run"}, {"--explain"}}) {
      Cli.Ended ended = optimize(options);

      assertThat(ended.exit()).isEqualTo(ExitCode.FAILED);
      assertThat(ended.json().at("/error/name").asText()).isEqualTo("TABLE_NOT_FOUND");
      assertThat(ended.err()).startsWith("Cannot ").contains("docs.lance");
    }
  }

  @Test
  void doesWhatTheDryRunPlannedAndStatusShowsIt() {
    fill(SMALL_FRAGMENTS, 20);

    Cli.Ended explained = optimize("--explain");

    assertThat(explained.exit()).as(explained.err()).isEqualTo(ExitCode.OK);
    JsonNode planned = explained.json();
    assertThat(planned.at("/table/fragments").asInt()).isEqualTo(SMALL_FRAGMENTS);
    assertThat(steps(planned.get("plan"))).contains("compact-tail");
    assertThat(planned.get("runs")).isEmpty();
    assertThat(planned.at("/explanation/thresholds")).isNotEmpty();
    assertThat(planned.at("/explanation/cadence")).isNotEmpty();
    assertThat(planned.at("/explanation/inputs/1").asText()).contains("measured");
    assertThat(config.layout().maintenanceReport()).as("nothing is changed").doesNotExist();
    assertThat(config.layout().maintenanceMemory()).doesNotExist();

    Cli.Ended optimized = optimize();

    assertThat(optimized.exit()).as(optimized.err()).isEqualTo(ExitCode.OK);
    assertThat(steps(optimized.json().get("runs"))).contains("compact-tail");
    JsonNode status = Cli.execute("status", "-f", file, "-o", "json").json();
    assertThat(status.at("/table/rows").asInt()).isEqualTo(SMALL_FRAGMENTS * 20);
    assertThat(status.at("/table/fragments").asInt()).isLessThan(SMALL_FRAGMENTS / 2);
    assertThat(status.at("/maintenance/state").asText()).isEqualTo("stopped");
    assertThat(status.at("/maintenance/steps/compact-tail/done").asLong()).isEqualTo(1);
    assertThat(config.layout().maintenanceRuns().resolve("_delta_log")).isDirectory();
    // On a slow machine such a table gets an index, whose search is tuned by the next pass.
    boolean indexed = steps(optimized.json().get("runs")).contains("build-index");
    assertThat(steps(optimize().json().get("runs"))).isEqualTo(indexed ? "tune-search" : "");
    JsonNode tidy = optimize().json();
    assertThat(tidy.get("runs")).isEmpty();
    assertThat(tidy.at("/table/search/target").asDouble()).isEqualTo(indexed ? 0.98 : 0);
  }

  @Test
  void secondProcessIsRefusedWhileALookIsNot() throws Exception {
    fill(1, 10);
    try (DirectoryLock other = DirectoryLock.acquire(config.home(), "optimize.lock")) {
      for (String[] options : new String[][] {{}, {"--watch"}}) {
        Cli.Ended refused = optimize(options);

        assertThat(refused.exit()).isEqualTo(ExitCode.FAILED);
        assertThat(refused.json().at("/error/name").asText()).isEqualTo("ALREADY_RUNNING");
      }
      assertThat(optimize("--dry-run").exit()).isEqualTo(ExitCode.OK);
      assertThat(other).isNotNull();
    }
  }

  private Cli.Ended optimize(String... options) {
    return Cli.execute(
        Stream.concat(Stream.of("optimize", "-f", file, "-o", "json"), Stream.of(options))
            .toArray(String[]::new));
  }

  private static String steps(JsonNode list) {
    return StreamSupport.stream(list.spliterator(), false)
        .map(step -> step.get("step").asText())
        .collect(Collectors.joining(" "));
  }

  /** Makes the table, a fragment a batch. */
  private void fill(int batches, int rowsEach) {
    try (VectorTableWriter writer =
        LanceVectorTable.openWriter(config.layout().vectorTable(), SampleRows.spec())) {
      for (int batch = 1; batch <= batches; batch++) {
        List<VectorRow> rows = rows("k" + batch + "-", rowsEach);
        Set<String> keys =
            rows.stream().map(row -> row.chunk().recordKey()).collect(Collectors.toSet());
        writer.commit(
            new VectorCommit(
                new BatchIdentity("stream", batch),
                keys,
                writer.stage(rows),
                SampleRows.LANDED_AT));
      }
    }
  }

  private static List<VectorRow> rows(String prefix, int count) {
    return IntStream.range(0, count)
        .mapToObj(i -> SampleRows.record(prefix + i, 1, "row " + i + " of " + prefix).get(0))
        .toList();
  }
}
