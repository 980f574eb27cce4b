package dev.freshet.pipeline.cache;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.core.embed.InputType;
import dev.freshet.storage.damage.DamageListener;
import dev.freshet.testkit.embed.HashEmbedder;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CacheSizeTest {

  /** Room for some 4000 vectors of 256 components. */
  private static final CacheSize SMALL = new CacheSize(4L << 20, 256L << 10);

  @TempDir Path dir;

  @Test
  void oldestVectorsGoWhenTheFilesGetTooLarge() throws IOException {
    HashEmbedder model = new HashEmbedder(256);
    try (CachingEmbedder embedder = CachingEmbedder.open(dir, model, SMALL, DamageListener.NONE)) {
      for (int batch = 0; batch < 40; batch++) {
        embedder.embed(batch(batch), InputType.DOCUMENT);
      }

      Awaitility.await("files of at most " + SMALL.bytesMax() + " bytes")
          .atMost(Duration.ofSeconds(20))
          .until(() -> dataBytes() <= SMALL.bytesMax());
      assertThat(embedder.ask(batch(0), InputType.DOCUMENT).cached()).isZero();
      assertThat(embedder.ask(batch(39), InputType.DOCUMENT).cached()).isEqualTo(500);
      assertThat(dataBytes()).as("most of the room is used").isGreaterThan(SMALL.bytesMax() / 2);
    }
  }

  private static List<String> batch(int number) {
    return IntStream.range(0, 500).mapToObj(i -> "text " + i + " of batch " + number).toList();
  }

  private long dataBytes() throws IOException {
    long bytes = 0;
    try (DirectoryStream<Path> files = Files.newDirectoryStream(dir, "*.sst")) {
      for (Path file : files) {
        bytes += Files.exists(file) ? Files.size(file) : 0;
      }
    }
    return bytes;
  }
}
