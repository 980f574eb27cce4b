package dev.freshet.autoloader.format;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.io.compress.CompressionCodec;
import org.apache.hadoop.io.compress.CompressionCodecFactory;

/** Opens a file, decompressed if its extension says that it is compressed. */
final class FileOpener {

  private FileOpener() {}

  /** Made once per process, because it searches the class path. */
  private static final class Codecs {
    static final CompressionCodecFactory FACTORY =
        new CompressionCodecFactory(new Configuration(false));
  }

  /** The file as it landed, compressed or not. */
  static InputStream openRaw(String path) throws IOException {
    return Files.newInputStream(Path.of(path));
  }

  static InputStream open(String path) throws IOException {
    CompressionCodec codec =
        Codecs.FACTORY.getCodec(new org.apache.hadoop.fs.Path(Path.of(path).toUri()));
    InputStream raw = Files.newInputStream(Path.of(path));
    if (codec == null) {
      return raw;
    }
    try {
      return codec.createInputStream(raw);
    } catch (IOException | RuntimeException | LinkageError e) {
      raw.close();
      throw e;
    }
  }
}
