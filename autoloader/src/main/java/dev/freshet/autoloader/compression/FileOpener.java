package dev.freshet.autoloader.compression;

import com.github.luben.zstd.ZstdInputStreamNoFinalizer;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Locale;
import net.jpountz.lz4.LZ4Exception;
import net.jpountz.lz4.LZ4Factory;
import net.jpountz.lz4.LZ4SafeDecompressor;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.io.compress.BZip2Codec;
import org.apache.hadoop.io.compress.CompressionCodec;
import org.apache.hadoop.io.compress.CompressionCodecFactory;
import org.tukaani.xz.XZInputStream;
import org.xerial.snappy.Snappy;

/**
 * Opens a file, decompressed if its extension says that it is compressed. What Hadoop reads only
 * with native code, or takes for whole although it is cut, is read by the libraries that Spark
 * brings for its own files.
 */
public final class FileOpener {

  private FileOpener() {}

  /** Made once per process, because it searches the class path. */
  private static final class Codecs {
    static final CompressionCodecFactory FACTORY =
        new CompressionCodecFactory(new Configuration(false));
  }

  /**
   * The file as it landed, compressed or not.
   *
   * @param path absolute, without a scheme
   */
  public static InputStream openRaw(String path) throws IOException {
    return RegularFile.open(Path.of(path));
  }

  /**
   * The file without its compression.
   *
   * @param path absolute, without a scheme
   * @throws IOException if it cannot be opened; reading may throw one, too, and a damaged file also
   *     an unchecked exception
   */
  public static InputStream open(String path) throws IOException {
    InputStream raw = openRaw(path);
    try {
      return unpacked(path, raw);
    } catch (IOException | RuntimeException | LinkageError e) {
      raw.close();
      throw e;
    }
  }

  private static InputStream unpacked(String path, InputStream raw) throws IOException {
    String name = path.toLowerCase(Locale.ROOT);
    switch (name.substring(name.lastIndexOf('.') + 1)) {
      case "snappy" -> {
        return new BlockInputStream(raw, "Snappy", FileOpener::snappy);
      }
      case "lz4" -> {
        return new BlockInputStream(raw, "LZ4", FileOpener::lz4);
      }
      case "zst" -> {
        return new ZstdInputStreamNoFinalizer(new BufferedInputStream(raw));
      }
      case "xz" -> {
        return new XZInputStream(new BufferedInputStream(raw));
      }
      default -> {
        return byHadoop(path, raw);
      }
    }
  }

  private static InputStream byHadoop(String path, InputStream raw) throws IOException {
    CompressionCodec codec =
        Codecs.FACTORY.getCodec(new org.apache.hadoop.fs.Path(Path.of(path).toUri()));
    if (codec == null) {
      return raw;
    }
    if (codec instanceof BZip2Codec) {
      return codec.createInputStream(beginningLikeBzip2(raw));
    }
    return codec.createInputStream(raw);
  }

  /** Hadoop takes anything else for an empty file. */
  private static InputStream beginningLikeBzip2(InputStream raw) throws IOException {
    BufferedInputStream content = new BufferedInputStream(raw);
    content.mark(3);
    byte[] start = content.readNBytes(3);
    if (start.length < 3 || start[0] != 'B' || start[1] != 'Z' || start[2] != 'h') {
      throw new IOException("not a bzip2 file");
    }
    content.reset();
    return content;
  }

  private static int snappy(byte[] packed, int length, byte[] target) throws IOException {
    if (Snappy.uncompressedLength(packed, 0, length) > target.length) {
      throw new IOException("a block is longer than it says");
    }
    return Snappy.uncompress(packed, 0, length, target, 0);
  }

  private static int lz4(byte[] packed, int length, byte[] target) throws IOException {
    LZ4SafeDecompressor decompressor = LZ4Factory.fastestInstance().safeDecompressor();
    try {
      return decompressor.decompress(packed, 0, length, target, 0);
    } catch (LZ4Exception e) {
      throw new IOException("a block is damaged", e);
    }
  }
}
