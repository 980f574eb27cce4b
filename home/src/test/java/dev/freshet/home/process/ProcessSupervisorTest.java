package dev.freshet.home.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class ProcessSupervisorTest {

  private static final Duration LIMIT = Duration.ofSeconds(10);

  /** Restarts without the pauses of real policies. */
  private static final RestartPolicy AT_ONCE =
      new RestartPolicy(Duration.ofMillis(10), Duration.ofSeconds(1), Duration.ofMinutes(1));

  private final List<Process> started = new CopyOnWriteArrayList<>();
  private final List<String> ends = new CopyOnWriteArrayList<>();

  @Test
  void processThatIsKilledIsRestarted() {
    try (ProcessSupervisor supervisor = supervise("sleep", "60")) {
      await().atMost(LIMIT).until(() -> started.size() == 1);
      started.get(0).destroyForcibly();

      await().atMost(LIMIT).until(() -> started.size() == 2);
      assertThat(started.get(1).isAlive()).isTrue();
      assertThat(ends).containsExactly("exit code 137 in 10 ms");
      assertThat(supervisor).isNotNull();
    }
    assertThat(started.get(1).isAlive()).isFalse();
  }

  @Test
  void closingEndsTheProcessAndStartsNoOther() throws InterruptedException {
    ProcessSupervisor supervisor = supervise("sleep", "60");
    await().atMost(LIMIT).until(() -> started.size() == 1);

    supervisor.close();
    supervisor.close();

    assertThat(started.get(0).waitFor(1, TimeUnit.SECONDS)).isTrue();
    assertThat(ends).isEmpty();
    assertThat(started).hasSize(1);
  }

  @Test
  void processThatIgnoresTheSignalIsKilled() {
    ProcessSupervisor supervisor = supervise("sh", "-c", "trap '' TERM; while :; do sleep 1; done");
    await().atMost(LIMIT).until(() -> started.size() == 1);

    supervisor.close(Duration.ofMillis(200));

    await().atMost(LIMIT).until(() -> !started.get(0).isAlive());
  }

  @Test
  void processThatCannotBeStartedIsTriedAgain() {
    try (ProcessSupervisor supervisor =
        ProcessSupervisor.start(
            new Restarted(
                () -> {
                  throw new IOException("no such program");
                }),
            timeout -> true,
            this::ended)) {
      await().atMost(LIMIT).until(() -> ends.size() >= 2);
      assertThat(supervisor).isNotNull();
    }
  }

  @Test
  void nothingIsStartedBeforeThisProcessIsReady() {
    AtomicBoolean ready = new AtomicBoolean();
    AtomicInteger asked = new AtomicInteger();
    try (ProcessSupervisor supervisor =
        ProcessSupervisor.start(
            () -> launch("sleep", "60"),
            timeout -> {
              asked.incrementAndGet();
              return ready.get();
            },
            this::ended)) {
      await().atMost(LIMIT).until(() -> asked.get() > 3);
      assertThat(started).isEmpty();

      ready.set(true);

      await().atMost(LIMIT).until(() -> started.size() == 1);
      assertThat(supervisor).isNotNull();
    }
  }

  @Test
  void processWithTooSmallAHeapIsRestartedWithGrowingPauses() {
    try (ProcessSupervisor supervisor =
        ProcessSupervisor.start(new OutOfHeap(), timeout -> true, this::ended)) {
      await().atMost(LIMIT).until(() -> ends.size() >= 2);
      assertThat(supervisor).isNotNull();
    }
    assertThat(ends).startsWith("heap was full in 10 ms", "heap was full in 20 ms");
  }

  /** A process that is restarted at once. */
  private record Restarted(Callable<Process> starting) implements ProcessSupervisor.Launch {
    @Override
    public Process start() throws IOException {
      try {
        return starting.call();
      } catch (IOException e) {
        throw e;
      } catch (Exception e) {
        throw new AssertionError(e);
      }
    }

    @Override
    public RestartPolicy restart() {
      return AT_ONCE;
    }
  }

  /** A JVM that fills its heap. */
  private final class OutOfHeap implements ProcessSupervisor.Launch {
    @Override
    public Process start() throws IOException {
      return launch(
          Path.of(System.getProperty("java.home"), "bin", "java").toString(),
          "-Xmx8m",
          "-XX:+ExitOnOutOfMemoryError", // Ends with 3.
          "-cp",
          System.getProperty("java.class.path"),
          Hoarder.class.getName());
    }

    @Override
    public RestartPolicy restart() {
      return AT_ONCE;
    }

    @Override
    public String inWords(int exitCode) {
      return exitCode == 3 ? "heap was full" : "exit code " + exitCode;
    }
  }

  /** Fills its heap and releases nothing. */
  static final class Hoarder {
    private Hoarder() {}

    public static void main(String[] arguments) {
      List<byte[]> kept = new ArrayList<>();
      while (true) {
        kept.add(new byte[1 << 20]);
      }
    }
  }

  @Test
  void supervisorWithoutAProcessEndsAtOnce() {
    ProcessSupervisor.ofNothing().close();

    assertThat(started).isEmpty();
  }

  @Test
  void pausesGrowUntilAProcessLivesLongEnough() {
    RestartPolicy policy = RestartPolicy.PATIENT;

    assertThat(policy.pause(1)).isEqualTo(policy.first());
    assertThat(policy.pause(4)).isEqualTo(Duration.ofSeconds(8));
    assertThat(policy.pause(1_000)).isEqualTo(policy.longest());
    assertThat(policy.failures(3, Duration.ofSeconds(2))).isEqualTo(4);
    assertThat(policy.failures(3, policy.sound())).isEqualTo(1);
  }

  @Test
  void processWithAFinalExitCodeIsNotRestarted() throws InterruptedException {
    ProcessSupervisor.Launch refused =
        new ProcessSupervisor.Launch() {
          @Override
          public Process start() throws IOException {
            return launch("sh", "-c", "exit 2");
          }

          @Override
          public boolean isFinal(int exitCode) {
            return exitCode == 2;
          }
        };
    try (ProcessSupervisor supervisor =
        ProcessSupervisor.start(refused, timeout -> true, this::ended)) {
      assertThat(supervisor.await()).isEqualTo(2);
    }
    assertThat(started).hasSize(1);
    assertThat(ends).isEmpty();
  }

  private ProcessSupervisor supervise(String... command) {
    return ProcessSupervisor.start(
        new Restarted(() -> launch(command)), timeout -> true, this::ended);
  }

  private void ended(String how, Duration pause) {
    ends.add(how + " in " + pause.toMillis() + " ms");
  }

  private Process launch(String... command) throws IOException {
    Process process = new ProcessBuilder(command).start();
    started.add(process);
    return process;
  }
}
