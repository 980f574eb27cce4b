package dev.freshet.autoloader.fs;

import dev.freshet.autoloader.filelog.LandedFile;
import dev.freshet.storage.location.Location;
import dev.freshet.storage.location.StorageAwayException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.apache.hadoop.fs.EtagSource;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RemoteIterator;
import org.jspecify.annotations.Nullable;

/**
 * A landing zone in a storage of Hadoop, as it is listed. Errors are those of {@link
 * LandingAccess}. Thread-safe.
 */
public final class HadoopStore {

  /** In these a directory is a part of names, and is there as long as a file is in it. */
  private static final Set<String> WITHOUT_DIRECTORIES =
      Set.of("s3a", "abfs", "abfss", "gs", "oss", "cosn", "obs");

  /** In these a file that can be seen is complete. */
  private static final Set<String> WITH_WHOLE_FILES = Set.of("s3a", "gs", "oss", "cosn", "obs");

  /** In these the time of a single file comes in a header of HTTP. */
  private static final Set<String> IN_WHOLE_SECONDS = Set.of("s3a", "abfs", "abfss");

  private final HadoopAccess access;
  private final Location.Remote landing;
  private final FileSystem files;

  HadoopStore(HadoopAccess access, Location.Remote landing, FileSystem files) {
    this.access = access;
    this.landing = landing;
    this.files = files;
  }

  /**
   * An entry of a directory.
   *
   * @param path of it
   * @param name the last part of its path
   * @param file what it is like; empty if it is a directory
   */
  public record Entry(String path, String name, Optional<LandedFile> file) {}

  /** The landing zone, with its scheme. */
  public String landing() {
    return landing.text();
  }

  /** Whether a file is complete as soon as it is seen. */
  public boolean hasWholeFilesOnly() {
    return WITH_WHOLE_FILES.contains(landing.scheme());
  }

  /**
   * Passes the entries of a directory to {@code sink}.
   *
   * @throws NoSuchFileException if there is no such directory
   */
  public void list(String directory, Consumer<Entry> sink) throws IOException {
    try {
      RemoteIterator<FileStatus> entries = files.listStatusIterator(new Path(directory));
      while (entries.hasNext()) {
        sink.accept(entry(entries.next()));
      }
    } catch (IOException | RuntimeException e) {
      throw HadoopErrors.of(landing(), directory, e);
    }
  }

  /** The files of the landing zone from a path on, in the order of their bytes in UTF-8. */
  @FunctionalInterface
  public interface FilesAfter {

    /** Few requests, however many files come before. */
    void list(String path, Consumer<LandedFile> sink) throws IOException;
  }

  /** Looks on the class path for what can ask this storage for the files after a path. */
  public Optional<FilesAfter> filesAfter() {
    return KeyOrder.of(files).map(order -> (path, sink) -> listAfter(order, path, sink));
  }

  private void listAfter(KeyOrder order, String path, Consumer<LandedFile> sink)
      throws IOException {
    try {
      order.listAfter(
          files,
          new Path(landing()),
          new Path(path),
          status -> entry(status).file().ifPresent(sink));
    } catch (IOException | RuntimeException e) {
      throw HadoopErrors.of(landing(), landing(), e);
    }
  }

  /** What is at this path; empty if there is nothing. */
  public Optional<Entry> look(String path) throws IOException {
    try {
      return Optional.of(entry(files.getFileStatus(new Path(path))));
    } catch (IOException | RuntimeException e) {
      IOException known = HadoopErrors.of(landing(), path, e);
      if (known instanceof NoSuchFileException) {
        return Optional.empty();
      }
      throw known;
    }
  }

  /** A part of a file; less if the file ends before it. */
  public byte[] read(String path, long position, int count) throws IOException {
    try (FSDataInputStream content = files.open(new Path(path))) {
      content.seek(position);
      return content.readNBytes(count);
    } catch (IOException | RuntimeException e) {
      throw HadoopErrors.of(landing(), path, e);
    }
  }

  /**
   * Returns if the landing zone can be listed. Where directories are parts of names, one that is
   * not there is empty, as long as the bucket or container is there.
   *
   * @throws NoSuchFileException if it is not there
   * @throws StorageAwayException if nothing can be said about it
   */
  public void requireReadable() throws IOException {
    try {
      files.listStatusIterator(new Path(landing())).hasNext();
    } catch (IOException | RuntimeException e) {
      IOException known = HadoopErrors.of(landing(), landing(), e);
      if (!(known instanceof NoSuchFileException) || !isEmptyPlace()) {
        throw known;
      }
    }
  }

  /** Whether a directory that is not there is one that has no file, and not one that is lost. */
  public boolean isEmptyPlace() throws IOException {
    if (!WITHOUT_DIRECTORIES.contains(landing.scheme())) {
      return false;
    }
    try {
      Path root = new Path(files.getUri().toString() + "/");
      files.listStatusIterator(root).hasNext();
      return true;
    } catch (IOException | RuntimeException e) {
      IOException known = HadoopErrors.of(landing(), landing(), e);
      if (known instanceof NoSuchFileException) {
        return false;
      }
      throw known;
    }
  }

  /** How the files are read. */
  public HadoopAccess access() {
    return access;
  }

  /** Below the landing zone a path begins as that is written, whatever the client adds to it. */
  private String text(Path path) {
    String qualified = files.makeQualified(new Path(landing())).toString();
    String text = path.toString();
    return text.startsWith(qualified + "/") ? landing() + text.substring(qualified.length()) : text;
  }

  private Entry entry(FileStatus status) {
    String path = text(status.getPath());
    return new Entry(
        path,
        status.getPath().getName(),
        status.isFile()
            ? Optional.of(
                new LandedFile(
                    path,
                    status.getLen(),
                    modified(status),
                    status instanceof EtagSource tagged ? change(tagged.getEtag()) : 0))
            : Optional.empty());
  }

  /**
   * In whole seconds where that is all that is known of a single file: some servers say more in a
   * list, and the same file must have the same time in both.
   */
  private Instant modified(FileStatus status) {
    Instant time = Instant.ofEpochMilli(status.getModificationTime());
    return IN_WHOLE_SECONDS.contains(landing.scheme())
        ? time.truncatedTo(ChronoUnit.SECONDS)
        : time;
  }

  /**
   * The number of an entity tag, which every write of the file changes; 0 if there is none. Clients
   * write tags with quotes or without.
   */
  public static long change(@Nullable String etag) {
    if (etag == null) {
      return 0;
    }
    String tag = etag.replaceFirst("^W/", "").replace("\"", "");
    if (tag.isBlank()) {
      return 0;
    }
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(tag.getBytes(StandardCharsets.UTF_8));
      long number = ByteBuffer.wrap(digest).getLong();
      return number == 0 ? 1 : number;
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
