package dev.freshet.lance.table;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/** Writes SQL literals that the native library reads as they were meant. */
public final class SqlLiteral {

  private SqlLiteral() {}

  /**
   * {@code value} as a SQL literal. Quotes are doubled; a backslash has no meaning in Lance's SQL.
   * The Java binding passes strings as modified UTF-8. NUL and characters beyond the Basic
   * Multilingual Plane are not valid UTF-8 there, and the library refuses them; so such a value is
   * written as hex digits.
   */
  public static String text(String value) {
    return isPlain(value)
        ? "'" + value.replace("'", "''") + "'"
        : "cast(x'"
            + HexFormat.of().formatHex(value.getBytes(StandardCharsets.UTF_8))
            + "' as string)";
  }

  private static boolean isPlain(String value) {
    return value.chars().noneMatch(c -> c == 0 || Character.isSurrogate((char) c));
  }
}
