package dev.freshet.core.mask;

import java.util.regex.Pattern;

/** Which names stand for secrets. */
public final class SecretNames {

  private static final Pattern SECRET =
      Pattern.compile("(?i).*(key|token|secret|password|credentials?)");

  static final String PARTS =
      "key|token|secret|passw|passphrase|pwd|credential|auth|sig|sas|cookie|session|bearer|private|connection";

  private static final Pattern SUSPECT = Pattern.compile("(?i).*(" + PARTS + ").*");

  private SecretNames() {}

  /** Whether a setting of such a name holds a secret: its value must not stand in a file. */
  public static boolean isSecret(String name) {
    return SECRET.matcher(name).matches();
  }

  /** Whether a value of such a name may be a secret: it is not shown. Says yes too often. */
  public static boolean isSuspect(String name) {
    return SUSPECT.matcher(name).matches();
  }
}
