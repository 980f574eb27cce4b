package dev.freshet.pipeline.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.freshet.core.error.ErrorCode;
import dev.freshet.core.error.FreshetException;
import java.io.BufferedReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** An index in use means that a pipeline runs; every other failure is a failure of the store. */
@Timeout(60)
class KeyIndexInUseTest {

  @TempDir Path dir;

  @Test
  void indexThatThisProcessHasOpenIsARunningPipeline() {
    try (KeyIndex first = KeyIndex.open(dir)) {
      assertThat(first.liveRecords()).isZero();
      assertRefusedWith(dir, ErrorCode.ALREADY_RUNNING);
    }
    KeyIndex.open(dir).close();
  }

  @Test
  void indexThatAnotherProcessHasOpenIsARunningPipeline() throws Exception {
    Process holder =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                Holder.class.getName(),
                dir.toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    try (BufferedReader says = holder.inputReader(StandardCharsets.UTF_8)) {
      assertThat(says.readLine()).isEqualTo("open");

      assertRefusedWith(dir, ErrorCode.ALREADY_RUNNING);
    } finally {
      holder.destroyForcibly();
    }
    assertThat(holder.waitFor(10, TimeUnit.SECONDS)).isTrue();
    KeyIndex.open(dir).close();
  }

  @Test
  void directoryThatCannotBeMadeIsAFailureOfTheStore() throws Exception {
    Path file = Files.createFile(dir.resolve("file"));

    assertRefusedWith(file, ErrorCode.STORE_UNAVAILABLE);
  }

  @Test
  void fileInTheWayOfTheIndexIsAFailureOfTheStore() throws Exception {
    Files.createDirectories(dir.resolve("IDENTITY/in the way"));

    assertRefusedWith(dir, ErrorCode.STORE_UNAVAILABLE);
  }

  private static void assertRefusedWith(Path directory, ErrorCode code) {
    assertThatThrownBy(() -> KeyIndex.open(directory))
        .isInstanceOfSatisfying(FreshetException.class, e -> assertThat(e.code()).isEqualTo(code))
        .hasMessageContaining(directory.toString());
  }

  /** A process that keeps an index open until it is killed. */
  static final class Holder {

    private Holder() {}

    public static void main(String[] arguments) throws Exception {
      try (KeyIndex index = KeyIndex.open(Path.of(arguments[0]))) {
        System.out.println(index.needsRebuild() ? "open" : "not new");
        System.in.read();
      }
    }
  }
}
