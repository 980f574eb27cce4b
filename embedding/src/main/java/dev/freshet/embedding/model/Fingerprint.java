package dev.freshet.embedding.model;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/**
 * Identifies everything a vector depends on besides the text, by a readable label and the start of
 * a SHA-256.
 */
public final class Fingerprint {

  private static final int HEX_DIGITS = 12;

  private Fingerprint() {}

  /**
   * The fingerprint of {@code facts} in their order.
   *
   * @param facts without line breaks, so that no two lists have the same text
   */
  public static String of(String label, List<String> facts) {
    return label + ":" + hash(String.join("\n", facts)).substring(0, HEX_DIGITS);
  }

  static String hash(String text) {
    return hash(text.getBytes(StandardCharsets.UTF_8));
  }

  /** The SHA-256 of {@code bytes}, in lower-case hexadecimal digits. */
  public static String hash(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException impossible) {
      throw new AssertionError("Every Java runtime has SHA-256", impossible);
    }
  }
}
