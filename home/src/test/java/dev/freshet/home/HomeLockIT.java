package dev.freshet.home;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.freshet.core.error.ErrorCode;
import dev.freshet.core.error.FreshetException;
import dev.freshet.storage.DirectoryLock;
import java.io.BufferedReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class HomeLockIT {

  @TempDir Path dir;

  @Test
  void homeIsHeldOnceInAProcess() throws Exception {
    DirectoryLock first = HomeLock.RUN.acquire(dir.resolve("home"));

    assertRefused("this process runs it already");
    assertRefused("this process runs it already");
    first.close();

    HomeLock.RUN.acquire(dir.resolve("home")).close();
  }

  @Test
  void homeIsHeldOnceAmongProcessesAndFreeWhenItsHolderDies() throws Exception {
    Process holder =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                Holder.class.getName(),
                dir.resolve("home").toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    try (BufferedReader says = holder.inputReader(StandardCharsets.UTF_8)) {
      assertThat(says.readLine()).isEqualTo("held");

      assertRefused("another process (pid " + holder.pid() + ") runs it already");
      assertRefused("another process (pid " + holder.pid() + ") runs it already");

      holder.destroyForcibly();
      assertThat(holder.waitFor(10, TimeUnit.SECONDS)).isTrue();
      HomeLock.RUN.acquire(dir.resolve("home")).close();
    } finally {
      holder.destroyForcibly();
    }
  }

  @Test
  void homeThatCannotBeCreatedIsNamed() throws Exception {
    Path file = Files.createFile(dir.resolve("home"));

    assertThatThrownBy(() -> HomeLock.RUN.acquire(file))
        .isInstanceOfSatisfying(
            FreshetException.class,
            e -> assertThat(e.code()).isEqualTo(ErrorCode.STORE_UNAVAILABLE))
        .hasMessageStartingWith("Cannot lock " + file);
  }

  private void assertRefused(String why) {
    assertThatThrownBy(() -> HomeLock.RUN.acquire(dir.resolve("home")))
        .isInstanceOfSatisfying(
            FreshetException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.ALREADY_RUNNING))
        .hasMessageContaining(why);
  }

  /** Holds a home until it is killed. */
  static final class Holder {

    private Holder() {}

    public static void main(String[] arguments) throws Exception {
      try (DirectoryLock lock = HomeLock.RUN.acquire(Path.of(arguments[0]))) {
        System.out.println(lock == null ? "no" : "held");
        System.in.read();
      }
    }
  }
}
