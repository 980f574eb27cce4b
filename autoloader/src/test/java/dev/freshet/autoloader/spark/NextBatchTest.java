package dev.freshet.autoloader.spark;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.autoloader.Admission;
import dev.freshet.autoloader.filelog.FileLog;
import dev.freshet.autoloader.filelog.LandedFile;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.connector.read.streaming.ReadLimit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NextBatchTest {

  @TempDir Path directory;

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

  private static long admitted(FileLog log, int after, int limited, Admission.Rule rule) {
    return new NextBatch(log, after, 4).end(ReadLimit.maxFiles(limited - after), Optional.of(rule));
  }

  private static LandedFile file(String name, long size) {
    return new LandedFile("/landing/" + name, size, Instant.EPOCH);
  }
}
