package dev.freshet.embedding.onnx;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/** Names what a vector depends on beside the text: a readable label and the start of a SHA-256. */
final class Fingerprint {

  private static final int HEX_DIGITS = 12;

  private Fingerprint() {}

  /**
   * The fingerprint of {@code facts} in their order.
   *
   * @param facts without line breaks, so that no two lists look alike
   */
  static String of(String label, List<String> facts) {
    return label + ":" + hash(String.join("\n", facts)).substring(0, HEX_DIGITS);
  }

  static String hash(String text) {
    return hash(text.getBytes(StandardCharsets.UTF_8));
  }

  static String hash(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException impossible) {
      throw new AssertionError("Every Java runtime has SHA-256", impossible);
    }
  }
}
