package dev.freshet.storage.hadoop;

import dev.freshet.storage.Durable;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.StandardCopyOption;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.DelegateToFileSystem;
import org.apache.hadoop.fs.Path;

/**
 * {@link LocalFs} for Hadoop's {@code FileContext}, which Spark's checkpoints and Delta's log use
 * on {@code file:}.
 *
 * <p>A rename without overwrite is an atomic put-if-absent: of any number of threads and processes
 * that rename to one name exactly one wins, the others get Hadoop's {@code
 * FileAlreadyExistsException} and keep their source. Stock Hadoop checks first and renames then,
 * which loses Delta commits when two processes write one table. A rename with overwrite replaces
 * the target atomically. Both return when the new name is on disk; what {@link RawLocalFs} wrote
 * was on disk before.
 */
public final class LocalAbstractFs extends DelegateToFileSystem {
  private static final URI ROOT = URI.create("file:///");
  private static final int NO_PORT = -1;

  private final RawLocalFs files;
  private final ExclusiveRename exclusiveRename =
      new ExclusiveRename(Files::createLink, Durable.DISK);

  /** Called by Hadoop's reflection. */
  public LocalAbstractFs(URI uri, Configuration conf) throws IOException, URISyntaxException {
    this(new RawLocalFs(), conf);
  }

  private LocalAbstractFs(RawLocalFs files, Configuration conf)
      throws IOException, URISyntaxException {
    super(ROOT, files, conf, ROOT.getScheme(), false);
    this.files = files;
  }

  @Override
  public int getUriDefaultPort() {
    return NO_PORT;
  }

  @Override
  public boolean isValidName(String path) {
    return true; // As Hadoop's own local file system: the kernel decides.
  }

  @Override
  public void renameInternal(Path from, Path to) throws IOException {
    renameInternal(from, to, false);
  }

  @Override
  public void renameInternal(Path from, Path to, boolean overwrite) throws IOException {
    java.nio.file.Path source = files.pathToFile(from).toPath();
    java.nio.file.Path target = files.pathToFile(to).toPath();
    if (overwrite) {
      Files.move(source, target, StandardCopyOption.ATOMIC_MOVE);
      Durable.DISK.syncDirectory(target.getParent());
    } else {
      exclusiveRename.rename(source, target);
    }
  }
}
