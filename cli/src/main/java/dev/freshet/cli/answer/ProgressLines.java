package dev.freshet.cli.answer;

import java.io.PrintWriter;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/**
 * Lines of progress, each behind the time of day.
 *
 * @param out where they are printed
 */
record ProgressLines(PrintWriter out) {

  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("HH:mm:ss", Locale.ROOT).withZone(ZoneId.systemDefault());

  /** Prints a line at once. */
  void add(String line) {
    out.println(TIME.format(Instant.now()) + "  " + line);
    out.flush();
  }
}
