package dev.freshet.autoloader.compression;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Map;

/**
 * Reads the blocks in which Hadoop's codecs for Snappy and LZ4 write: four bytes with the length of
 * the block's content, then parts of it, each after four bytes with its packed length; all numbers
 * big-endian. A block without content ends a stream, and another stream may follow. Unlike Hadoop's
 * own reader this one reports a file that is cut. Not thread-safe.
 */
final class BlockInputStream extends InputStream {

  /** Hadoop writes blocks of some 256 KiB; more is another format. */
  private static final int MAX_BLOCK_BYTES = 64 << 20;

  /** What other writers begin with, where Hadoop has the length of the first block. */
  private static final Map<Integer, String> OTHER_FORMATS =
      Map.of(
          0x04224D18, "LZ4's own frame format, as the command lz4 writes it",
          0x4C5A3442, "the blocks of lz4-java",
          0xFF060000, "Snappy's own framing format",
          0x82534E41, "the stream format of snappy-java");

  private final InputStream packed;
  private final String codec;
  private final Unpacking unpacking;
  private byte[] part = new byte[0];
  private byte[] content = new byte[0];
  private int position;
  private int limit;
  private int blockBytesLeft;
  private boolean started;

  /** Unpacks one part of a block. */
  @FunctionalInterface
  interface Unpacking {

    /**
     * @return bytes of the content
     * @throws IOException if the part is damaged or its content larger than {@code target}
     */
    int unpack(byte[] part, int length, byte[] target) throws IOException;
  }

  BlockInputStream(InputStream packed, String codec, Unpacking unpacking) {
    this.packed = new BufferedInputStream(packed);
    this.codec = codec;
    this.unpacking = unpacking;
  }

  @Override
  public int read() throws IOException {
    return isAvailable() ? content[position++] & 0xFF : -1;
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    if (length == 0) {
      return 0;
    }
    if (!isAvailable()) {
      return -1;
    }
    int count = Math.min(length, limit - position);
    System.arraycopy(content, position, target, offset, count);
    position += count;
    return count;
  }

  private boolean isAvailable() throws IOException {
    while (position == limit) {
      if (!nextPart()) {
        return false;
      }
    }
    return true;
  }

  /** Unpacks the next part; false at the end of the file. */
  private boolean nextPart() throws IOException {
    if (blockBytesLeft == 0) {
      int first = packed.read();
      if (first < 0) {
        return false;
      }
      blockBytesLeft = requireBlock((first << 24) | rest());
      started = true;
      if (blockBytesLeft == 0) {
        return true;
      }
    }
    int packedBytes = (within(packed.read()) << 24) | rest();
    if (packedBytes <= 0 || packedBytes > 64 + blockBytesLeft + blockBytesLeft / 4) {
      throw otherFormat("a part of a block has " + packedBytes + " bytes");
    }
    part = grown(part, packedBytes);
    if (packed.readNBytes(part, 0, packedBytes) < packedBytes) {
      throw new EOFException("the file ends within a block");
    }
    content = content.length == blockBytesLeft ? content : new byte[blockBytesLeft];
    limit = unpacking.unpack(part, packedBytes, content);
    position = 0;
    blockBytesLeft -= limit;
    if (limit == 0) {
      throw new IOException("a block is shorter than it says");
    }
    return true;
  }

  private int rest() throws IOException {
    int rest = 0;
    for (int i = 0; i < 3; i++) {
      rest = (rest << 8) | within(packed.read());
    }
    return rest;
  }

  private static int within(int read) throws EOFException {
    if (read < 0) {
      throw new EOFException("the file ends within a block");
    }
    return read;
  }

  private int requireBlock(int bytes) throws IOException {
    String other = started ? null : OTHER_FORMATS.get(bytes);
    if (other != null) {
      throw unsuitable("it is in " + other + ", not in Hadoop's blocks of " + codec);
    }
    if (bytes < 0 || bytes > MAX_BLOCK_BYTES) {
      throw otherFormat("a block has " + Integer.toUnsignedString(bytes) + " bytes");
    }
    return bytes;
  }

  private IOException otherFormat(String why) {
    return started && (limit > 0)
        ? new IOException(why)
        : unsuitable("it is not in Hadoop's blocks of " + codec);
  }

  private static UnsuitableContentException unsuitable(String why) {
    return new UnsuitableContentException(
        why, "Pack it by Hadoop or Spark, or with gzip (.gz) or zstd (.zst), and land it again");
  }

  private static byte[] grown(byte[] buffer, int length) {
    return buffer.length >= length ? buffer : Arrays.copyOf(buffer, length);
  }

  @Override
  public void close() throws IOException {
    packed.close();
  }
}
