package dev.freshet.lance.proof;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.lance.proof.RecordedSums.Sum;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RecordedSumsTest {

  @TempDir Path directory;

  /** The check value of CRC-32C, as RFC 3720 and the catalogues of checksums have it. */
  @Test
  void sumsAreCrc32c() throws IOException {
    Path file = Files.writeString(directory.resolve("file"), "123456789");

    assertThat(Sum.of(file)).isEqualTo(new Sum(9, 0xe3069283));
    assertThat(Sum.of(Files.createFile(directory.resolve("empty")))).isEqualTo(new Sum(0, 0));
  }

  @Test
  void sumsAreReadAsTheyWereWritten() {
    RecordedSums sums = new RecordedSums(directory.resolve("new/sums"));
    Map<String, Sum> written =
        Map.of("data/a b.lance", new Sum(7, -1), "_deletions/1-2-3.bin", new Sum(1L << 40, 0x0f));

    sums.write(written);

    assertThat(sums.read()).contains(written);
    sums.write(Map.of());
    assertThat(sums.read()).contains(Map.of());
    assertThat(directory.resolve("new").toFile().list()).containsExactly("sums");
  }

  @Test
  void damagedSumsAreNone() throws IOException {
    Path path = directory.resolve("sums");
    RecordedSums sums = new RecordedSums(path);
    assertThat(sums.read()).isEmpty();
    sums.write(Map.of("data/a", new Sum(7, 9), "data/b", new Sum(70, 90)));
    byte[] whole = Files.readAllBytes(path);

    for (int i = 0; i < whole.length; i++) {
      byte[] damaged = whole.clone();
      damaged[i] ^= 0x11;
      Files.write(path, damaged);
      assertThat(sums.read()).as("byte %d", i).isEmpty();
    }
    for (int length = 0; length < whole.length; length++) {
      Files.writeString(path, new String(whole, 0, length, StandardCharsets.UTF_8));
      assertThat(sums.read()).as("%d bytes", length).isEmpty();
    }
    Files.delete(path);
    Files.createDirectory(path);
    assertThat(sums.read()).isEmpty();
    sums.write(Map.of("data/a", new Sum(7, 9)));
    assertThat(path).isDirectory();
  }
}
