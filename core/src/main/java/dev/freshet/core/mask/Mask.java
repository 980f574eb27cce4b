package dev.freshet.core.mask;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Replaces what may be a secret in a text by {@code ***}: secrets that are known, credentials and
 * parameters of addresses, values of names that stand for secrets, and what looks like a key. It
 * masks too much rather than too little. Immutable and thread-safe.
 *
 * @param known values that are secrets wherever they stand, the longest first
 */
public record Mask(List<String> known) {

  /** Stands for what is left out. */
  public static final String MASKED = "***";

  /** A shorter secret would mask parts of ordinary words; it is kept out by its name alone. */
  private static final int KNOWN_LENGTH_MIN = 4;

  private static final Pattern PEM =
      Pattern.compile("-----BEGIN [A-Z ]+-----.*?(-----END [A-Z ]+-----|$)", Pattern.DOTALL);

  private static final Pattern USER = Pattern.compile("([A-Za-z][A-Za-z0-9+.-]*://)[^\\s/?#]*@");

  private static final Pattern PARAMETERS =
      Pattern.compile("([A-Za-z][A-Za-z0-9+.-]*://[^\\s?#\"'<>]*)[?#][^\\s\"'<>]*");

  private static final Pattern SCHEME =
      Pattern.compile("(?i)\\b(bearer|basic|digest)\\s+[^\\s,;]+");

  /** {@code name=value}, {@code name: value}, also in JSON and in connection strings. */
  private static final Pattern NAMED =
      Pattern.compile(
          "(?i)([\\w.-]*(?:"
              + SecretNames.PARTS
              + ")[\\w.-]*[\"']?\\s*[=:]\\s*)(\"(?:[^\"\\\\]|\\\\.)*\"?|'[^']*'?|[^\\s,;&\"'}\\]]+)");

  /** Of known services, such as {@code sk-…}, {@code ghp_…}, {@code AKIA…}, and JSON web tokens. */
  private static final Pattern SHAPED =
      Pattern.compile(
          "\\b(?:sk|pk|rk|hf|fk|ghp|gho|ghs|github_pat|glpat|xox[a-z]|AIza|AKIA|ASIA|eyJ)[-_A-Za-z0-9]{8,}[-_.A-Za-z0-9]*");

  /** A word of 24 and more letters and digits in a row that is no UUID. */
  private static final Pattern LONG = Pattern.compile("[A-Za-z0-9+_=-]{24,}");

  private static final Pattern UUID =
      Pattern.compile("[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}");

  private static final Pattern DIGIT = Pattern.compile("\\d");

  /** Copies the list. */
  public Mask {
    known = List.copyOf(known);
  }

  /** Masks these values, and what may be a secret by its form. */
  public static Mask of(Collection<String> secrets) {
    return new Mask(
        secrets.stream()
            .map(String::strip)
            .filter(secret -> secret.length() >= KNOWN_LENGTH_MIN)
            .distinct()
            .sorted(Comparator.comparingInt(String::length).reversed())
            .toList());
  }

  /** The text without what is or may be a secret. */
  public String text(String text) {
    String masked = text;
    for (String secret : known) {
      masked = masked.replace(secret, MASKED);
    }
    masked = PEM.matcher(masked).replaceAll(MASKED);
    masked = USER.matcher(masked).replaceAll("$1" + MASKED + "@");
    masked = PARAMETERS.matcher(masked).replaceAll("$1?" + MASKED);
    masked = SCHEME.matcher(masked).replaceAll("$1 " + MASKED);
    masked = NAMED.matcher(masked).replaceAll("$1" + MASKED);
    masked = SHAPED.matcher(masked).replaceAll(MASKED);
    return LONG.matcher(masked).replaceAll(Mask::longWord);
  }

  private static String longWord(MatchResult found) {
    String word = found.group();
    boolean harmless = UUID.matcher(word).matches() || !DIGIT.matcher(word).find();
    return Matcher.quoteReplacement(harmless ? word : MASKED);
  }
}
