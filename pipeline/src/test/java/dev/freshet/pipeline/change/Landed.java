package dev.freshet.pipeline.change;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Landed rows for tests, with fixed values for everything that a test does not name. */
public final class Landed {

  static final Instant AT = Instant.parse("2026-03-04T05:06:07.000008Z");
  static final long SEQUENCE = 3;

  private Landed() {}

  public static LandedRow line(String value) {
    return line(2, value);
  }

  public static LandedRow line(long line, @Nullable String value) {
    return new LandedRow(value, line, "/landing/part.json", SEQUENCE, 100, AT, null);
  }

  static LandedRow damaged(@Nullable String value, String error) {
    return new LandedRow(value, 2, "/landing/part.json", SEQUENCE, 100, AT, error);
  }

  /** The event of a line that must be valid. */
  static ChangeEvent event(ChangeParser parser, LandedRow row) {
    Parsed parsed = parser.parse(row);
    if (parsed instanceof Parsed.Accepted accepted) {
      return accepted.event();
    }
    throw new AssertionError(((Parsed.Rejected) parsed).reason());
  }

  /** The reason for which a line is rejected; it must be. */
  static String reason(ChangeParser parser, LandedRow row) {
    if (parser.parse(row) instanceof Parsed.Rejected rejected) {
      return rejected.reason();
    }
    throw new AssertionError("The line was accepted");
  }
}
