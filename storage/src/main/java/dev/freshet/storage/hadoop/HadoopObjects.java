package dev.freshet.storage.hadoop;

import dev.freshet.storage.objects.LocalObjects;
import dev.freshet.storage.objects.ObjectNames;
import dev.freshet.storage.objects.ObjectStore;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.apache.hadoop.fs.BulkDelete;
import org.apache.hadoop.fs.FSDataOutputStreamBuilder;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RemoteIterator;
import org.apache.hadoop.util.functional.FutureIO;
import org.jspecify.annotations.Nullable;

/**
 * Objects as files of a directory that Hadoop reaches. How a name is taken only once depends on the
 * storage:
 *
 * <ul>
 *   <li>S3A: a create with the option {@code fs.option.create.conditional.overwrite} of Hadoop
 *       3.4.2, which is a {@code PUT} with {@code If-None-Match: *}. Its {@code create} without
 *       overwriting only looks first.
 *   <li>ABFS and HDFS: a rename, which fails if the name is taken. Their {@code create} takes the
 *       name before the content is there.
 *   <li>A directory of this machine: {@link LocalObjects}.
 * </ul>
 */
public final class HadoopObjects implements ObjectStore {
  private static final String CONDITIONAL = "fs.option.create.conditional.overwrite";
  private static final Set<String> WITH_EXCLUSIVE_RENAME = Set.of("abfs", "abfss", "hdfs");

  private final FileSystem files;
  private final Path directory;
  private final boolean conditional;

  private HadoopObjects(FileSystem files, Path directory, boolean conditional) {
    this.files = files;
    this.directory = directory;
    this.conditional = conditional;
  }

  /**
   * The objects of a directory, which is made when the first is put.
   *
   * @throws IllegalArgumentException if it is not known that the storage can take a name only once
   * @throws IOException if the storage does not answer
   */
  public static ObjectStore of(FileSystem files, Path directory) throws IOException {
    String scheme = files.getUri().getScheme().toLowerCase(Locale.ROOT);
    if (scheme.equals("file")) {
      return new LocalObjects(java.nio.file.Path.of(directory.toUri().getPath()));
    }
    boolean conditional = files.hasPathCapability(directory, CONDITIONAL);
    if (!conditional && !WITH_EXCLUSIVE_RENAME.contains(scheme)) {
      throw new IllegalArgumentException(
          "Cannot keep objects in "
              + directory
              + ": it is not known that only one of several processes can create a file there. Use a"
              + " path of s3a: (without fs.s3a.create.conditional.enabled=false), abfs:, abfss: or"
              + " hdfs:, or one of this machine.");
    }
    return new HadoopObjects(files, directory, conditional);
  }

  @Override
  public Optional<byte[]> read(String name) throws IOException {
    try (InputStream content =
        FutureIO.awaitFuture(
            files
                .openFile(file(name))
                .opt("fs.option.openfile.read.policy", "whole-file")
                .build())) {
      return Optional.of(content.readAllBytes());
    } catch (FileNotFoundException e) {
      return Optional.empty();
    }
  }

  /**
   * A writer that does not create the object looks whether it is its own: the answer may be lost.
   */
  @Override
  public boolean putIfAbsent(String name, byte[] content) throws IOException {
    IOException failure;
    try {
      if (conditional ? create(name, content) : rename(name, content)) {
        return true;
      }
      failure = new IOException("Cannot create " + file(name) + ": its storage refused it.");
    } catch (IOException e) {
      failure = e;
    }
    Optional<byte[]> there = there(name, failure);
    if (there.isEmpty()) {
      throw failure;
    }
    return Arrays.equals(there.get(), content);
  }

  private Optional<byte[]> there(String name, IOException failure) throws IOException {
    try {
      return read(name);
    } catch (IOException e) {
      failure.addSuppressed(e);
      throw failure;
    }
  }

  /** Neither a look at the name before, nor markers of directories: it is one request. */
  private boolean create(String name, byte[] content) throws IOException {
    FSDataOutputStreamBuilder<?, ?> builder = files.createFile(file(name));
    builder.overwrite(true);
    builder.must(CONDITIONAL, true);
    builder.opt("fs.s3a.create.performance", true);
    try (OutputStream out = builder.build()) {
      out.write(content);
    }
    return true;
  }

  private boolean rename(String name, byte[] content) throws IOException {
    Path whole = new Path(directory, "." + UUID.randomUUID());
    boolean renamed = false;
    try {
      try (OutputStream out = files.create(whole, true)) {
        out.write(content);
      }
      renamed = files.rename(whole, file(name));
      return renamed;
    } finally {
      if (!renamed) {
        files.delete(whole, false);
      }
    }
  }

  @Override
  public List<String> list(String prefix) throws IOException {
    List<String> names = new ArrayList<>();
    try {
      RemoteIterator<FileStatus> entries = files.listStatusIterator(directory);
      while (entries.hasNext()) {
        FileStatus entry = entries.next();
        String file = entry.getPath().getName();
        if (entry.isFile()
            && ObjectNames.isObject(file)
            && ObjectNames.name(file).startsWith(prefix)) {
          names.add(ObjectNames.name(file));
        }
      }
    } catch (FileNotFoundException e) {
      return List.of();
    }
    names.sort(ORDER);
    return names;
  }

  @Override
  public void delete(Collection<String> names) throws IOException {
    List<Path> paths = new ArrayList<>(names.stream().map(this::file).toList());
    if (paths.isEmpty()) {
      return;
    }
    try (BulkDelete bulk = files.createBulkDelete(directory)) {
      for (int from = 0; from < paths.size(); from += bulk.pageSize()) {
        List<Map.Entry<Path, @Nullable String>> left =
            bulk.bulkDelete(paths.subList(from, Math.min(paths.size(), from + bulk.pageSize())));
        if (!left.isEmpty()) {
          throw new IOException("Cannot delete " + left.get(0) + " and others: " + left.size());
        }
      }
    }
  }

  private Path file(String name) {
    return new Path(directory, ObjectNames.file(name));
  }

  @Override
  public String toString() {
    return directory.toString();
  }
}
