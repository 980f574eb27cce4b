package dev.freshet.storage.hadoop;

import dev.freshet.storage.Durable;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import org.apache.hadoop.fs.StreamCapabilities;
import org.apache.hadoop.fs.Syncable;

/**
 * A new file that is on disk, with its name, once it is closed. A name that begins with a dot is
 * not synced: Spark and Delta give it to a file that they rename when it is complete, and the
 * rename syncs the name. Not thread-safe.
 */
final class SyncedOutputStream<T extends OutputStream & Syncable> extends FilterOutputStream
    implements Syncable, StreamCapabilities {

  private final T content;
  private final Path file;
  private final Durable durable;
  private boolean closed;

  SyncedOutputStream(T content, Path file, Durable durable) {
    super(content);
    this.content = content;
    this.file = file;
    this.durable = durable;
  }

  /** The parent would write byte by byte. */
  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    out.write(bytes, offset, length);
  }

  @Override
  public void hflush() throws IOException {
    content.hflush();
  }

  @Override
  public void hsync() throws IOException {
    content.hsync();
  }

  @Override
  public boolean hasCapability(String capability) {
    return capability.equalsIgnoreCase(HFLUSH) || capability.equalsIgnoreCase(HSYNC);
  }

  @Override
  public void close() throws IOException {
    if (closed) {
      return;
    }
    closed = true;
    try (T open = content) {
      open.hsync();
    }
    if (!file.getFileName().toString().startsWith(".")) {
      durable.syncDirectory(file.getParent());
    }
  }
}
