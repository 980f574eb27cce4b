package dev.freshet.autoloader.option;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** The names of all options, and the one that is nearest to a wrong name. */
final class OptionNames {
  private static final String CLOUD_FILES = "cloudfiles.";
  private static final String AUTOLOADER = "autoloader.";

  /** Documented {@code cloudFiles.*} options that this version does not have. */
  private static final Set<String> NOT_YET =
      Set.of(
          "allowoverwrites",
          "backfillinterval",
          "cleansource",
          "fetchparallelism",
          "infercolumntypes",
          "maxfileage",
          "partitioncolumns",
          "pathrewrites",
          "schemaevolutionmode",
          "schemahints",
          "schemalocation",
          "useincrementallisting",
          "usemanagedfileevents",
          "usenotifications",
          "usestrictglobber");

  private OptionNames() {}

  /** Whether the option is the source's own and is not handed to a reader. */
  static boolean isOwn(String name) {
    return isReserved(name) || isDescribed(name) || name.equalsIgnoreCase("paths");
  }

  static void requireKnown(Iterable<String> names) {
    for (String name : names) {
      if (isReserved(name) && !isDescribed(name)) {
        throw problem(name);
      }
    }
  }

  private static InvalidOptionException problem(String name) {
    String lower = name.toLowerCase(Locale.ROOT);
    if (lower.startsWith(CLOUD_FILES) && NOT_YET.contains(lower.substring(CLOUD_FILES.length()))) {
      return new InvalidOptionException(
          name,
          "this version does not have it",
          "Remove it, or set cloudFiles.validateOptions=false to have it ignored");
    }
    return new InvalidOptionException(
        name,
        "there is no such option",
        "Did you mean "
            + nearest(lower)
            + "? Set cloudFiles.validateOptions=false to have unknown options ignored");
  }

  private static boolean isReserved(String name) {
    String lower = name.toLowerCase(Locale.ROOT);
    return lower.startsWith(CLOUD_FILES) || lower.startsWith(AUTOLOADER);
  }

  private static boolean isDescribed(String name) {
    return own().stream().anyMatch(name::equalsIgnoreCase);
  }

  private static List<String> own() {
    return AutoloaderOptions.DESCRIPTORS.stream().map(AutoloaderOptions.Option::name).toList();
  }

  private static String nearest(String lower) {
    return own().stream()
        .min(Comparator.comparingInt(name -> distance(lower, name.toLowerCase(Locale.ROOT))))
        .orElseThrow();
  }

  /** Levenshtein distance, by rows. */
  private static int distance(String a, String b) {
    int[] row = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      row[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int substituted = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(substituted, Math.min(row[j], row[j - 1]) + 1);
      }
    }
    return row[b.length()];
  }
}
