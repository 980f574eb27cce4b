package dev.freshet.autoloader.compression;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Reads what the class {@code SnappyOutputStream} of snappy-java writes: a head of 16 bytes, then
 * blocks of Snappy, each after four bytes with its packed length, big-endian. Blocks have no
 * checksum, and nothing says where the stream ends.
 */
final class SnappyJavaBlocks extends BlockInputStream {
  private static final byte[] MAGIC = "\u0082SNAPPY\0".getBytes(StandardCharsets.ISO_8859_1);

  /** The first four bytes of the head, where another stream begins behind a block. */
  private static final int MAGIC_START = 0x82534E41;

  private static final int HEAD_BYTES = 16;

  SnappyJavaBlocks(PackedBytes packed) {
    super(packed);
  }

  /** Whether a file that begins so is in these blocks. */
  static boolean begin(byte[] start) {
    return start.length >= MAGIC.length
        && Arrays.equals(start, 0, MAGIC.length, MAGIC, 0, MAGIC.length);
  }

  @Override
  @Nullable Content nextBlock() throws IOException {
    while (!packed.atEnd()) {
      int bytes = packed.bigEndian();
      if (bytes == MAGIC_START) {
        packed.skip(HEAD_BYTES - 4L);
      } else if (bytes <= 0 || bytes > MAX_BLOCK_BYTES) {
        throw new IOException("a block has " + Integer.toUnsignedString(bytes) + " bytes");
      } else {
        return Content.of(SnappyBlock.unpack(packed.read(bytes), MAX_BLOCK_BYTES));
      }
    }
    return null;
  }
}
