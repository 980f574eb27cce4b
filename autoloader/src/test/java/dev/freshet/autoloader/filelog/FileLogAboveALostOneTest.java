package dev.freshet.autoloader.filelog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.freshet.storage.damage.DamageListener;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A log that continues above the numbers of one that was lost. */
class FileLogAboveALostOneTest {
  private static final Instant MODIFIED = Instant.parse("2026-01-02T03:04:05Z");

  @TempDir Path directory;

  @Test
  void versionsHaveTheNumbersTheyWereGivenWhereverTheRangeBegins() {
    try (FileLog log = FileLog.open(directory, () -> 5, DamageListener.NONE)) {
      log.append(List.of(file("/a", 3), file("/b", 4)), MODIFIED);

      assertThat(log.startAfter()).isEqualTo(5);
      assertThat(log.versions(0, 7)).extracting(FileVersion::sequence).containsExactly(6L, 7L);
      assertThat(log.versions(0, 7)).extracting(FileVersion::path).containsExactly("/a", "/b");
      assertThat(log.versions(6, 7)).extracting(FileVersion::sequence).containsExactly(7L);
      assertThat(log.versions(0, 5)).isEmpty();
    }
  }

  @Test
  void bytesAreCountedFromItsStart() {
    try (FileLog log = FileLog.open(directory, () -> 5, DamageListener.NONE)) {
      log.append(List.of(file("/a", 3), file("/b", 4)), MODIFIED);

      assertThat(log.bytesBetween(0, 7)).isEqualTo(7);
      assertThat(log.sequenceReachingBytes(0, 7, 1)).isEqualTo(6);
      assertThat(log.sequenceReachingBytes(0, 7, 4)).isEqualTo(7);
    }
  }

  @Test
  void emptyLogEndsBelowItsFirstFile() {
    try (FileLog log = FileLog.open(directory, () -> 5, DamageListener.NONE)) {
      log.markExisting();

      assertThat(log.lastSequence()).isEqualTo(5);
      assertThat(log.committedSequence()).isEqualTo(5);
      assertThat(log.existingSequence()).hasValue(5);
    }
  }

  @Test
  void existingLogIsNotAskedWhereToStart() {
    FileLog.open(directory).close();

    FileLog.open(
            directory,
            () -> {
              throw new AssertionError("asked");
            },
            DamageListener.NONE)
        .close();
  }

  @Test
  void logWhoseCreationFailedIsStillNew() {
    assertThatThrownBy(
            () ->
                FileLog.open(
                    directory,
                    () -> {
                      throw new IllegalStateException("the tables cannot be read");
                    },
                    DamageListener.NONE))
        .hasMessage("the tables cannot be read");

    assertThat(directory).isNotEmptyDirectory();
    try (FileLog log = FileLog.open(directory, () -> 5, DamageListener.NONE)) {
      assertThat(log.startAfter()).isEqualTo(5);
    }
  }

  private static LandedFile file(String path, long size) {
    return new LandedFile(path, size, MODIFIED);
  }
}
