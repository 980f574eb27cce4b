package dev.freshet.autoloader.filelog;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.storage.damage.DamageListener;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * {@code kill -9} of a process that writes to a shared log, at random moments, snapshots and the
 * deletion of what they replace among them; then it goes on with its copy, or on another machine.
 */
@Tag("long")
class KillSharedLogIT {
  private static final int KILLS = Integer.getInteger("freshet.kills", 40);

  @TempDir Path root;

  @Test
  @Timeout(value = 1, unit = TimeUnit.HOURS)
  void killsAtRandomMomentsLoseNoNumberAndGiveNoneTwice() throws Exception {
    Random random = new Random(Long.getLong("freshet.seed", 20261130L));
    long acknowledged = 0;
    Path machine = root.resolve("machine0");
    for (int kill = 1; kill <= KILLS; kill++) {
      acknowledged = Math.max(acknowledged, killed(machine, random.nextInt(400)));
      if (random.nextBoolean()) {
        machine = root.resolve("machine" + kill);
      }
      try (FileLog log =
          FileLog.open(
              SharedLogWriter.place(root.resolve("objects"), machine), DamageListener.NONE)) {
        assertThat(log.lastSequence()).isGreaterThanOrEqualTo(acknowledged);
        List<FileVersion> versions = log.versions(0, log.lastSequence());
        assertThat(versions)
            .extracting(FileVersion::path)
            .isEqualTo(
                LongStream.rangeClosed(1, log.lastSequence())
                    .mapToObj(SharedLogWriter::path)
                    .toList());
      }
    }
    assertThat(acknowledged).as("something was written").isGreaterThan(KILLS);
  }

  /** The end of the log that was printed last before the kill. */
  private long killed(Path machine, int afterRounds) throws Exception {
    Process writer =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                SharedLogWriter.class.getName(),
                root.resolve("objects").toString(),
                machine.toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    long last = 0;
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(writer.getInputStream(), StandardCharsets.US_ASCII))) {
      int rounds = 0;
      String line = whole(lines);
      while (line != null) {
        last = line.isEmpty() ? last : Long.parseLong(line);
        if (rounds++ == afterRounds) {
          writer.toHandle().destroyForcibly(); // Leaves what it has printed to be read.
        }
        line = whole(lines);
      }
    } finally {
      writer.destroyForcibly();
      writer.waitFor();
    }
    return last;
  }

  /** A line that the kill cut short acknowledges nothing. */
  private static @Nullable String whole(BufferedReader lines) throws Exception {
    StringBuilder line = new StringBuilder();
    for (int each = lines.read(); each != -1; each = lines.read()) {
      if (each == '\n') {
        return line.toString();
      }
      line.append((char) each);
    }
    return null;
  }
}
