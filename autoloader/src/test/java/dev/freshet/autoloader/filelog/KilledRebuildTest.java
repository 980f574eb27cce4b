package dev.freshet.autoloader.filelog;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.storage.damage.DamageListener;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A process that makes a file log again is killed, and the next one makes it as a whole. */
@Timeout(60)
class KilledRebuildTest {

  @TempDir Path dir;

  @ParameterizedTest
  @ValueSource(strings = {"versions", "decision", "end"})
  void nextProcessMakesTheWholeLog(String step) throws Exception {
    Path directory = dir.resolve("filelog");
    killAt(step, directory);

    try (FileLog log = FileLog.open(directory, LostVersions.undisturbed(), DamageListener.NONE)) {
      assertThat(log.startAfter()).isEqualTo(LostVersions.VERSIONS);
      assertThat(log.lastSequence()).isEqualTo(log.knownThrough());
      List<String> known = new ArrayList<>();
      for (long sequence = 2; sequence <= LostVersions.VERSIONS; sequence += 2) {
        LandedFile file = LostVersions.file(sequence);
        assertThat(log.newest(file.path()).orElseThrow().file()).isEqualTo(file);
        known.add(file.path());
      }
      assertThat(log.versions(log.startAfter(), log.lastSequence()))
          .extracting(FileVersion::path)
          .containsExactlyInAnyOrderElementsOf(known);
      for (long sequence = 1; sequence <= LostVersions.VERSIONS; sequence += 2) {
        assertThat(log.newest(LostVersions.file(sequence).path())).isEmpty();
      }
    }
    FileLog.open(
            directory,
            () -> {
              throw new AssertionError("asked again");
            },
            DamageListener.NONE)
        .close();
  }

  private static void killAt(String step, Path directory) throws Exception {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                LostVersions.class.getName(),
                directory.toString(),
                step)
            .redirectErrorStream(true)
            .start();
    try (BufferedReader output =
        new BufferedReader(new InputStreamReader(process.getInputStream(), UTF_8))) {
      List<String> seen = new ArrayList<>();
      String line = output.readLine();
      while (line != null && !line.equals("here")) {
        seen.add(line);
        line = output.readLine();
      }
      assertThat(line).as("output " + seen).isEqualTo("here");
    } finally {
      process.destroyForcibly();
    }
    assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
  }
}
