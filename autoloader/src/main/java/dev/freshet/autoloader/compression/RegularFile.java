package dev.freshet.autoloader.compression;

import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Set;
import org.apache.commons.io.input.BoundedInputStream;

/**
 * Opens a landed file only if it is a file. A link, device, FIFO or socket is never opened, because
 * opening one may wait without a bound, and its content may have no end.
 */
public final class RegularFile {

  private RegularFile() {}

  /**
   * The content that the file has when it is opened: at most so many bytes as it is long then, so
   * that a file that grows, or claims no length and has no end, ends.
   *
   * @throws UnsuitableContentException if it is not a regular file
   * @throws IOException if it cannot be opened
   */
  public static InputStream open(Path file) throws IOException {
    SeekableByteChannel channel = channel(file);
    try {
      return BoundedInputStream.builder()
          .setInputStream(Channels.newInputStream(channel))
          .setMaxCount(channel.size())
          .setPropagateClose(true)
          .get();
    } catch (IOException | RuntimeException e) {
      channel.close();
      throw e;
    }
  }

  /** As {@link #open}, to read from any position. */
  public static SeekableByteChannel channel(Path file) throws IOException {
    // Opening a FIFO waits for its writer, so it is looked at before.
    BasicFileAttributes now =
        Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
    if (!now.isRegularFile()) {
      throw new UnsuitableContentException(
          "it is " + (now.isSymbolicLink() ? "a link" : "not a regular file"),
          "Land the file itself");
    }
    return Files.newByteChannel(file, Set.of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS));
  }
}
