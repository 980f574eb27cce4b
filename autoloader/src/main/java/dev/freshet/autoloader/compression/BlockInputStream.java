package dev.freshet.autoloader.compression;

import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/**
 * A file that is packed block by block. What the blocks before a damaged one hold is read before
 * the damage is an error. Not thread-safe.
 */
abstract class BlockInputStream extends InputStream {

  /** No writer makes blocks of this size; a file that claims a larger one is damaged. */
  static final int MAX_BLOCK_BYTES = 64 << 20;

  /** The packed bytes; owned by this stream. */
  final PackedBytes packed;

  private Content block = new Content(new byte[0], 0, 0);

  /**
   * The content of a block: a part of an array, which may change at the next block.
   *
   * @param to behind the last byte
   */
  record Content(byte[] bytes, int from, int to) {
    static Content of(byte[] bytes) {
      return new Content(bytes, 0, bytes.length);
    }
  }

  BlockInputStream(PackedBytes packed) {
    this.packed = packed;
  }

  /**
   * The content of the next block, which may be empty; null at the end of the file.
   *
   * @throws IOException if the block is damaged, or the file ends where it must not
   */
  abstract @Nullable Content nextBlock() throws IOException;

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    if (length == 0) {
      return 0;
    }
    while (block.from() == block.to()) {
      Content next = nextBlock();
      if (next == null) {
        return -1;
      }
      block = next;
    }
    int count = Math.min(length, block.to() - block.from());
    System.arraycopy(block.bytes(), block.from(), target, offset, count);
    block = new Content(block.bytes(), block.from() + count, block.to());
    return count;
  }

  @Override
  public void close() throws IOException {
    packed.close();
  }
}
