package dev.freshet.autoloader.fs;

import dev.freshet.autoloader.compression.UnsuitableContentException;
import dev.freshet.autoloader.filelog.LandedFile;
import dev.freshet.storage.hadoop.HadoopObjects;
import dev.freshet.storage.location.Location;
import dev.freshet.storage.location.StorageAwayException;
import dev.freshet.storage.objects.ObjectStore;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.UncheckedIOException;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.util.functional.FutureIO;

/**
 * Files that a file system of Hadoop reaches. What its client reports is told apart: a file that is
 * gone, one that may not be read, damage, and a storage of which nothing can be said.
 *
 * @param landing the directory, with its scheme
 * @param settings of the file system; has secrets in it
 */
public record HadoopAccess(String landing, Map<String, String> settings) implements LandingAccess {
  private static final long serialVersionUID = 1;
  private static final int LOOKS_AT_A_TIME = 16;

  /** Copies the settings. */
  public HadoopAccess {
    settings = Map.copyOf(settings);
  }

  /** The files of a place, for those who list them. */
  public HadoopStore store() throws IOException {
    return new HadoopStore(this, new Location.Remote(landing), fileSystem(landing));
  }

  /**
   * The files of the place as objects, for what a stream keeps there.
   *
   * @throws IllegalArgumentException if the storage cannot take a name only once
   */
  public ObjectStore objects() throws IOException {
    FileSystem files = fileSystem(landing);
    try {
      return HadoopObjects.of(files, new Path(landing));
    } catch (IOException e) {
      throw HadoopErrors.of(landing, landing, e);
    }
  }

  FileSystem fileSystem(String path) throws IOException {
    try {
      return OpenFileSystems.of(new Path(path).toUri(), settings);
    } catch (IOException | RuntimeException e) {
      throw HadoopErrors.of(landing, path, e);
    }
  }

  @Override
  public InputStream open(String path) throws IOException {
    try {
      FileSystem files = fileSystem(path);
      FileStatus status = files.getFileStatus(new Path(path));
      if (!status.isFile()) {
        throw new UnsuitableContentException("it is not a file", "Land the file itself");
      }
      return new StoreInputStream(
          opened(files, status), status.getLen(), e -> HadoopErrors.of(landing, path, e));
    } catch (UnsuitableContentException e) {
      throw e;
    } catch (IOException | RuntimeException e) {
      throw HadoopErrors.of(landing, path, e);
    }
  }

  /** With what is known of the file, so that the client does not ask again. */
  private static InputStream opened(FileSystem files, FileStatus status) throws IOException {
    return FutureIO.awaitFuture(
        files
            .openFile(status.getPath())
            .withFileStatus(status)
            .opt("fs.option.openfile.read.policy", "sequential")
            .build());
  }

  @Override
  public Optional<LandedFile> look(String path) throws IOException {
    return store().look(path).orElseThrow(() -> new NoSuchFileException(path)).file();
  }

  /** On several threads, because a storage that is far away answers slowly. */
  @Override
  public Map<String, Optional<LandedFile>> lookAll(Set<String> paths) {
    Map<String, Optional<LandedFile>> found = new ConcurrentHashMap<>();
    ExecutorService threads = Executors.newFixedThreadPool(LOOKS_AT_A_TIME);
    try {
      List<Future<?>> looks = new ArrayList<>();
      for (String path : paths) {
        looks.add(threads.submit(() -> found.putAll(LandingAccess.super.lookAll(Set.of(path)))));
      }
      for (Future<?> look : looks) {
        look.get();
      }
    } catch (ExecutionException e) {
      if (e.getCause() instanceof UncheckedIOException known) {
        throw known;
      }
      throw new IllegalStateException("Cannot look at the files of a batch", e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new UncheckedIOException(new InterruptedIOException("query stopped"));
    } finally {
      threads.shutdownNow();
    }
    Map<String, Optional<LandedFile>> ordered = new LinkedHashMap<>();
    paths.forEach(path -> ordered.put(path, found.getOrDefault(path, Optional.empty())));
    return ordered;
  }

  @Override
  public void requireReadable() throws IOException {
    store().requireReadable();
  }

  @Override
  public void requireLandingZone(String path, Throwable cause) throws IOException {
    try {
      requireReadable();
    } catch (IOException e) {
      e.addSuppressed(cause);
      throw e instanceof StorageAwayException
          ? e
          : new StorageAwayException(
              "Cannot read "
                  + path
                  + ": the landing zone "
                  + landing
                  + " cannot be read either ("
                  + e.getMessage()
                  + "). The batch is repeated once it can.",
              e);
    }
  }

  /** Without the settings, which have secrets in them. */
  @Override
  public String toString() {
    return "HadoopAccess[" + landing + "]";
  }

  @Override
  public LandedRemoval removal() {
    return new HadoopRemoval(this);
  }
}
