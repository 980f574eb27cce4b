package dev.freshet.cli.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.freshet.cli.Cli;
import dev.freshet.cli.config.PipelineYaml;
import dev.freshet.cli.wiring.Wiring;
import dev.freshet.core.config.FreshetConfig;
import dev.freshet.core.vector.StoredChunk;
import dev.freshet.core.vector.VectorTableReader;
import dev.freshet.home.PipelineHome;
import dev.freshet.home.delta.DeltaTables;
import dev.freshet.home.layer.LayerTable;
import dev.freshet.home.layer.LayerTables;
import dev.freshet.home.report.RunStatus;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;

/** A pipeline of plain JSON rows {@code id, body, updated_at} in a directory of its own. */
record TestPipeline(Path directory) {

  /**
   * A pipeline without maintenance: its table stays small, and {@link OptimizeIT} covers
   * maintenance.
   */
  static TestPipeline create(Path directory) throws IOException {
    return create(
        directory,
        """
        name: docs
        home: ./home
        source: { path: ./landing }
        record: { key: [id], version: updated_at }
        document: { text: "{body}" }
        optimize: { mode: off }
        """);
  }

  static TestPipeline create(Path directory, String yaml) throws IOException {
    TestPipeline pipeline = new TestPipeline(directory);
    Files.createDirectories(pipeline.landing());
    Files.writeString(pipeline.file(), yaml);
    return pipeline;
  }

  Path file() {
    return directory.resolve("pipeline.yaml");
  }

  Path landing() {
    return directory.resolve("landing");
  }

  /** Lands a file as a replication tool should: whole, by renaming it. */
  void land(String name, String content) throws IOException {
    Path hidden = Files.writeString(directory.resolve(name + ".part"), content);
    Files.move(hidden, landing().resolve(name), StandardCopyOption.ATOMIC_MOVE);
  }

  /** Runs a verb on this pipeline to its end, in a process of its own. */
  FreshetProcess.Ended execute(String... arguments) throws Exception {
    return FreshetProcess.execute(directory.resolve("processes"), withFile(arguments));
  }

  /** Runs a verb on this pipeline in this process: where the process is not what is tested. */
  Cli.Ended executeHere(String... arguments) {
    return Cli.execute(withFile(arguments));
  }

  /** The answer of {@code verify --deep}, which must find no difference. */
  JsonNode verified() {
    Cli.Ended ended = executeHere("verify", "--deep", "-o", "json");
    assertThat(ended.exit()).as(ended.err() + ended.out()).isZero();
    assertThat(ended.json().get("equal").asBoolean()).isTrue();
    return ended.json();
  }

  /** Starts a verb on this pipeline. */
  FreshetProcess start(String... arguments) throws IOException {
    return FreshetProcess.start(directory.resolve("processes"), withFile(arguments));
  }

  /** Starts a verb on this pipeline, with more options for its JVM. */
  FreshetProcess start(List<String> options, String... arguments) throws IOException {
    return FreshetProcess.start(directory.resolve("processes"), options, withFile(arguments));
  }

  private String[] withFile(String... arguments) {
    List<String> all = new ArrayList<>(Arrays.asList(arguments));
    all.addAll(List.of("-f", file().toString()));
    return all.toArray(String[]::new);
  }

  FreshetConfig config() {
    return new PipelineYaml(name -> null).read(file());
  }

  Optional<RunStatus> report() {
    return new PipelineHome(config()).report();
  }

  VectorTableReader openReader() {
    return new Wiring(config()).openReader();
  }

  /** The rows of the vector table by chunk id; fails on a chunk that is there twice. */
  Map<String, StoredChunk> chunks() {
    Map<String, StoredChunk> chunks = new TreeMap<>();
    try (VectorTableReader reader = openReader()) {
      reader.scan(
          chunk -> {
            if (chunks.put(chunk.id(), chunk) != null) {
              throw new AssertionError("twice in the vector table: " + chunk.id());
            }
          });
    }
    return chunks;
  }

  /** The values of a column of text or numbers of a layer, one a row. */
  List<String> column(Layer layer, String... columns) {
    List<String> values = new ArrayList<>();
    try (DeltaTables tables = DeltaTables.local()) {
      layer
          .of(LayerTables.of(tables, config().layout()))
          .table()
          .scan(
              List.of(columns),
              OptionalLong.empty(),
              row -> {
                StringBuilder value = new StringBuilder();
                for (Object part : row) {
                  value.append(value.isEmpty() ? "" : ":").append(Objects.toString(part));
                }
                values.add(value.toString());
              });
    }
    return values;
  }

  List<String> ledger() {
    List<String> batches = new ArrayList<>();
    try (DeltaTables tables = DeltaTables.local()) {
      LayerTables.of(tables, config().layout())
          .ledger()
          .forEach(entry -> batches.add(entry.batchId()));
    }
    return batches;
  }

  /** A layer of this pipeline. */
  @FunctionalInterface
  interface Layer {
    LayerTable<?> of(LayerTables tables);
  }
}
