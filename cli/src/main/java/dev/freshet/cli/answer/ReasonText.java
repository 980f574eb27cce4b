package dev.freshet.cli.answer;

import dev.freshet.home.quarantine.ReasonGroup;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;

/**
 * Reasons for quarantine as text.
 *
 * @param groups the most frequent first
 */
public record ReasonText(List<ReasonGroup> groups) {

  private static final int SHOWN = 10;

  /** Prints how often each reason occurs and where first; of many reasons the most frequent. */
  public void print(PrintWriter out) {
    groups.stream().limit(SHOWN).forEach(group -> print(out, group));
    if (groups.size() > SHOWN) {
      out.println("  and " + Text.count(groups.size() - SHOWN, "more reason"));
    }
  }

  private static void print(PrintWriter out, ReasonGroup group) {
    out.printf(Locale.ROOT, "  %,d × %s%n", group.count(), Text.printable(group.reason()));
    out.println("      first: " + place(group.file(), group.line()));
  }

  /** A line of a file, or the file itself if the line is 0. */
  public static String place(String file, long line) {
    return line == 0 ? file : file + ", line " + line;
  }
}
