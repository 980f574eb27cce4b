package dev.freshet.autoloader.compression;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * Reads Snappy's own framing format, one stream or several one behind the other. Each chunk has a
 * checksum; nothing says where a stream ends, so a file that is cut between two chunks is taken for
 * whole. Source of the format: "Snappy framing format description" of the Snappy project.
 */
final class SnappyFrames extends BlockInputStream {
  private static final byte[] NAME = "sNaPpY".getBytes(StandardCharsets.US_ASCII);

  private static final int START = 0xFF;
  private static final int PACKED = 0;
  private static final int STORED = 1;
  private static final int FIRST_SKIPPED = 0x80;
  private static final int CHECKSUM_BYTES = 4;
  private static final int MAX_CONTENT_BYTES = 64 * 1024;
  private static final int MAX_CHUNK_BYTES = 32 + MAX_CONTENT_BYTES + MAX_CONTENT_BYTES / 6;

  SnappyFrames(PackedBytes packed) {
    super(packed);
  }

  /** Whether a file that begins so is in this format. */
  static boolean begin(byte[] start) {
    return start.length >= 10
        && (start[0] & 0xFF) == START
        && PackedBytes.littleEndian(start, 1, 3) == NAME.length
        && Arrays.equals(start, 4, 10, NAME, 0, NAME.length);
  }

  @Override
  @Nullable Content nextBlock() throws IOException {
    while (!packed.atEnd()) {
      byte[] head = packed.read(4);
      int kind = head[0] & 0xFF;
      int length = PackedBytes.littleEndian(head, 1, 3);
      if (kind == PACKED || kind == STORED) {
        return chunk(kind, length);
      }
      if (kind == START) {
        if (length != NAME.length || !Arrays.equals(packed.read(length), NAME)) {
          throw new IOException("the head of a stream is damaged");
        }
      } else if (kind >= FIRST_SKIPPED) {
        packed.skip(length);
      } else {
        throw new IOException("a chunk is of the unknown kind " + kind);
      }
    }
    return null;
  }

  private Content chunk(int kind, int length) throws IOException {
    if (length < CHECKSUM_BYTES || length > CHECKSUM_BYTES + MAX_CHUNK_BYTES) {
      throw new IOException("a chunk has " + length + " bytes");
    }
    int checksum = packed.littleEndian();
    byte[] chunk = packed.read(length - CHECKSUM_BYTES);
    byte[] content = kind == STORED ? chunk : SnappyBlock.unpack(chunk, MAX_CONTENT_BYTES);
    if (content.length > MAX_CONTENT_BYTES || checksum != checksum(content)) {
      throw new IOException("a chunk is damaged");
    }
    return Content.of(content);
  }

  private static int checksum(byte[] content) {
    CRC32C crc = new CRC32C();
    crc.update(content);
    return Integer.rotateRight((int) crc.getValue(), 15) + 0xA282EAD8;
  }
}
