package dev.freshet.cli.wiring;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The process itself, with a bound on its memory that is too small. */
class ChildProcessIT {

  @TempDir Path directory;

  @Test
  void heapThatIsTooSmallEndsTheProcessAndItsLogSaysWhy() throws Exception {
    Path file = directory.resolve("pipeline.yaml");
    Files.writeString(
        file,
        """
        name: docs
        home: ./home
        source: { path: ./landing }
        record: { key: [id] }
        document: { text: "{body}" }
        """);
    Path log = directory.resolve("optimize.log");
    ChildProcess optimize =
        ChildProcess.of(
            ChildRole.OPTIMIZE,
            List.of("--add-opens=java.base/java.nio=ALL-UNNAMED"),
            Map.of("FRESHET_OPTIMIZE_JAVA_OPTS", "-Xmx10m -XX:+UseSerialGC"),
            directory.resolve("temporary"),
            List.of("--watch", "--supervised", "-f", file.toString()),
            Optional.of(log));

    Process process = optimize.start();

    assertThat(process.waitFor(60, TimeUnit.SECONDS)).as("it ended").isTrue();
    assertThat(Files.readString(log)).contains("java.lang.OutOfMemoryError: Java heap space");
    assertThat(optimize.inWords(process.exitValue())).contains("raise -Xmx");
  }
}
