package dev.freshet.lance.write;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.core.vector.VectorTableReader;
import dev.freshet.lance.LanceVectorTable;
import dev.freshet.lance.table.CommitRecord;
import dev.freshet.lance.table.LanceTable;
import dev.freshet.testkit.vector.SampleRows;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.lance.Dataset;
import org.lance.Transaction;

/** {@code kill -9} at any moment: nothing lost, nothing twice, every batch committed once. */
class WriterKillIT {

  private static final int KILLS = 12;

  @TempDir Path directory;

  @Test
  @Timeout(180)
  void killedWritersLeaveExactlyTheBatchesTheyCommitted() throws Exception {
    Random random = new Random(42);
    long acknowledged = 0;
    for (int kill = 0; kill < KILLS; kill++) {
      acknowledged = Math.max(acknowledged, writeUntilKilled(random.nextInt(250)));
      assertThat(unpackedLibraries()).as("native libraries left behind").isEmpty();
    }

    Map<Long, Integer> commits = commitsPerBatch();
    long last = commits.size();
    assertThat(last).isGreaterThanOrEqualTo(Math.max(acknowledged, KILLS));
    assertThat(commits.keySet()).allMatch(sequence -> sequence >= 1 && sequence <= last);
    assertThat(commits.values()).containsOnly(1);
    try (VectorTableReader reader = LanceVectorTable.openReader(table())) {
      assertThat(TestBatches.contents(reader)).isEqualTo(KilledWriter.model(last));
    }
    LanceVectorTable.openWriter(table(), SampleRows.spec()).close();
  }

  /** The last batch whose commit the process reported, at least one, before it was killed. */
  private long writeUntilKilled(int moreMillis) throws IOException, InterruptedException {
    Path reports = Files.createTempFile(directory, "reports", ".txt");
    Process writer = start(reports);
    try {
      for (int waits = 0; reported(reports) == 0; waits++) {
        assertThat(waits).as("waits of 10 ms for a first commit").isLessThan(6_000);
        assertThat(writer.waitFor(10, TimeUnit.MILLISECONDS)).as("gave up by itself").isFalse();
      }
      assertThat(writer.waitFor(moreMillis, TimeUnit.MILLISECONDS)).isFalse();
    } finally {
      writer.destroyForcibly();
      assertThat(writer.waitFor(30, TimeUnit.SECONDS)).isTrue();
    }
    return reported(reports);
  }

  /** The number on the last whole line; 0 if there is none. */
  private static long reported(Path reports) throws IOException {
    String text = Files.readString(reports);
    return text.substring(0, text.lastIndexOf('\n') + 1)
        .lines()
        .mapToLong(Long::parseLong)
        .reduce(0, (former, later) -> later);
  }

  private Process start(Path reports) throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--add-opens=java.base/java.nio=ALL-UNNAMED",
                "-Xmx256m",
                "-XX:TieredStopAtLevel=1",
                "-Djava.io.tmpdir=" + Files.createDirectories(temporary()),
                "-cp",
                System.getProperty("java.class.path"),
                KilledWriter.class.getName(),
                table().toString()));
    builder.redirectOutput(reports.toFile());
    builder.redirectError(ProcessBuilder.Redirect.appendTo(directory.resolve("log").toFile()));
    return builder.start();
  }

  private Map<Long, Integer> commitsPerBatch() {
    Map<Long, Integer> commits = new TreeMap<>();
    try (LanceTable table = LanceTable.open(table().toString())) {
      for (long version = 1; version <= table.dataset().version(); version++) {
        try (Dataset dataset = table.dataset().checkoutVersion(version)) {
          batchOf(dataset).ifPresent(sequence -> commits.merge(sequence, 1, Integer::sum));
        }
      }
    }
    return commits;
  }

  private static Optional<Long> batchOf(Dataset dataset) {
    Optional<Transaction> read = dataset.readTransaction();
    if (read.isEmpty()) {
      return Optional.empty();
    }
    try (Transaction transaction = read.get()) {
      return transaction
          .transactionProperties()
          .map(properties -> properties.get(CommitRecord.BATCH))
          .map(batch -> Long.valueOf(batch.substring(batch.indexOf(':') + 1)));
    }
  }

  private List<Path> unpackedLibraries() throws IOException {
    try (Stream<Path> files = Files.list(temporary())) {
      return files.filter(file -> file.getFileName().toString().contains("jni")).toList();
    }
  }

  private Path temporary() {
    return directory.resolve("tmp");
  }

  private Path table() {
    return directory.resolve("chunks.lance");
  }
}
