package dev.freshet.autoloader.compression;

import java.io.IOException;
import net.jpountz.xxhash.StreamingXXHash32;
import net.jpountz.xxhash.XXHashFactory;
import org.jspecify.annotations.Nullable;

/**
 * Reads the frames that the command {@code lz4} and the libraries of LZ4 write, one behind the
 * other: with blocks that stand alone or refer to the ones before, with or without checksums; the
 * frames of its first versions; and frames to be skipped. Source of the format: "LZ4 Frame Format
 * Description" of the LZ4 project, version 1.6.
 */
final class Lz4Frames extends BlockInputStream {
  private static final int MAGIC = 0x184D2204;
  private static final int EARLY_MAGIC = 0x184C2102;
  private static final int SKIPPED_MAGIC = 0x184D2A50;
  private static final int EARLY_BLOCK_BYTES = 8 << 20;

  /** How far back a block may refer. */
  private static final int HISTORY_BYTES = 64 * 1024;

  /** The pure Java form: damaged content must not meet native code. */
  private static final XXHashFactory HASHES = XXHashFactory.safeInstance();

  private @Nullable Frame frame;

  /** What the blocks refer to, and behind it the block that was read last. */
  private byte[] content = new byte[0];

  private int contentEnd;

  Lz4Frames(PackedBytes packed) {
    super(packed);
  }

  /** Whether a file that begins so is in these frames. */
  static boolean begin(byte[] start) {
    return start.length >= 4 && isMagic(PackedBytes.littleEndian(start, 0, 4));
  }

  private static boolean isMagic(int number) {
    return number == MAGIC || number == EARLY_MAGIC || isSkipped(number);
  }

  private static boolean isSkipped(int number) {
    return (number & ~0xF) == SKIPPED_MAGIC;
  }

  @Override
  @Nullable Content nextBlock() throws IOException {
    while (true) {
      if (frame != null) {
        Content block = frame.early ? earlyBlock() : block(frame);
        if (block != null) {
          return block;
        }
        frame = null;
      }
      if (packed.atEnd()) {
        return null;
      }
      start(packed.littleEndian());
    }
  }

  private void start(int magic) throws IOException {
    contentEnd = 0;
    if (isSkipped(magic)) {
      packed.skip(Integer.toUnsignedLong(packed.littleEndian()));
    } else if (magic == EARLY_MAGIC) {
      frame = new Frame();
    } else if (magic == MAGIC) {
      frame = Frame.read(packed);
    } else {
      throw new IOException("what stands behind a frame is no frame of LZ4");
    }
  }

  /** The next block of a frame; null behind the last one. */
  private @Nullable Content block(Frame open) throws IOException {
    int size = packed.littleEndian();
    if (size == 0) {
      open.end(packed);
      return null;
    }
    int bytes = size & Integer.MAX_VALUE;
    if (bytes > open.blockBytes) {
      throw new IOException("a block has " + bytes + " bytes");
    }
    byte[] block = packed.read(bytes);
    if (open.blockChecksums && packed.littleEndian() != hash(block, 0, bytes)) {
      throw new IOException("a block is damaged");
    }
    Content read = size < 0 ? stored(block) : unpacked(block, open.blockBytes, !open.independent);
    open.add(read);
    return read;
  }

  /** The blocks of the first versions end where the file ends, or another frame begins. */
  private @Nullable Content earlyBlock() throws IOException {
    byte[] start = packed.peek(4);
    if (start.length == 0 || begin(start)) {
      return null;
    }
    int bytes = packed.littleEndian();
    if (bytes <= 0 || bytes > EARLY_BLOCK_BYTES + EARLY_BLOCK_BYTES / 255 + 16) {
      throw new IOException("a block has " + Integer.toUnsignedString(bytes) + " bytes");
    }
    return unpacked(packed.read(bytes), EARLY_BLOCK_BYTES, false);
  }

  private Content stored(byte[] block) {
    int from = makeRoom(block.length);
    System.arraycopy(block, 0, content, from, block.length);
    contentEnd = from + block.length;
    return new Content(content, from, contentEnd);
  }

  private Content unpacked(byte[] block, int maxBytes, boolean linked) throws IOException {
    int room = (int) Math.min(maxBytes, Lz4Block.longestContent(block.length));
    int from = makeRoom(room);
    contentEnd = Lz4Block.unpack(block, content, linked ? 0 : from, from, from + room);
    return new Content(content, from, contentEnd);
  }

  /** Keeps what a block may refer to, and makes room behind it; returns where the room begins. */
  private int makeRoom(int bytes) {
    int kept = Math.min(contentEnd, HISTORY_BYTES);
    byte[] room = kept + bytes <= content.length ? content : new byte[kept + bytes];
    System.arraycopy(content, contentEnd - kept, room, 0, kept);
    content = room;
    return kept;
  }

  private static int hash(byte[] bytes, int from, int length) {
    return HASHES.hash32().hash(bytes, from, length, 0);
  }

  /** A frame and what its head says. */
  private static final class Frame {
    private static final int VERSION = 1;

    final boolean early;
    final boolean independent;
    final boolean blockChecksums;
    final int blockBytes;
    private final @Nullable StreamingXXHash32 checksum;
    private final long claimedBytes;
    private long bytes;

    /** A frame of the first versions, which has no head. */
    Frame() {
      this(0x20, EARLY_BLOCK_BYTES, -1, true);
    }

    private Frame(int flags, int blockBytes, long claimedBytes, boolean early) {
      this.independent = (flags & 0x20) != 0;
      this.blockChecksums = (flags & 0x10) != 0;
      this.checksum = (flags & 0x04) == 0 ? null : HASHES.newStreamingHash32(0);
      this.blockBytes = blockBytes;
      this.claimedBytes = claimedBytes;
      this.early = early;
    }

    static Frame read(PackedBytes packed) throws IOException {
      byte[] start = packed.peek(2);
      if (start.length < 2) {
        packed.read(2);
      }
      int flags = start[0] & 0xFF;
      boolean sized = (flags & 0x08) != 0;
      boolean dictionary = (flags & 0x01) != 0;
      int length = 2 + (sized ? 8 : 0) + (dictionary ? 4 : 0);
      byte[] head = packed.read(length + 1);
      int blockSize = (start[1] >>> 4) & 0x7;
      boolean known =
          flags >>> 6 == VERSION
              && (flags & 0x02) == 0
              && (start[1] & 0x8F) == 0
              && blockSize >= 4
              && head[length] == (byte) (hash(head, 0, length) >>> 8);
      if (!known) {
        throw new IOException("the head of a frame is damaged");
      }
      if (dictionary) {
        throw new UnsuitableContentException(
            "it was packed with a dictionary", "Pack it without one and land it again");
      }
      long claimed =
          sized
              ? (Integer.toUnsignedLong(PackedBytes.littleEndian(head, 6, 4)) << 32)
                  | Integer.toUnsignedLong(PackedBytes.littleEndian(head, 2, 4))
              : -1;
      return new Frame(flags, 1 << (8 + 2 * blockSize), claimed, false);
    }

    void add(Content block) {
      bytes += block.to() - block.from();
      if (checksum != null) {
        checksum.update(block.bytes(), block.from(), block.to() - block.from());
      }
    }

    /** Reads what stands behind the last block. */
    void end(PackedBytes packed) throws IOException {
      if (checksum != null && packed.littleEndian() != checksum.getValue()) {
        throw new IOException("the content is not what its checksum says");
      }
      if (claimedBytes >= 0 && claimedBytes != bytes) {
        throw new IOException("a frame is not as long as it says");
      }
    }
  }
}
