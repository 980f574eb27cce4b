package dev.freshet.autoloader.spark;

import java.io.IOException;
import java.net.URI;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FSInputStream;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RawLocalFileSystem;

/** The local disk as a storage whose readings fail as often as a test says. */
public final class UnsteadyFileSystem extends RawLocalFileSystem {
  static final String SCHEME = "unsteady";

  /** How many of the readings of our own fail that are next. */
  static final AtomicInteger FAILURES = new AtomicInteger();

  /** How many of those fail that a reader of Spark is next to do. */
  static final AtomicInteger FAILURES_OF_SPARK = new AtomicInteger();

  /** For Hadoop. */
  public UnsteadyFileSystem() {}

  @Override
  public String getScheme() {
    return SCHEME;
  }

  @Override
  public URI getUri() {
    return URI.create(SCHEME + ":///");
  }

  @Override
  public FSDataInputStream open(Path file, int bufferSize) throws IOException {
    return new FSDataInputStream(new Unsteady(super.open(file, bufferSize)));
  }

  private static final class Unsteady extends FSInputStream {
    private final FSDataInputStream content;

    Unsteady(FSDataInputStream content) {
      this.content = content;
    }

    private static void fail() throws IOException {
      AtomicInteger failures = isOwn() ? FAILURES : FAILURES_OF_SPARK;
      if (failures.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
        throw new IOException("the response was cut");
      }
    }

    private static boolean isOwn() {
      return StackWalker.getInstance()
          .walk(
              frames ->
                  frames.anyMatch(frame -> frame.getClassName().contains("StoreInputStream")));
    }

    @Override
    public int read() throws IOException {
      fail();
      return content.read();
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
      fail();
      return content.read(target, offset, length);
    }

    @Override
    public void seek(long position) throws IOException {
      content.seek(position);
    }

    @Override
    public long getPos() throws IOException {
      return content.getPos();
    }

    @Override
    public boolean seekToNewSource(long target) {
      return false;
    }

    @Override
    public void close() throws IOException {
      content.close();
    }
  }
}
