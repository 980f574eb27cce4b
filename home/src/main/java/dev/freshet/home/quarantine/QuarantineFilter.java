package dev.freshet.home.quarantine;

import dev.freshet.home.layer.QuarantinedLine;
import java.util.Locale;
import java.util.Optional;

/**
 * Which rows of the quarantine table are wanted. An empty part lets every row pass.
 *
 * @param stage how far a row came: {@code read} or {@code embed}
 * @param reason text that the reason must contain, upper and lower case alike
 * @param file text that the path of the landed file must contain
 */
public record QuarantineFilter(
    Optional<String> stage, Optional<String> reason, Optional<String> file) {

  /** Lets every row pass. */
  public static final QuarantineFilter ALL =
      new QuarantineFilter(Optional.empty(), Optional.empty(), Optional.empty());

  /** Whether a row is wanted. */
  public boolean accepts(QuarantinedLine row) {
    return stage.map(row.stage()::equals).orElse(true)
        && reason.map(text -> lower(row.reason()).contains(lower(text))).orElse(true)
        && file.map(row.file()::contains).orElse(true);
  }

  private static String lower(String text) {
    return text.toLowerCase(Locale.ROOT);
  }
}
