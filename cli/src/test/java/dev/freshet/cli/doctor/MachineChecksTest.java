package dev.freshet.cli.doctor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.freshet.cli.doctor.Diagnosis.Outcome;
import dev.freshet.core.mask.Mask;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MachineChecksTest {

  @TempDir private Path directory;

  @Test
  void archiveWhoseFilesWereChangedIsNamed() throws Exception {
    Files.writeString(directory.resolve("same"), "abc");
    Files.writeString(directory.resolve("changed"), "abd");
    // Of "abc", as FIPS 180-2, appendix B.1, has it.
    String sum = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
    Files.writeString(
        directory.resolve("SHA256SUMS"), sum + "  same\n" + sum + "  changed\n" + sum + "  gone\n");

    Diagnosis.Check check = MachineChecks.installation(directory);

    assertThat(check)
        .isEqualTo(
            Diagnosis.Check.wrong(
                "installation",
                "not as they were packed: changed, gone",
                "Unpack the archive again."));
    Files.writeString(directory.resolve("SHA256SUMS"), sum + "  same\n");
    assertThat(MachineChecks.installation(directory).outcome()).isEqualTo(Outcome.OK);
  }

  @Test
  void machineThatRunsTheTestsIsFine() throws Exception {
    assertThat(MachineChecks.java().outcome()).isEqualTo(Outcome.OK);
    assertThat(MachineChecks.system().outcome()).isEqualTo(Outcome.OK);
    assertThat(MachineChecks.clock().outcome()).isEqualTo(Outcome.OK);
    assertThat(MachineChecks.temporary(directory).found()).contains("MiB free");
  }

  @Test
  void valuesOfOptionsAndVariablesAreLeftOut() {
    assertThat(
            MachineFacts.jvmOptions(List.of("-Xmx1g", "-Dkey=secret", "-Dflag", "--add-opens=x")))
        .containsExactly("-Xmx1g", "-Dkey=***", "-Dflag");
    assertThat(
            MachineFacts.variables(
                Map.of("LANCE_CPU_THREADS", "4", "FRESHET_JAVA_OPTS", "-Dx=y", "OTHER", "1")))
        .isEqualTo(Map.of("LANCE_CPU_THREADS", "4", "FRESHET_JAVA_OPTS", "set"));
  }

  @Test
  void taskThatHangsIsGivenUp() {
    Collection collected = new Collection(Mask.of(List.of()));

    collected.text("part", () -> "fine");
    collected.text(
        "bad",
        () -> {
          throw new IOException("password=hunter2");
        });

    assertThat(collected.diagnosis(Path.of("x")).notRead())
        .containsExactly(new Diagnosis.NotRead("bad", "IOException: password=***"));
    assertThatThrownBy(
            () ->
                Bounded.call(
                    Duration.ofMillis(50),
                    () -> {
                      new CountDownLatch(1).await();
                      return "never";
                    }))
        .isInstanceOf(TimeoutException.class);
  }
}
