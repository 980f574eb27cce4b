package dev.freshet.server.security;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.regex.Pattern;

/**
 * SHA-256 of a secret, in lower-case hex.
 *
 * <p>Slow, salted hashes are for passwords, which people choose and attackers can guess. A secret
 * here has 256 random bits: no list contains it, and half of 2<sup>256</sup> cannot be tried, with
 * a fast hash or a slow one. NIST SP 800-63B, 5.1.2.2 asks for salt and stretching only below 112
 * bits of entropy. With a fast hash, wrong keys are cheap to refuse.
 */
record SecretHash(@JsonValue String hex) {

  private static final Pattern HEX = Pattern.compile("[0-9a-f]{64}");

  /** The hash of no secret; an unknown key is compared with it. */
  static final SecretHash NONE = new SecretHash("0".repeat(64));

  @JsonCreator
  SecretHash {
    if (!HEX.matcher(hex).matches()) {
      throw new IllegalArgumentException("not a SHA-256 in lower-case hex");
    }
  }

  static SecretHash of(String secret) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      byte[] bytes = secret.getBytes(StandardCharsets.UTF_8);
      return new SecretHash(HexFormat.of().formatHex(digest.digest(bytes)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every JDK has SHA-256", e);
    }
  }

  /** Compares in constant time. */
  boolean matches(SecretHash other) {
    return MessageDigest.isEqual(
        hex.getBytes(StandardCharsets.US_ASCII), other.hex.getBytes(StandardCharsets.US_ASCII));
  }
}
