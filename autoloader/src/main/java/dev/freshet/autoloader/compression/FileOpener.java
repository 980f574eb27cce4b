package dev.freshet.autoloader.compression;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.apache.commons.compress.compressors.bzip2.BZip2CompressorInputStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.io.compress.CompressionCodec;
import org.apache.hadoop.io.compress.CompressionCodecFactory;
import org.apache.hadoop.io.compress.DeflateCodec;
import org.jspecify.annotations.Nullable;
import org.tukaani.xz.MemoryLimitException;
import org.tukaani.xz.XZInputStream;

/**
 * Opens a file, decompressed if its extension says that it is compressed. LZ4 and Snappy have
 * several formats each, which the first bytes tell apart. What Hadoop reads only with native code,
 * or takes for whole although it is cut, is read by the libraries that Spark brings for its own
 * files. Memory is bounded whatever a file claims (ADR 0038).
 */
public final class FileOpener {

  /** Enough to tell the formats apart. */
  private static final int START_BYTES = 16;

  /** What {@code xz -9} needs, its largest dictionary, is 65 MiB. */
  private static final int XZ_MEMORY_KIB = 80 << 10;

  /** A flag in the second byte of zlib's format (RFC 1950); Hadoop takes such a file for empty. */
  private static final int PRESET_DICTIONARY = 0x20;

  private FileOpener() {}

  /** Made once per process, because it searches the class path. */
  private static final class Codecs {
    static final CompressionCodecFactory FACTORY =
        new CompressionCodecFactory(new Configuration(false));
  }

  /**
   * The file without its compression.
   *
   * @param bytes where its content comes from
   * @param path as the file log has it
   * @throws IOException if it cannot be opened; reading throws one, too, if the file is damaged or
   *     ends too early, and an {@link UnsuitableContentException} if it is packed in a way that is
   *     not read
   */
  public static InputStream open(LandedBytes bytes, String path) throws IOException {
    InputStream raw = bytes.open(path);
    try {
      return unpacked(path, raw);
    } catch (IOException e) {
      raw.close();
      throw e;
    } catch (RuntimeException | LinkageError e) {
      raw.close();
      throw CarefulInputStream.damaged(e);
    }
  }

  /** Whether the extension says that the file is compressed. */
  public static boolean isPacked(String path) {
    String name = path.toLowerCase(Locale.ROOT);
    return switch (name.substring(name.lastIndexOf('.') + 1)) {
      case "snappy", "sz", "lz4", "zst", "bz2", "xz" -> true;
      default -> codec(path) != null;
    };
  }

  private static InputStream unpacked(String path, InputStream raw) throws IOException {
    String name = path.toLowerCase(Locale.ROOT);
    return switch (name.substring(name.lastIndexOf('.') + 1)) {
      case "snappy", "sz" -> new CarefulInputStream(snappy(new PackedBytes(raw)));
      case "lz4" -> new CarefulInputStream(lz4(new PackedBytes(raw)));
      case "zst" -> new CarefulInputStream(new Zstandard(raw));
      case "bz2" ->
          new CarefulInputStream(
              new BZip2CompressorInputStream(new BufferedInputStream(raw), true));
      case "xz" -> new CarefulInputStream(xz(raw));
      default -> byHadoop(path, raw);
    };
  }

  private static InputStream snappy(PackedBytes packed) throws IOException {
    byte[] start = packed.peek(START_BYTES);
    if (SnappyFrames.begin(start)) {
      return new SnappyFrames(packed);
    }
    if (SnappyJavaBlocks.begin(start)) {
      return new SnappyJavaBlocks(packed);
    }
    if (start.length == 0 || HadoopBlocks.begin(start)) {
      return new HadoopBlocks(packed, SnappyBlock::unpack);
    }
    if (RawSnappy.begin(start)) {
      return new RawSnappy(packed);
    }
    throw unknown("it is not in a format of Snappy");
  }

  private static InputStream lz4(PackedBytes packed) throws IOException {
    byte[] start = packed.peek(START_BYTES);
    if (Lz4Frames.begin(start)) {
      return new Lz4Frames(packed);
    }
    if (start.length == 0 || HadoopBlocks.begin(start)) {
      return new HadoopBlocks(
          packed, (part, target) -> Lz4Block.unpack(part, target, 0, 0, target.length));
    }
    throw unknown(
        startsWith(start, "LZ4Block")
            ? "it is in the blocks of lz4-java, not in LZ4's frame format"
            : "it is not in a format of LZ4");
  }

  private static UnsuitableContentException unknown(String why) {
    return new UnsuitableContentException(
        why, "Pack it with gzip (.gz), zstd (.zst) or lz4 (.lz4), and land it again");
  }

  private static InputStream xz(InputStream raw) throws IOException {
    return new XZInputStream(new BufferedInputStream(raw), XZ_MEMORY_KIB) {
      @Override
      public int read(byte[] target, int offset, int length) throws IOException {
        try {
          return super.read(target, offset, length);
        } catch (MemoryLimitException e) {
          throw new UnsuitableContentException(
              "to unpack it takes " + (e.getMemoryNeeded() >> 10) + " MiB of memory",
              "Pack it with a dictionary of at most 64 MiB, as xz -9 has it, and land it again");
        }
      }
    };
  }

  private static InputStream byHadoop(String path, InputStream raw) throws IOException {
    CompressionCodec codec = codec(path);
    if (codec == null) {
      return raw;
    }
    BufferedInputStream packed = new BufferedInputStream(raw);
    packed.mark(START_BYTES);
    byte[] start = packed.readNBytes(START_BYTES);
    packed.reset();
    if (codec instanceof DeflateCodec && start.length > 1 && (start[1] & PRESET_DICTIONARY) != 0) {
      throw new UnsuitableContentException(
          "it was packed with a dictionary", "Pack it without one and land it again");
    }
    return new CarefulInputStream(codec.createInputStream(packed));
  }

  /** By the name alone; a path of another storage would be one of Hadoop, and a local one not. */
  private static @Nullable CompressionCodec codec(String path) {
    String name = path.substring(path.lastIndexOf('/') + 1);
    return Codecs.FACTORY.getCodec(new Path("/" + name));
  }

  private static boolean startsWith(byte[] start, String ascii) {
    return new String(start, StandardCharsets.ISO_8859_1).startsWith(ascii);
  }
}
