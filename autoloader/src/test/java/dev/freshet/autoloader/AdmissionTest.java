package dev.freshet.autoloader;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.freshet.autoloader.filelog.FileLog;
import dev.freshet.autoloader.filelog.LandedFile;
import dev.freshet.autoloader.option.InvalidOptionException;
import dev.freshet.autoloader.spark.BatchLimits;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AdmissionTest {

  @TempDir Path directory;

  @Test
  void ruleIsFoundByItsIdUntilItIsClosed() {
    Admission.Rule rule = waiting -> 7;
    try (Admission admission = Admission.register("one", rule)) {
      assertThat(Admission.find("one")).isSameAs(rule);
      admission.close();
    }

    assertThatThrownBy(() -> Admission.find("one"))
        .isInstanceOf(InvalidOptionException.class)
        .hasMessage(
            "Cannot use option autoloader.admission: no admission is registered as 'one' in this"
                + " process. Call Admission.register before the query starts, and close it after"
                + " the query has ended.");
  }

  @Test
  void idThatIsTakenIsRefusedAndStaysWithItsOwner() {
    Admission.Rule rule = waiting -> 7;
    try (Admission owner = Admission.register("two", rule)) {
      assertThatThrownBy(() -> Admission.register("two", waiting -> 8))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("admission 'two'");
      assertThat(Admission.find("two")).as("of %s", owner).isSameAs(rule);
    }
  }

  @Test
  void closingAgainDoesNotTakeTheIdFromItsNextOwner() {
    Admission first = Admission.register("three", waiting -> 7);
    first.close();
    try (Admission second = Admission.register("three", waiting -> 8)) {
      first.close();

      assertThat(Admission.find("three").maxBytes(0)).as("of %s", second).isEqualTo(8);
    }
  }

  @Test
  void batchEndsWithTheFileThatReachesTheBytesAndWithinTheOtherLimits() {
    List<Long> asked = new ArrayList<>();
    try (FileLog log = FileLog.open(directory.resolve("filelog"))) {
      log.append(
          List.of(file("a", 10), file("b", 10), file("c", 10), file("d", 10)), Instant.EPOCH);

      assertThat(admitted(log, 0, 4, waiting -> 15)).isEqualTo(2);
      assertThat(admitted(log, 1, 4, waiting -> 100)).isEqualTo(4);
      assertThat(admitted(log, 1, 3, waiting -> 100)).as("the other limits").isEqualTo(3);
      assertThat(admitted(log, 2, 4, waiting -> -1)).as("always a file").isEqualTo(3);
      admitted(
          log,
          1,
          2,
          waiting -> {
            asked.add(waiting);
            return 1;
          });
    }
    assertThat(asked).as("everything that waits").containsExactly(30L);
  }

  private static long admitted(FileLog log, long after, long limited, Admission.Rule rule) {
    return BatchLimits.admitted(log, after, 4, limited, rule);
  }

  private static LandedFile file(String name, long size) {
    return new LandedFile("/landing/" + name, size, Instant.EPOCH);
  }
}
