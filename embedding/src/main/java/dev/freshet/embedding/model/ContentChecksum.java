package dev.freshet.embedding.model;

import java.util.HexFormat;
import java.util.zip.CRC32;
import java.util.zip.CRC32C;

/**
 * Two checksums of a content and its length, to notice another or a damaged content.
 *
 * <p>Processors have instructions for both, which all compilers of the JVM use. Those for SHA-256
 * only the optimising one uses, and short-lived processes run without it: there 20 MB take half a
 * second.
 */
public final class ContentChecksum {

  private ContentChecksum() {}

  /** The checksums in hexadecimal digits and the length. */
  public static String of(byte[] content) {
    CRC32 crc32 = new CRC32();
    crc32.update(content);
    CRC32C crc32c = new CRC32C();
    crc32c.update(content);
    HexFormat hex = HexFormat.of();
    return hex.toHexDigits((int) crc32.getValue())
        + hex.toHexDigits((int) crc32c.getValue())
        + hex.toHexDigits(content.length);
  }
}
