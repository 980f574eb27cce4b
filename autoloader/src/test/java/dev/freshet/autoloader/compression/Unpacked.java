package dev.freshet.autoloader.compression;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** What a file held before its end, and what ended it; null if nothing but its end did. */
record Unpacked(byte[] content, @Nullable IOException failure) {

  /** Reads a file; only what the opener declares may be thrown. */
  static Unpacked of(Path file) {
    ByteArrayOutputStream content = new ByteArrayOutputStream();
    try (InputStream stream = FileOpener.open(LandedBytes.LOCAL, file.toString())) {
      byte[] buffer = new byte[8192];
      for (int read = stream.read(buffer); read >= 0; read = stream.read(buffer)) {
        if (read == 0) {
          throw new AssertionError("no progress");
        }
        content.write(buffer, 0, read);
      }
      return new Unpacked(content.toByteArray(), null);
    } catch (IOException e) {
      return new Unpacked(content.toByteArray(), e);
    }
  }

  String text() {
    return new String(content, StandardCharsets.UTF_8);
  }
}
