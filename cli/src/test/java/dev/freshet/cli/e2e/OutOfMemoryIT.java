package dev.freshet.cli.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
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
}
