package dev.freshet.storage.rocks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RocksStoreTest {
  private static final RocksSettings SETTINGS = RocksSettings.withBloomBits(10);

  @TempDir Path directory;

  @Test
  void writtenEntriesAreFoundAndSurviveReopening() throws IOException {
    try (RocksStore store = RocksStore.open(directory, SETTINGS)) {
      store.writeSynced(
          batch -> {
            batch.put(bytes("a"), bytes("1"));
            batch.put(bytes("b"), bytes("2"));
          });
      store.write(batch -> batch.delete(bytes("a")));
    }
    try (RocksStore store = RocksStore.open(directory, SETTINGS)) {
      assertThat(store.findAll(List.of(bytes("a"), bytes("b")))).containsExactly(null, bytes("2"));
    }
  }

  @Test
  void changesThatFailHalfwayAreNotWritten() throws IOException {
    try (RocksStore store = RocksStore.open(directory, SETTINGS)) {
      assertThatThrownBy(
              () ->
                  store.write(
                      batch -> {
                        batch.put(bytes("a"), bytes("1"));
                        throw new IllegalStateException("stop");
                      }))
          .hasMessage("stop");

      assertThat(store.find(bytes("a"))).isNull();
    }
  }

  @Test
  void scanVisitsARangeInTheOrderOfTheKeys() throws IOException {
    try (RocksStore store = RocksStore.open(directory, SETTINGS)) {
      for (String key : List.of("c", "a", "d", "b")) {
        store.write(batch -> batch.put(bytes(key), bytes(key + key)));
      }
      store.write(batch -> batch.deleteRange(bytes("b"), bytes("c")));
      List<String> visited = new ArrayList<>();

      store.scan(bytes("a"), bytes("d"), (key, value) -> visited.add(text(key) + text(value)));

      assertThat(visited).containsExactly("aaa", "ccc");
    }
  }

  @Test
  void readerSeesTheStoreAsItWasAndCannotWrite() throws IOException {
    try (RocksStore store = RocksStore.open(directory, SETTINGS)) {
      store.write(batch -> batch.put(bytes("a"), bytes("1")));
      try (RocksStore reader = RocksStore.openReadOnly(directory, SETTINGS)) {
        store.write(batch -> batch.put(bytes("a"), bytes("2")));

        assertThat(reader.find(bytes("a"))).isEqualTo(bytes("1"));
        assertThatThrownBy(() -> reader.write(batch -> batch.delete(bytes("a"))))
            .isInstanceOf(RocksException.class);
      }
    }
  }

  @Test
  void directoryInUseIsLockedAndNotDamaged() throws IOException {
    try (RocksStore store = RocksStore.open(directory, SETTINGS)) {
      assertThat(store.find(bytes("a"))).isNull();
      assertThatThrownBy(() -> RocksStore.open(directory, SETTINGS))
          .isInstanceOfSatisfying(
              RocksException.class,
              e -> {
                assertThat(e.isLocked()).isTrue();
                assertThat(e.isDamage()).isFalse();
              });
    }
  }

  @Test
  void missingManifestIsDamageUntilTheStoreIsDeleted() throws IOException {
    RocksStore.open(directory, SETTINGS).close();
    try (DirectoryStream<Path> manifests = Files.newDirectoryStream(directory, "MANIFEST-*")) {
      for (Path manifest : manifests) {
        Files.delete(manifest);
      }
    }

    assertThatThrownBy(() -> RocksStore.open(directory, SETTINGS))
        .isInstanceOfSatisfying(
            RocksException.class,
            e -> {
              assertThat(e.isLocked()).isFalse();
              assertThat(e.isDamage()).isTrue();
            });
    RocksStore.delete(directory);
    RocksStore.open(directory, SETTINGS).close();
  }

  /** What decides about the bytes on disk stands in the file of options that RocksDB writes. */
  @Test
  void settingsReachTheLibrary() throws IOException {
    RocksSettings settings =
        RocksSettings.withBloomBits(16)
            .with(new RocksSettings.Memory(16L << 20, 32L << 20))
            .with(new RocksSettings.LargeEntries(32L << 10))
            .with(new RocksSettings.Fifo(4L << 30, 512L << 20));

    RocksStore.open(directory, settings).close();

    assertThat(options())
        .contains(
            "filter_policy=bloomfilter:16:false",
            "cache_index_and_filter_blocks=true",
            "write_buffer_size=33554432",
            "block_size=32768",
            "compression=kNoCompression",
            "compaction_style=kCompactionStyleFIFO",
            "max_table_files_size=4294967296",
            "allow_compaction=true",
            "max_compaction_bytes=536870912",
            "keep_log_file_num=2");
  }

  private String options() throws IOException {
    try (DirectoryStream<Path> files = Files.newDirectoryStream(directory, "OPTIONS-*")) {
      return Files.readString(files.iterator().next());
    }
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.UTF_8);
  }
}
