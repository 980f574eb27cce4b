package dev.freshet.cli.power;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.freshet.cli.SeriesTotals;
import dev.freshet.pipeline.session.JvmOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The power goes at a random moment, and with it what was not synced: the next {@code run --once}
 * ends with what landed, and nothing that was acknowledged is missing, also if its files have left
 * the landing zone. As many disks as {@code -Dfreshet.power.losses} says.
 */
@Tag("long")
class PowerLossIT {

  private static final int LOSSES = Integer.getInteger("freshet.power.losses", 200);
  private static final long SEED = Long.getLong("freshet.seed", 20261130L);
  private static final int SESSIONS = 2;

  /** Disks of the control. */
  private static final int CONTROLS = 8;

  /** So often a disk may end its process; then it is wrong. */
  private static final int ENDS_MAX = 3;

  @TempDir Path directory;

  @Test
  @Timeout(value = 6, unit = TimeUnit.HOURS)
  void nothingAcknowledgedIsLostWithThePower() throws Exception {
    assumeThat(Recorder.isPossible()).as("Linux on x86-64 with a C compiler").isTrue();
    List<CompletableFuture<List<String>>> sessions = new ArrayList<>();
    for (int i = 0; i < SESSIONS; i++) {
      long seed = SEED + i;
      Path own = Files.createDirectories(directory.resolve("session" + i)).toRealPath();
      sessions.add(CompletableFuture.supplyAsync(() -> examined(own, seed)));
    }
    List<String> results = new ArrayList<>();
    for (CompletableFuture<List<String>> session : sessions) {
      results.addAll(session.get());
    }
    Files.write(Path.of("target", "power.txt"), results);
    List<String> wrong = wrong(results);
    System.out.printf(
        Locale.ROOT,
        "%d losses of power, %d wrong (seed %d)%n",
        results.size(),
        wrong.size(),
        SEED);
    assertThat(results).hasSize(LOSSES);
    assertThat(wrong).isEmpty();
    Path first = directory.resolve("session0").toRealPath();
    assertThat(wrong(examine(first, SEED, CONTROLS, false)))
        .as("if no sync had an effect, something would be lost")
        .isNotEmpty();
    SeriesTotals.add(Map.of("losses of power", results.size()));
  }

  private static List<String> wrong(List<String> results) {
    return results.stream().filter(line -> !line.contains(" RIGHT ")).toList();
  }

  private static List<String> examined(Path own, long seed) {
    try {
      record(own, seed);
      return examine(own, seed, LOSSES / SESSIONS, true);
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  private static void record(Path own, long seed) throws Exception {
    Recorder recorder = Recorder.make(own);
    Path pipeline = own.resolve("pipeline");
    int exit =
        java(
            own,
            recorder.environment(pipeline.resolve("home")),
            PowerSession.class,
            pipeline.toString(),
            Long.toString(seed),
            recorder.log().toString(),
            own.resolve("ends").toString());
    assertThat(exit).as(Files.readString(own.resolve("log"))).isZero();
    Recording recording = Recording.read(recorder.log(), pipeline.resolve("home"));
    DiskImage last =
        new CrashedDisk(recording.operations(), recording.operations().size()).running();
    DiskImage real = DiskImage.of(pipeline.resolve("home"));
    assertThat(last.directories()).as("recorded directories").isEqualTo(real.directories());
    assertThat(last.files().keySet()).as("recorded files").isEqualTo(real.files().keySet());
    last.files()
        .forEach((name, content) -> assertThat(content).as(name).isEqualTo(real.files().get(name)));
  }

  /** One process after the other, until every disk has a result. */
  private static List<String> examine(Path own, long seed, int last, boolean synced)
      throws Exception {
    Map<Integer, String> results = new TreeMap<>();
    Files.deleteIfExists(own.resolve("journal"));
    int next = 1;
    int ends = 0;
    while (next <= last) {
      int exit =
          java(
              own,
              Map.of(),
              PowerProbe.class,
              own.toString(),
              Long.toString(seed),
              Integer.toString(next),
              Integer.toString(last),
              Boolean.toString(synced));
      int begun = next;
      for (String line : Files.readAllLines(own.resolve("journal"))) {
        String[] parts = line.split(" ", 3);
        begun = Integer.parseInt(parts[1]);
        if (parts[0].equals("result")) {
          results.put(begun, "seed %d disk %d %s".formatted(seed, begun, parts[2]));
          begun++;
        }
      }
      ends = begun == next ? ends + 1 : 1;
      next = begun;
      if (exit != 0 && ends >= ENDS_MAX) {
        results.put(next, "seed %d disk %d ended its process with %d".formatted(seed, next, exit));
        next++;
      }
    }
    return List.copyOf(results.values());
  }

  private static int java(
      Path own, Map<String, String> environment, Class<?> main, String... arguments)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(JvmOptions.all());
    command.addAll(
        List.of(
            "-XX:+UseSerialGC",
            "-Xmx1g",
            "-XX:-CreateCoredumpOnCrash",
            "-Djava.io.tmpdir=" + Files.createDirectories(own.resolve("tmp")),
            "-cp",
            System.getProperty("java.class.path"),
            main.getName()));
    command.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(command).directory(own.toFile());
    builder.environment().put("FRESHET_LOG_LEVEL", "error");
    builder.environment().putAll(environment);
    builder.redirectOutput(ProcessBuilder.Redirect.appendTo(own.resolve("log").toFile()));
    builder.redirectErrorStream(true);
    Process process = builder.start();
    try {
      process.waitFor(6, TimeUnit.HOURS);
      return process.exitValue();
    } finally {
      process.destroyForcibly();
    }
  }
}
