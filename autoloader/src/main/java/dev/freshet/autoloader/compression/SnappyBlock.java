package dev.freshet.autoloader.compression;

import java.io.IOException;
import org.xerial.snappy.Snappy;

/** Unpacks a block of Snappy. It has no place for more than its packed bytes can hold. */
final class SnappyBlock {

  /** Three bytes repeat at most 64 bytes. Source: "Snappy compressed format description". */
  private static final int MAX_RATIO = 22;

  private SnappyBlock() {}

  /**
   * The content of a block.
   *
   * @throws IOException if the block is damaged, or its content longer than {@code maxBytes}
   */
  static byte[] unpack(byte[] packed, int maxBytes) throws IOException {
    byte[] content = new byte[contentBytes(packed, maxBytes)];
    unpackInto(packed, content);
    return content;
  }

  /**
   * Unpacks a block.
   *
   * @return bytes of the content
   * @throws IOException if the block is damaged, or its content has no place
   */
  static int unpack(byte[] packed, byte[] target) throws IOException {
    int bytes = contentBytes(packed, target.length);
    unpackInto(packed, target);
    return bytes;
  }

  private static void unpackInto(byte[] packed, byte[] target) throws IOException {
    try {
      Snappy.uncompress(packed, 0, packed.length, target, 0);
    } catch (IOException e) {
      throw new IOException("a block is damaged", e);
    }
  }

  private static int contentBytes(byte[] packed, int maxBytes) throws IOException {
    long claimed = claimed(packed);
    if (claimed > maxBytes) {
      throw new IOException("a block is longer than it says");
    }
    if (claimed < 0 || claimed > (long) MAX_RATIO * packed.length) {
      throw new IOException("a block is damaged");
    }
    return (int) claimed;
  }

  /** The length with which a block begins, seven bits a byte, the lowest first; -1 if none. */
  static long claimed(byte[] packed) {
    long claimed = 0;
    for (int i = 0; i < 5 && i < packed.length; i++) {
      claimed |= (long) (packed[i] & 0x7F) << (7 * i);
      if (packed[i] >= 0) {
        return claimed;
      }
    }
    return -1;
  }
}
