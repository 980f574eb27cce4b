package dev.freshet.autoloader.compression;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Reads the blocks in which Hadoop's codecs for Snappy and LZ4 write: four bytes with the length of
 * the block's content, then parts of it, each after four bytes with its packed length; all numbers
 * big-endian. A block without content ends a stream, and another stream may follow. Unlike Hadoop's
 * own reader this one reports a file that is cut.
 */
final class HadoopBlocks extends BlockInputStream {
  private final Unpacking unpacking;
  private int blockBytesLeft;

  /** Unpacks one part of a block. */
  @FunctionalInterface
  interface Unpacking {

    /**
     * @return bytes of the content
     * @throws IOException if the part is damaged or its content larger than {@code target}
     */
    int unpack(byte[] part, byte[] target) throws IOException;
  }

  HadoopBlocks(PackedBytes packed, Unpacking unpacking) {
    super(packed);
    this.unpacking = unpacking;
  }

  /** Whether a file that begins so can be in these blocks. */
  static boolean begin(byte[] start) {
    if (start.length < 4) {
      return false;
    }
    int block = Integer.reverseBytes(PackedBytes.littleEndian(start, 0, 4));
    if (block == 0) {
      return true;
    }
    return start.length >= 8
        && isBlock(block)
        && isPart(Integer.reverseBytes(PackedBytes.littleEndian(start, 4, 4)), block);
  }

  private static boolean isBlock(int bytes) {
    return bytes >= 0 && bytes <= MAX_BLOCK_BYTES;
  }

  private static boolean isPart(int bytes, int blockBytes) {
    return bytes > 0 && bytes <= 64 + blockBytes + blockBytes / 4;
  }

  @Override
  @Nullable Content nextBlock() throws IOException {
    if (blockBytesLeft == 0) {
      if (packed.atEnd()) {
        return null;
      }
      int block = packed.bigEndian();
      if (!isBlock(block)) {
        throw new IOException("a block has " + Integer.toUnsignedString(block) + " bytes");
      }
      blockBytesLeft = block;
      if (block == 0) {
        return Content.of(new byte[0]);
      }
    }
    int partBytes = packed.bigEndian();
    if (!isPart(partBytes, blockBytesLeft)) {
      throw new IOException(
          "a part of a block has " + Integer.toUnsignedString(partBytes) + " bytes");
    }
    byte[] part = packed.read(partBytes);
    byte[] content = new byte[(int) Math.min(blockBytesLeft, Lz4Block.longestContent(partBytes))];
    int length = unpacking.unpack(part, content);
    if (length == 0) {
      throw new IOException("a block is shorter than it says");
    }
    blockBytesLeft -= length;
    return new Content(content, 0, length);
  }
}
