package dev.freshet.autoloader.format;

import dev.freshet.autoloader.compression.LandedBytes;
import java.io.IOException;
import java.io.InputStream;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/**
 * One record for each file: its bytes as they landed, in base64. Nothing is decompressed, decoded
 * or skipped.
 *
 * @param maxBytes of a file; of a larger one nothing is kept
 */
record WholeBytes(int maxBytes) implements ContentFormat {

  @Override
  public InputStream open(LandedBytes bytes, String path) throws IOException {
    return bytes.open(path);
  }

  @Override
  public FileRecords read(InputStream content) {
    return new WholeFileRecords(content, maxBytes, WholeBytes::base64);
  }

  private static @Nullable FileRecord base64(byte[] bytes) {
    return bytes.length == 0 ? null : FileRecord.of(Base64.getEncoder().encode(bytes), 1);
  }

  @Override
  public long contentBytes(byte[] base64) {
    return base64.length / 4L * 3;
  }
}
