package dev.freshet.cli.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.home.layer.LayerTables;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A process that has too little memory says so, and what it did is not lost. */
class OutOfMemoryIT {

  @TempDir Path directory;

  @Test
  @Timeout(120)
  void verbWithoutMemoryHasItsOwnExitCodeAndItsAnswerIsJson() throws Exception {
    TestPipeline pipeline = TestPipeline.create(directory);

    try (FreshetProcess verify = pipeline.start(List.of("-Xmx10m"), "verify", "-o", "json")) {
      FreshetProcess.Ended ended = verify.awaitEnd().expectExit(4);

      assertThat(ended.json().at("/error/name").asText()).isEqualTo("OUT_OF_MEMORY");
      assertThat(ended.err()).contains("-Xmx in FRESHET_JAVA_OPTS");
    }
  }

  @Test
  @Timeout(400)
  void fileThatTakesAllMemoryIsReadAloneAndLastAndThenLeftOut() throws Exception {
    TestPipeline pipeline =
        TestPipeline.create(
            directory,
            """
            name: docs
            home: ./home
            source:
              path: ./landing
              options: { maxFileBytes: "4000000000" }
            record: { key: [id], version: updated_at }
            document: { text: "{body}" }
            optimize: { mode: off }
            """);
    pipeline.land("a.json", line("first"));
    landLarge(pipeline, "big.json");
    pipeline.land("z.json", line("last"));

    FreshetProcess.Ended together = runOnce(pipeline).expectExit(4);

    assertThat(together.json().at("/error/name").asText()).isEqualTo("OUT_OF_MEMORY");
    assertThat(together.err()).contains("was under way").contains("big.json");

    runOnce(pipeline).expectExit(4);

    assertThat(pipeline.chunks()).as("alone and last").containsKeys("first#0", "last#0");

    pipeline.land("zz.json", line("later"));
    FreshetProcess.Ended without = runOnce(pipeline).expectExit(0);

    assertThat(without.json().get("quarantined").asLong()).isEqualTo(1);
    assertThat(pipeline.column(LayerTables::quarantine, "file", "line", "reason"))
        .singleElement()
        .asString()
        .contains("big.json:0")
        .contains("died whenever it was read, also alone. Split it");
    assertThat(pipeline.chunks()).containsKeys("first#0", "last#0", "later#0");
    pipeline.verified();
  }

  private static FreshetProcess.Ended runOnce(TestPipeline pipeline) throws Exception {
    // Spark refuses a heap below 450 MiB, unless it may reserve less for itself.
    List<String> options = List.of("-Xmx240m", "-Dspark.testing.reservedMemory=16777216");
    try (FreshetProcess run = pipeline.start(options, "run", "--once", "-o", "json")) {
      return run.awaitEnd();
    }
  }

  private static String line(String id) {
    return "{\"id\":\"" + id + "\",\"updated_at\":1,\"body\":\"a good row\"}\n";
  }

  /** More lines than the heap has room for; Spark sends them packed, so they arrive. */
  private static void landLarge(TestPipeline pipeline, String name) throws IOException {
    String body = "x".repeat(200_000);
    Path hidden = pipeline.directory().resolve(name);
    try (BufferedWriter out = Files.newBufferedWriter(hidden)) {
      for (int i = 0; i < 800; i++) {
        out.write("{\"id\":" + i + ",\"updated_at\":1,\"body\":\"" + body + "\"}\n");
      }
    }
    Files.move(hidden, pipeline.landing().resolve(name), StandardCopyOption.ATOMIC_MOVE);
  }
}
