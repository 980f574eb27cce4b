package dev.freshet.autoloader.compression;

import java.io.IOException;

/**
 * Unpacks a block of LZ4, which may refer to content before it. The decoders of lz4-java cannot do
 * that. Source of the format: "LZ4 Block Format Description" of the LZ4 project.
 */
final class Lz4Block {

  /** The shortest repetition; its length counts from here. */
  private static final int MIN_MATCH = 4;

  /** A length of this value goes on in the bytes behind it. */
  private static final int LONG_LENGTH = 15;

  private final byte[] packed;
  private int position;

  private Lz4Block(byte[] packed) {
    this.packed = packed;
  }

  /** The most bytes that a block of that many bytes can hold: a byte stands for at most 255. */
  static long longestContent(int packedBytes) {
    return 255L * packedBytes;
  }

  /**
   * Unpacks a block.
   *
   * @param target where the content goes, from {@code from} up to {@code to}
   * @param history where the content begins to which the block may refer
   * @return behind the last byte of the content
   * @throws IOException if the block is damaged, or its content has no place
   */
  static int unpack(byte[] packed, byte[] target, int history, int from, int to)
      throws IOException {
    return new Lz4Block(packed).unpack(target, history, from, to);
  }

  private int unpack(byte[] target, int history, int from, int to) throws IOException {
    int end = from;
    while (true) {
      int token = next();
      int literals = length(token >>> 4, to - end);
      require(literals <= packed.length - position);
      System.arraycopy(packed, position, target, end, literals);
      position += literals;
      end += literals;
      if (position == packed.length) {
        return end;
      }
      int distance = next() | (next() << 8);
      require(distance > 0 && distance <= end - history);
      int repeated = length(token & LONG_LENGTH, to - end - MIN_MATCH) + MIN_MATCH;
      repeat(target, end, distance, repeated);
      end += repeated;
    }
  }

  /** Copies what stands {@code distance} bytes before; it may overlap what it becomes. */
  private static void repeat(byte[] target, int to, int distance, int length) {
    int done = 0;
    while (done < length) {
      int count = Math.min(length - done, distance + done);
      System.arraycopy(target, to - distance, target, to + done, count);
      done += count;
    }
  }

  private int length(int start, int max) throws IOException {
    int length = start;
    if (start == LONG_LENGTH) {
      int more;
      do {
        more = next();
        length += more;
        require(length <= max);
      } while (more == 255);
    }
    require(length <= max);
    return length;
  }

  private int next() throws IOException {
    require(position < packed.length);
    return packed[position++] & 0xFF;
  }

  private static void require(boolean whole) throws IOException {
    if (!whole) {
      throw new IOException("a block is damaged");
    }
  }
}
