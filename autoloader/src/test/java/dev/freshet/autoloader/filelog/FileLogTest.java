package dev.freshet.autoloader.filelog;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.freshet.storage.damage.DamageListener;
import dev.freshet.storage.rocks.RocksSettings;
import dev.freshet.storage.rocks.RocksStore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileLogTest {
  private static final Instant MODIFIED = Instant.parse("2026-01-02T03:04:05.123456789Z");
  private static final Instant NOW = Instant.parse("2026-01-02T03:04:06.654321Z");

  @TempDir Path directory;

  @Test
  void newVersionsAreNumberedFromOneWithoutGaps() {
    try (FileLog log = FileLog.open(directory)) {
      assertThat(log.lastSequence()).isZero();
      assertThat(log.append(List.of(file("/a", 3), file("/b", 5)), NOW)).isEqualTo(2);
      assertThat(log.append(List.of(file("/c", 7)), NOW)).isEqualTo(3);

      assertThat(log.versions(0, 3))
          .containsExactly(
              new FileVersion(1, "/a", 3, MODIFIED, NOW),
              new FileVersion(2, "/b", 5, MODIFIED, NOW),
              new FileVersion(3, "/c", 7, MODIFIED, NOW));
      assertThat(log.versions(1, 2)).extracting(FileVersion::path).containsExactly("/b");
    }
  }

  @Test
  void newLogContinuesAboveALostOneAndKeepsItsStart() {
    try (FileLog log = FileLog.open(directory, () -> 40, DamageListener.NONE)) {
      assertThat(log.lastSequence()).isEqualTo(40);
      assertThat(log.append(List.of(file("/a", 3)), NOW)).isEqualTo(41);
    }
    try (FileLog log = FileLog.open(directory, () -> 900, DamageListener.NONE)) {
      assertThat(log.append(List.of(file("/b", 5)), NOW)).isEqualTo(42);
      assertThat(log.bytesBetween(40, 42)).isEqualTo(8);
      assertThat(log.versions(40, 42)).extracting(FileVersion::path).containsExactly("/a", "/b");
      assertThat(log.versions(0, 42)).extracting(FileVersion::sequence).containsExactly(41L, 42L);
      assertThat(log.startAfter()).isEqualTo(40);
    }
  }

  @Test
  void knownVersionKeepsItsNumberAndAnotherSizeOrTimeIsAnotherVersion() {
    try (FileLog log = FileLog.open(directory)) {
      log.append(List.of(file("/a", 3), file("/a", 3)), NOW);
      log.append(List.of(file("/a", 3)), NOW);
      assertThat(log.lastSequence()).isEqualTo(1);

      log.append(List.of(file("/a", 4), new LandedFile("/a", 3, MODIFIED.plusNanos(1))), NOW);

      assertThat(log.lastSequence()).isEqualTo(3);
      assertThat(log.newest("/a").orElseThrow())
          .isEqualTo(new FileLog.Newest(3, new LandedFile("/a", 3, MODIFIED.plusNanos(1))));
      assertThat(log.newest("/b")).isEmpty();
    }
  }

  @Test
  void olderVersionThatIsPutBackIsAnotherVersion() {
    try (FileLog log = FileLog.open(directory)) {
      log.append(List.of(file("/a", 3)), NOW);
      log.append(List.of(file("/a", 4)), NOW);

      log.append(List.of(file("/a", 3)), NOW);
      log.append(List.of(file("/a", 3)), NOW);

      assertThat(log.versions(0, 3)).extracting(FileVersion::size).containsExactly(3L, 4L, 3L);
    }
  }

  @Test
  void versionKnowsTheContentOfTheVersionBeforeOfItsPath() {
    ContentMark first = new ContentMark(3, "ab".repeat(32), 1, 1);
    try (FileLog log = FileLog.open(directory)) {
      log.append(List.of(file("/a", 3), file("/b", 3)), NOW);
      log.marks().put(1, first);
      log.append(List.of(file("/a", 4)), NOW);
    }
    try (FileLog log = FileLog.open(directory)) {
      assertThat(log.marks().of(1)).hasValue(first);
      assertThat(log.marks().of(3)).isEmpty();
      assertThat(log.marks().before(3)).hasValue(first);
      assertThat(log.marks().before(2)).isEmpty();
    }
  }

  @Test
  void logOfAnEarlierBuildGetsTheNewestOfPathOfEachPath() throws IOException {
    // Given
    try (FileLog log = FileLog.open(directory)) {
      log.append(List.of(file("/a", 3), file("/b", 5)), NOW);
      log.append(List.of(file("/a", 4)), NOW);
    }
    try (RocksStore store = RocksStore.open(directory, RocksSettings.withBloomBits(10))) {
      store.write(
          batch -> {
            batch.deleteRange(new byte[] {'n'}, new byte[] {'o'});
            batch.delete(FileLogCodec.metaKey("newestUpTo"));
            batch.put("p/a of an earlier build".getBytes(UTF_8), FileLogCodec.number(1));
          });
    }

    // When
    try (FileLog log = FileLog.open(directory)) {
      log.append(List.of(file("/a", 4), file("/b", 5)), NOW);

      // Then
      assertThat(log.lastSequence()).isEqualTo(3);
      assertThat(log.newest("/a").orElseThrow().sequence()).isEqualTo(3);
    }
    try (RocksStore store = RocksStore.openReadOnly(directory, RocksSettings.withBloomBits(10))) {
      assertThat(store.find("p/a of an earlier build".getBytes(UTF_8))).isNull();
    }
  }

  @Test
  void everythingSurvivesReopening() {
    String streamId;
    try (FileLog log = FileLog.open(directory)) {
      streamId = log.streamId();
      log.append(List.of(file("/a", 3), file("/ü b", 5)), NOW);
      log.markExisting();
      log.markCommitted(1);
    }
    try (FileLog log = FileLog.open(directory)) {
      assertThat(log.streamId()).isEqualTo(streamId).doesNotContain(":");
      assertThat(log.lastSequence()).isEqualTo(2);
      assertThat(log.committedSequence()).isEqualTo(1);
      assertThat(log.existingSequence()).hasValue(2);
      log.append(List.of(file("/c", 7)), NOW);
      assertThat(log.bytesBetween(0, 3)).isEqualTo(15);
      assertThat(log.versions(1, 2)).extracting(FileVersion::path).containsExactly("/ü b");
    }
  }

  @Test
  void endOfTheFirstListingIsRecordedOnce() {
    try (FileLog log = FileLog.open(directory)) {
      assertThat(log.existingSequence()).isEmpty();
      log.append(List.of(file("/a", 3)), NOW);
      log.markExisting();
      log.append(List.of(file("/b", 3)), NOW);
      log.markExisting();
      assertThat(log.existingSequence()).hasValue(1);
    }
  }

  @Test
  void committedSequenceNeverGoesBack() {
    try (FileLog log = FileLog.open(directory)) {
      log.markCommitted(5);
      log.markCommitted(3);
      assertThat(log.committedSequence()).isEqualTo(5);
    }
  }

  @Test
  void bytesOfARangeAndTheSequenceThatReachesThem() {
    try (FileLog log = FileLog.open(directory)) {
      log.append(List.of(file("/a", 10), file("/b", 20), file("/c", 30)), NOW);

      assertThat(log.bytesBetween(0, 3)).isEqualTo(60);
      assertThat(log.bytesBetween(1, 2)).isEqualTo(20);
      assertThat(log.bytesBetween(3, 3)).isZero();
      assertThat(log.sequenceReachingBytes(0, 3, 1)).isEqualTo(1);
      assertThat(log.sequenceReachingBytes(0, 3, 10)).isEqualTo(1);
      assertThat(log.sequenceReachingBytes(0, 3, 11)).isEqualTo(2);
      assertThat(log.sequenceReachingBytes(1, 3, 21)).isEqualTo(3);
      assertThat(log.sequenceReachingBytes(0, 3, 1000)).isEqualTo(3);
    }
  }

  @Test
  void roundLongerThanOneWriteIsStoredInOrder() {
    List<LandedFile> files =
        IntStream.rangeClosed(1, 25_000).mapToObj(i -> file("/f" + i, i)).toList();
    try (FileLog log = FileLog.open(directory)) {
      log.append(files, NOW);

      assertThat(log.lastSequence()).isEqualTo(25_000);
      assertThat(log.versions(19_999, 20_001))
          .extracting(FileVersion::path)
          .containsExactly("/f20000", "/f20001");
      assertThat(log.bytesBetween(0, 25_000)).isEqualTo(25_000L * 25_001 / 2);
    }
  }

  @Test
  void rangeBeyondTheEndIsRefused() {
    try (FileLog log = FileLog.open(directory)) {
      assertThatThrownBy(() -> log.versions(0, 4))
          .isInstanceOf(IllegalStateException.class)
          .isInstanceOf(FileLogDamagedException.class)
          .hasMessageContaining("it ends at sequence 0, and had reached 4");
    }
  }

  @Test
  void secondOpeningInThisProcessIsRefusedAndHarmless() {
    try (FileLog log = FileLog.open(directory)) {
      assertThatThrownBy(() -> FileLog.open(directory))
          .isInstanceOf(FileLogInUseException.class)
          .hasMessageContaining(directory.toString())
          .hasMessageContaining("this process uses it");
      log.append(List.of(file("/a", 1)), NOW);
    }
    FileLog.open(directory).close();
  }

  @Test
  void secondOpeningInAnotherProcessIsRefusedWithTheOwner()
      throws IOException, InterruptedException {
    try (FileLog log = FileLog.open(directory)) {
      Process other =
          new ProcessBuilder(
                  Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                  "-cp",
                  System.getProperty("java.class.path"),
                  OpenFileLog.class.getName(),
                  directory.toString())
              .redirectErrorStream(true)
              .start();
      String output = new String(other.getInputStream().readAllBytes(), UTF_8);
      assertThat(other.waitFor(30, TimeUnit.SECONDS)).isTrue();

      assertThat(output)
          .contains(
              "Cannot open file log "
                  + directory
                  + ": another process (pid "
                  + ProcessHandle.current().pid()
                  + ") uses it.");
      assertThat(other.exitValue()).isEqualTo(1);
      log.append(List.of(file("/a", 1)), NOW);
    }
  }

  @Test
  void readOnlyOpeningSeesWhatTheWriterHasWritten() {
    try (FileLog log = FileLog.open(directory)) {
      log.append(List.of(file("/a", 3)), NOW);
      log.markCommitted(1);
      try (FileLog reader = FileLog.openReadOnly(directory)) {
        log.append(List.of(file("/b", 4)), NOW);

        assertThat(reader.streamId()).isEqualTo(log.streamId());
        assertThat(reader.lastSequence()).isEqualTo(1);
        assertThat(reader.committedSequence()).isEqualTo(1);
        assertThat(reader.versions(0, 1)).extracting(FileVersion::path).containsExactly("/a");
        assertThat(reader.newest("/a")).contains(new FileLog.Newest(1, file("/a", 3)));
        assertThat(reader.newest("/b")).isEmpty();
        assertThatThrownBy(() -> reader.markCommitted(1))
            .isInstanceOf(IllegalStateException.class)
            .hasMessageContaining("it was opened read-only");
      }
    }
  }

  @Test
  void readOnlyOpeningOfNothingFailsAndCreatesNothing() {
    Path missing = directory.resolve("missing");

    assertThatThrownBy(() -> FileLog.openReadOnly(missing))
        .isInstanceOf(UncheckedIOException.class)
        .hasMessageContaining("Cannot open file log " + missing);
    assertThat(missing).doesNotExist();
  }

  @Test
  void useAfterCloseIsAnErrorAndNotACrash() {
    FileLog log = FileLog.open(directory);
    log.close();
    log.close();

    assertThatThrownBy(() -> log.newest("/a"))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("it is closed");
  }

  private static LandedFile file(String path, long size) {
    return new LandedFile(path, size, MODIFIED);
  }
}
