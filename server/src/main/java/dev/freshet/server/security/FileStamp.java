package dev.freshet.server.security;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import org.jspecify.annotations.Nullable;

/**
 * Tells without reading a file whether it has changed: a changed file has another stamp.
 *
 * @param fileKey identifies the file within its file system; null where the system has none
 */
record FileStamp(FileTime modified, long size, @Nullable Object fileKey) {

  static FileStamp of(Path file) throws IOException {
    BasicFileAttributes found = Files.readAttributes(file, BasicFileAttributes.class);
    return new FileStamp(found.lastModifiedTime(), found.size(), found.fileKey());
  }
}
