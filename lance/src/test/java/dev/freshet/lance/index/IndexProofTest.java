package dev.freshet.lance.index;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.core.DaemonThreads;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IndexProofTest {

  private static final int LISTINGS = 3_000;

  @TempDir Path directory;

  @Test
  void recordThatAnotherProcessJustWritesIsPassedOver() throws Exception {
    Path index = Files.writeString(directory.resolve("index.idx"), "index");
    AtomicBoolean over = new AtomicBoolean();
    Thread writer = DaemonThreads.unstarted("record", () -> writeRecords(over));
    writer.start();
    try {
      for (int i = 0; i < LISTINGS; i++) {
        assertThat(IndexProof.files(directory)).containsExactly(index);
      }
    } finally {
      over.set(true);
      writer.join();
    }
  }

  private void writeRecords(AtomicBoolean over) {
    try {
      for (int i = 0; !over.get(); i++) {
        Path aside = Files.writeString(directory.resolve("freshet.crc32c." + i), "sums");
        Files.delete(aside);
      }
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }
}
