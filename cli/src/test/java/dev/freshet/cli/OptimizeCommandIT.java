package dev.freshet.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.freshet.autoloader.fs.DirectoryLock;
import dev.freshet.cli.answer.ExitCode;
import dev.freshet.cli.config.PipelineYaml;
import dev.freshet.core.BatchIdentity;
import dev.freshet.core.config.FreshetConfig;
import dev.freshet.core.vector.VectorCommit;
import dev.freshet.core.vector.VectorRow;
import dev.freshet.core.vector.VectorTableWriter;
import dev.freshet.lance.LanceVectorTable;
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

  /** More than are scanned within the time a scan may take by default. */
  private static final int ROWS_FOR_AN_INDEX = 20_000;

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
  void doesWhatTheDryRunSaidAndStatusTellsOfIt() {
    fill(ROWS_FOR_AN_INDEX);

    Cli.Ended explained = optimize("--explain");

    assertThat(explained.exit()).isEqualTo(ExitCode.OK);
    JsonNode planned = explained.json();
    assertThat(steps(planned.get("plan"))).contains("build-index");
    assertThat(planned.get("runs")).isEmpty();
    assertThat(planned.at("/explanation/thresholds")).isNotEmpty();
    assertThat(planned.at("/explanation/cadence")).isNotEmpty();
    assertThat(planned.at("/explanation/inputs/1").asText()).contains("measured");
    assertThat(config.layout().maintenanceReport()).as("nothing is changed").doesNotExist();
    assertThat(config.layout().maintenanceMemory()).doesNotExist();

    Cli.Ended optimized = optimize();

    assertThat(optimized.exit()).as(optimized.err()).isEqualTo(ExitCode.OK);
    assertThat(steps(optimized.json().get("runs"))).isEqualTo(steps(planned.get("plan")));
    JsonNode status = Cli.execute("status", "-f", file, "-o", "json").json();
    assertThat(status.at("/table/indexType").asText()).isEqualTo("IVF_HNSW_SQ");
    assertThat(status.at("/table/unindexedRows").asLong()).isZero();
    assertThat(status.at("/maintenance/state").asText()).isEqualTo("stopped");
    assertThat(status.at("/maintenance/recall").asDouble()).isGreaterThan(0.9);
    assertThat(status.at("/maintenance/steps/build-index/done").asLong()).isEqualTo(1);
    assertThat(config.layout().maintenanceRuns().resolve("_delta_log")).isDirectory();
    assertThat(Cli.execute("optimize", "-f", file).out()).endsWith("nothing is due\n");
  }

  @Test
  void secondProcessIsRefusedWhileALookIsNot() throws Exception {
    fill(10);
    try (DirectoryLock other = DirectoryLock.acquire(config.home(), "optimize.lock")) {
      Cli.Ended refused = optimize();

      assertThat(refused.exit()).isEqualTo(ExitCode.FAILED);
      assertThat(refused.json().at("/error/name").asText()).isEqualTo("ALREADY_RUNNING");
      assertThat(optimize("--dry-run").exit()).isEqualTo(ExitCode.OK);
      assertThat(other).isNotNull();
    }
  }

  private Cli.Ended optimize(String... options) {
    return Cli.execute(
        Stream.concat(
                Stream.of("optimize", "-f", file, "-o", "json"),
                Stream.of(options))
            .toArray(String[]::new));
  }

  private static String steps(JsonNode list) {
    return StreamSupport.stream(list.spliterator(), false)
        .map(step -> step.get("step").asText())
        .collect(Collectors.joining(" "));
  }

  private void fill(int rows) {
    try (VectorTableWriter writer =
        LanceVectorTable.openWriter(config.layout().vectorTable(), SampleRows.spec())) {
      List<VectorRow> all =
          IntStream.range(0, rows)
              .mapToObj(i -> SampleRows.record("k" + i, 1, "row " + i).get(0))
              .toList();
      Set<String> keys =
          all.stream().map(row -> row.chunk().recordKey()).collect(Collectors.toSet());
      writer.commit(
          new VectorCommit(
              new BatchIdentity("stream", 1), keys, writer.stage(all), SampleRows.LANDED_AT));
    }
  }
}
