package dev.freshet.lance.write;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.core.vector.VectorTableReader;
import dev.freshet.lance.ChildJvm;
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
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.lance.Dataset;
import org.lance.Transaction;

/** {@code kill -9} at any moment: no row is lost or doubled, and every batch is committed once. */
class WriterKillIT {

  private static final int KILLS = Boolean.getBoolean("freshet.test.long") ? 12 : 3;

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

  /**
   * Starts a writer and kills it some time after its first commit.
   *
   * @return the last batch that it reported as committed
   */
  private long writeUntilKilled(int moreMillis) throws IOException, InterruptedException {
    try (ChildJvm writer = ChildJvm.start(directory, KilledWriter.class, table().toString())) {
      writer.awaitLines(1);
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(moreMillis));
      assertThat(writer.isAlive()).as("the writer runs until it is killed").isTrue();
      writer.kill();
      List<String> batches = writer.lines();
      return Long.parseLong(batches.get(batches.size() - 1));
    }
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
    try (Stream<Path> files = Files.list(directory.resolve("tmp"))) {
      return files.filter(file -> file.getFileName().toString().contains("jni")).toList();
    }
  }

  private Path table() {
    return directory.resolve("chunks.lance");
  }
}
