package dev.freshet.embedding.onnx;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TableCacheTest {

  private static final TableCache.Hashed TABLE =
      TableCache.Hashed.of(new TokenTable(new float[] {1, 2, 3, 4}, 2));

  @TempDir private Path directory;

  @Test
  void storedTableIsFoundUnderItsKeyAlone() throws IOException {
    TableCache cache = new TableCache(directory.resolve("not/yet/there"));
    assertThat(cache.find("model:1")).isEmpty();

    cache.store("model:1", TABLE);

    assertThat(cache.find("model:1"))
        .hasValueSatisfying(
            found -> {
              assertThat(found.table().toBytes()).isEqualTo(TABLE.table().toBytes());
              assertThat(found.hash()).isEqualTo(TABLE.hash());
            });
    assertThat(cache.find("model:2")).isEmpty();
    assertThat(files(directory.resolve("not/yet/there"))).hasSize(1);
  }

  @Test
  void damagedTableCountsAsAbsentAndIsReplaced() throws IOException {
    TableCache cache = new TableCache(directory);
    cache.store("model:1", TABLE);
    Path file = files(directory).get(0);
    byte[] whole = Files.readAllBytes(file);

    List<byte[]> damages = new ArrayList<>();
    for (int i = 0; i < whole.length; i++) {
      byte[] flipped = whole.clone();
      flipped[i] ^= 1;
      damages.add(flipped);
      damages.add(Arrays.copyOf(whole, i));
    }
    for (byte[] damaged : damages) {
      Files.write(file, damaged);
      assertThat(cache.find("model:1")).isEmpty();
      cache.store("model:1", TABLE);
      assertThat(cache.find("model:1")).isPresent();
    }
  }

  @Test
  void directoryThatCannotBeUsedCountsAsEmpty() throws IOException {
    Path file = Files.createFile(directory.resolve("file"));
    TableCache cache = new TableCache(file);

    cache.store("model:1", TABLE);

    assertThat(cache.find("model:1")).isEmpty();
    assertThat(file).isEmptyFile();
  }

  private static List<Path> files(Path directory) throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.toList();
    }
  }
}
