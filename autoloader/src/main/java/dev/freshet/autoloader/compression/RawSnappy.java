package dev.freshet.autoloader.compression;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Reads a file that is one block of Snappy without any framing, as libraries return it. It is read
 * as a whole, so it may be no larger than another block.
 */
final class RawSnappy extends BlockInputStream {
  private boolean done;

  RawSnappy(PackedBytes packed) {
    super(packed);
  }

  /**
   * Whether a file that begins so can be such a block: a length that is not 0, and then bytes that
   * stand for themselves, because nothing is there yet to be repeated.
   */
  static boolean begin(byte[] start) {
    int tag = 0;
    while (tag < start.length && start[tag] < 0) {
      tag++;
    }
    return SnappyBlock.claimed(start) > 0 && tag + 1 < start.length && (start[tag + 1] & 3) == 0;
  }

  @Override
  @Nullable Content nextBlock() throws IOException {
    if (done) {
      return null;
    }
    done = true;
    byte[] block = packed.readAll(MAX_BLOCK_BYTES + 1);
    if (block.length > MAX_BLOCK_BYTES || SnappyBlock.claimed(block) > MAX_BLOCK_BYTES) {
      throw new UnsuitableContentException(
          "it is one block of Snappy of more than " + (MAX_BLOCK_BYTES >> 20) + " MiB",
          "Pack it in Snappy's framing format, or with gzip (.gz) or zstd (.zst), and land it again");
    }
    return Content.of(SnappyBlock.unpack(block, MAX_BLOCK_BYTES));
  }
}
