package dev.freshet.autoloader.envelope;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.autoloader.filelog.FileVersion;
import java.io.EOFException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class ReadErrorsTest {
  private static final FileVersion FILE =
      new FileVersion(1, "/landing/a", 5, Instant.EPOCH, Instant.EPOCH);

  @Test
  void everyKindOfErrorSaysWhatToDo() {
    assertThat(ReadErrors.of(FILE, 0, new NoSuchFileException("/landing/a")))
        .isEqualTo(
            "Cannot read /landing/a: it was removed after discovery and before reading. Land it"
                + " again, and remove files only after their batch is committed.");
    assertThat(ReadErrors.of(FILE, 0, new AccessDeniedException("/landing/a")))
        .isEqualTo(
            "Cannot read /landing/a: permission to read it is missing. Give it and land the file"
                + " again under another name.");
    assertThat(ReadErrors.of(FILE, 0, new UnsatisfiedLinkError("no zstd")))
        .isEqualTo(
            "Cannot read /landing/a: its content is unreadable (no zstd). Land it again intact.");
    assertThat(ReadErrors.of(FILE, 7, new EOFException()))
        .isEqualTo(
            "Cannot read /landing/a: it breaks after line 7 (EOFException). Land it again intact;"
                + " the lines before were read.");
    assertThat(ReadErrors.withoutContent(FILE))
        .isEqualTo(
            "Cannot read /landing/a: it has no content but blanks. If it should have, land it"
                + " again; nothing else has to be done.");
  }
}
