package dev.freshet.server.security;

import java.security.SecureRandom;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A key as its holder has it: {@code fk_<id>_<secret>}. Its prefix lets scanners for leaked secrets
 * find it.
 *
 * @param id the name and six random hex digits
 * @param secret 32 random bytes in base64url
 */
record KeyText(String id, String secret) {

  /** What the name of a key looks like. */
  static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9-]{0,39}");

  private static final Pattern TEXT = Pattern.compile("fk_([a-z0-9-]{1,60})_([A-Za-z0-9_-]{43})");
  private static final int SECRET_BYTES = 32;
  private static final int ID_BYTES = 3;

  /** Parses the text of a key; empty if it does not have the form of one. */
  static Optional<KeyText> parse(String text) {
    Matcher matcher = TEXT.matcher(text);
    return matcher.matches()
        ? Optional.of(new KeyText(matcher.group(1), matcher.group(2)))
        : Optional.empty();
  }

  /** A new key. */
  static KeyText random(String name, SecureRandom random) {
    byte[] suffix = new byte[ID_BYTES];
    random.nextBytes(suffix);
    return new KeyText(name + "-" + HexFormat.of().formatHex(suffix), secret(random));
  }

  /** A key with this id and a new secret. */
  static KeyText renewed(String id, SecureRandom random) {
    return new KeyText(id, secret(random));
  }

  private static String secret(SecureRandom random) {
    byte[] secret = new byte[SECRET_BYTES];
    random.nextBytes(secret);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(secret);
  }

  SecretHash hash() {
    return SecretHash.of(secret);
  }

  /** The whole key; to be shown once. */
  String reveal() {
    return "fk_" + id + "_" + secret;
  }

  @Override
  public String toString() {
    return "fk_" + id + "_…";
  }
}
