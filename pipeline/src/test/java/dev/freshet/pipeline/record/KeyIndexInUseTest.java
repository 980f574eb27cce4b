package dev.freshet.pipeline.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.freshet.core.error.ErrorCode;
import dev.freshet.core.error.FreshetException;
import dev.freshet.storage.damage.Damage;
import dev.freshet.storage.damage.DamageListener;
import dev.freshet.storage.damage.DamagedPart;
import java.io.BufferedReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
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
    try (KeyIndex first = KeyIndex.open(dir, DamageListener.NONE)) {
      assertThat(first.liveRecords()).isZero();
      assertRefusedWith(dir, ErrorCode.ALREADY_RUNNING);
    }
    KeyIndex.open(dir, DamageListener.NONE).close();
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
    KeyIndex.open(dir, DamageListener.NONE).close();
  }

  @Test
  void directoryThatCannotBeMadeIsAFailureOfTheStore() throws Exception {
    Path file = Files.createFile(dir.resolve("file"));

    assertRefusedWith(file, ErrorCode.STORE_UNAVAILABLE);
  }

  @Test
  void directoryInPlaceOfAFileOfTheIndexIsDamage() throws Exception {
    Files.createDirectories(dir.resolve("keys/IDENTITY/in the way"));
    List<Damage> damages = new ArrayList<>();

    KeyIndex.open(dir.resolve("keys"), damages::add).close();

    assertThat(damages).extracting(Damage::part).containsExactly(DamagedPart.KEY_INDEX);
    assertThat(dir.resolve("keys.damaged/IDENTITY")).isDirectory();
  }

  private static void assertRefusedWith(Path directory, ErrorCode code) {
    assertThatThrownBy(() -> KeyIndex.open(directory, DamageListener.NONE))
        .isInstanceOfSatisfying(FreshetException.class, e -> assertThat(e.code()).isEqualTo(code))
        .hasMessageContaining(directory.toString());
  }

  /** A process that keeps an index open until it is killed. */
  static final class Holder {

    private Holder() {}

    public static void main(String[] arguments) throws Exception {
      try (KeyIndex index = KeyIndex.open(Path.of(arguments[0]), DamageListener.NONE)) {
        System.out.println(index.needsRebuild() ? "open" : "not new");
        System.in.read();
      }
    }
  }
}
