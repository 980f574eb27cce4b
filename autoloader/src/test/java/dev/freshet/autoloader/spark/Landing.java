package dev.freshet.autoloader.spark;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.zip.GZIPOutputStream;

/** A landing zone of a test: files are written aside, made old enough to be settled, renamed in. */
public record Landing(Path directory) {

  Path land(String name, String content) {
    return land(name, content.getBytes(StandardCharsets.UTF_8));
  }

  Path land(String name, byte[] content) {
    return land(name, content, Instant.now().minusSeconds(60));
  }

  Path land(String name, byte[] content, Instant modifiedAt) {
    try {
      Files.createDirectories(directory);
      Path aside = Files.write(directory.resolve("." + name + ".tmp"), content);
      Files.setLastModifiedTime(aside, FileTime.from(modifiedAt));
      return Files.move(aside, directory.resolve(name), StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public static byte[] gzip(String content) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
      gzip.write(content.getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }
}
