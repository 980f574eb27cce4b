package dev.freshet.home.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class StatusFileTest {

  private static final Instant NOW = Instant.parse("2026-01-02T03:04:05.678Z");

  @TempDir Path dir;

  @Test
  void stateIsReadAsItWasWritten() throws IOException {
    RunStatus status = status(7, Map.of("freshet.batch.completed", 12L));
    StatusFile file = new StatusFile(dir.resolve("new/home/status.json"));

    file.write(status);

    assertThat(file.read()).contains(status);
    assertThat(names(dir.resolve("new/home"))).isEqualTo("status.json");
  }

  @Test
  void pipelineThatNeverRanHasNoState() {
    assertThat(new StatusFile(dir.resolve("status.json")).read()).isEmpty();
  }

  @Test
  void damagedFileCountsAsAbsent() throws IOException {
    Path path = dir.resolve("status.json");
    for (String damaged : List.of("{\"pid\": 1, \"state\":", "", "\0\0\0", "[]")) {
      Files.writeString(path, damaged);

      assertThat(new StatusFile(path).read()).as(damaged).isEmpty();
    }
  }

  @Test
  void directoryInPlaceOfTheFileIsPutAside() throws IOException {
    Path path = dir.resolve("status.json");
    Files.createDirectories(path.resolve("in the way"));
    StatusFile file = new StatusFile(path);
    assertThat(file.read()).isEmpty();

    file.write(status(7, Map.of()));

    assertThat(file.read()).contains(status(7, Map.of()));
    assertThat(dir.resolve("status.json.damaged/in the way")).isDirectory();
  }

  @Test
  void unknownFieldsOfANewerVersionAreIgnored() throws IOException {
    Path path = dir.resolve("status.json");
    StatusFile file = new StatusFile(path);
    file.write(status(7, Map.of()));
    Files.writeString(path, Files.readString(path).replaceFirst("\\{", "{\"added\":[1],"));

    assertThat(file.read()).contains(status(7, Map.of()));
  }

  @Test
  void readerSeesWholeStatesOnlyWhileTheyAreReplaced() throws Exception {
    StatusFile file = new StatusFile(dir.resolve("status.json"));
    file.write(wide(0));
    AtomicBoolean done = new AtomicBoolean();
    ExecutorService other = Executors.newSingleThreadExecutor();
    try {
      Future<Integer> reads =
          other.submit(
              () -> {
                int count = 0;
                while (!done.get()) {
                  RunStatus seen = file.read().orElseThrow();
                  assertThat(seen).isEqualTo(wide(seen.committedSequence()));
                  count++;
                }
                return count;
              });
      for (int i = 1; i <= 300; i++) {
        file.write(wide(i));
      }
      done.set(true);

      assertThat(reads.get(30, TimeUnit.SECONDS)).isPositive();
    } finally {
      other.shutdownNow();
    }
  }

  @Test
  void processThatIsGoneIsNotLive() throws Exception {
    Process gone = new ProcessBuilder("true").start();
    assertThat(gone.waitFor(10, TimeUnit.SECONDS)).isTrue();
    ProcessIdentity own = ProcessIdentity.current();

    assertThat(status(new ProcessIdentity(gone.pid(), NOW), RunStatus.State.RUNNING).live())
        .isFalse();
    assertThat(status(own, RunStatus.State.RUNNING).live()).isTrue();
    assertThat(status(own, RunStatus.State.RETRYING).live()).isTrue();
    assertThat(status(own, RunStatus.State.STOPPED).live()).isFalse();
    assertThat(status(own, RunStatus.State.FAILED).live()).isFalse();
  }

  @Test
  void laterProcessWithTheSamePidIsAnotherOne() {
    ProcessIdentity own = ProcessIdentity.current();
    ProcessIdentity before = new ProcessIdentity(own.pid(), Instant.EPOCH);

    assertThat(status(before, RunStatus.State.RUNNING).live()).isFalse();
  }

  /** A state large enough to be written in several pieces; each piece contains the sequence. */
  private static RunStatus wide(long sequence) {
    return status(
        sequence,
        IntStream.range(0, 500).boxed().collect(Collectors.toMap(i -> "total" + i, i -> sequence)));
  }

  private static RunStatus status(long sequence, Map<String, Long> totals) {
    return new RunStatus(
        new RunStatus.Activity(new ProcessIdentity(1, NOW), RunStatus.State.RUNNING, NOW),
        new RunStatus.Position("stream", sequence, 3, NOW.minusSeconds(1)),
        List.of(),
        new RunStatus.Backlog(2, 2048),
        new RunStatus.Admission(131_072, 1_000, true, 31_900.5, 0.25),
        new RunStatus.LastBatch("stream:7", 10, 2, 20, 30, 40, NOW),
        new RunStatus.Metrics(totals, Map.of("freshet.batch.embed", new Percentiles(1, 1, 1, 1))));
  }

  private static RunStatus status(ProcessIdentity process, RunStatus.State state) {
    return new RunStatus(
        new RunStatus.Activity(process, state, NOW),
        new RunStatus.Position("stream", 0, 0, null),
        List.of(),
        new RunStatus.Backlog(0, 0),
        null,
        null,
        new RunStatus.Metrics(Map.of(), Map.of()));
  }

  private static String names(Path directory) throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.map(file -> file.getFileName().toString()).collect(Collectors.joining(","));
    }
  }
}
