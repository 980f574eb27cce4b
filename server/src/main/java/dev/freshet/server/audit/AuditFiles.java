package dev.freshet.server.audit;

import dev.freshet.storage.Durable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Appends lines to files by day and size, and deletes the oldest files. Not thread-safe.
 *
 * <p>Sorted names are sorted by age: {@code audit-2026-11-21-0000.jsonl}.
 */
final class AuditFiles implements AutoCloseable {

  private static final String PREFIX = "audit-";
  private static final String SUFFIX = ".jsonl";

  /**
   * How much is kept.
   *
   * @param fileBytes the size at which the next file begins
   * @param files the most files
   * @param days after how many days a file is deleted
   */
  record Retention(long fileBytes, int files, int days) {

    /** At most one gigabyte and one month. */
    static final Retention STANDARD = new Retention(16 << 20, 64, 30);
  }

  private final Path directory;
  private final Retention retention;

  private @Nullable FileChannel out;
  private LocalDate day = LocalDate.EPOCH;
  private long written;

  AuditFiles(Path directory, Retention retention) {
    this.directory = directory;
    this.retention = retention;
  }

  /**
   * Appends one line.
   *
   * @param today the day of the line
   */
  void append(byte[] line, LocalDate today) throws IOException {
    FileChannel target = out;
    if (target == null || !today.equals(day) || written >= retention.fileBytes()) {
      target = next(today);
    }
    ByteBuffer bytes = ByteBuffer.allocate(line.length + 1).put(line).put((byte) '\n').flip();
    while (bytes.hasRemaining()) {
      written += target.write(bytes);
    }
  }

  /** Returns when the lines are on disk. */
  void sync() throws IOException {
    if (out != null) {
      out.force(true);
    }
  }

  private FileChannel next(LocalDate today) throws IOException {
    close();
    Files.createDirectories(
        directory,
        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    List<Path> files = files();
    Path file =
        directory.resolve(PREFIX + today + "-%04d".formatted(number(files, today)) + SUFFIX);
    if (!Files.exists(file)) {
      Files.createFile(
          file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
      Durable.DISK.syncDirectory(directory);
    }
    FileChannel opened = FileChannel.open(file, StandardOpenOption.APPEND);
    out = opened;
    day = today;
    written = Files.size(file);
    deleteOld(files(), today);
    return opened;
  }

  /** The number of the newest file of the day while that has room, else the next number. */
  private int number(List<Path> files, LocalDate today) throws IOException {
    String ofToday = PREFIX + today + "-";
    Optional<Path> newest =
        files.stream()
            .filter(file -> file.getFileName().toString().startsWith(ofToday))
            .reduce((earlier, later) -> later);
    if (newest.isEmpty()) {
      return 0;
    }
    String name = newest.get().getFileName().toString();
    int number =
        Integer.parseInt(name.substring(ofToday.length(), name.length() - SUFFIX.length()));
    return Files.size(newest.get()) < retention.fileBytes() ? number : number + 1;
  }

  private void deleteOld(List<Path> files, LocalDate today) throws IOException {
    String oldest = PREFIX + today.minusDays(retention.days());
    int surplus = files.size() - retention.files();
    for (int i = 0; i < files.size(); i++) {
      Path file = files.get(i);
      if (i < surplus || file.getFileName().toString().compareTo(oldest) < 0) {
        Files.deleteIfExists(file);
      }
    }
  }

  private List<Path> files() throws IOException {
    try (Stream<Path> all = Files.list(directory)) {
      return all.filter(
              file ->
                  file.getFileName()
                      .toString()
                      .matches("audit-\\d{4}-\\d{2}-\\d{2}-\\d{4}\\.jsonl"))
          .sorted()
          .toList();
    }
  }

  @Override
  public void close() throws IOException {
    FileChannel open = out;
    out = null;
    if (open != null) {
      try (open) {
        open.force(true);
      }
    }
  }
}
