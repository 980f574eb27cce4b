package dev.freshet.autoloader.catalogue;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Every option that the source knows: the documented ones of Auto Loader, the reader options it
 * looks at, and its own. Parsing, the checks of names and the page of the documentation follow from
 * it.
 */
public final class OptionCatalogue {
  private static final List<String> RESERVED = List.of("cloudfiles.", "autoloader.");

  /** Ends the name of an option that is a family of names, such as {@code resourceTag.*}. */
  private static final String ANY = ".*";

  private static final Map<String, KnownOption> BY_NAME = byName();

  private OptionCatalogue() {}

  /**
   * Options under one heading of the documentation.
   *
   * @param title of the heading
   * @param parsed whether this source reads their values; else a reader of the format does
   * @param options in the order of the documentation
   */
  record Section(String title, boolean parsed, List<KnownOption> options) {}

  /** All of them, in the order of the documentation. */
  static List<Section> sections() {
    return List.of(
        new Section("The source", true, SourceOptionList.COMMON),
        new Section("Which files are read", true, SourceOptionList.FILES),
        new Section("Schema", true, SchemaOptionList.SCHEMA),
        new Section("Reading a file", false, ReaderOptionList.READER),
        new Section("What cannot be read", true, ReaderOptionList.BAD),
        new Section("The format `envelope`", false, ReaderOptionList.ENVELOPE),
        new Section("Notifications of new files", true, CloudOptionList.NOTIFICATIONS),
        new Section("Azure", true, CloudOptionList.AZURE),
        new Section("AWS", true, CloudOptionList.AWS),
        new Section("Google Cloud", true, CloudOptionList.GOOGLE),
        new Section("Extensions of this project", true, SourceOptionList.OWN),
        new Section("The storage of the landing path", true, StorageOptionList.STORAGE));
  }

  private static Map<String, KnownOption> byName() {
    Map<String, KnownOption> all = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    for (Section section : sections()) {
      for (KnownOption option : section.options()) {
        if (all.put(option.name(), option) != null) {
          throw new IllegalStateException("Option " + option.name() + " is in the catalogue twice");
        }
      }
    }
    return all;
  }

  /**
   * The option of that name.
   *
   * @throws IllegalStateException if the catalogue lacks it, which is a defect
   */
  public static KnownOption get(String name) {
    KnownOption option = BY_NAME.get(name);
    if (option == null) {
      throw new IllegalStateException("Option " + name + " is not in the catalogue");
    }
    return option;
  }

  /** Names of the options whose values this source reads, in any order. */
  public static List<String> parsedNames() {
    return parsed().filter(option -> option.support().isUsed()).map(KnownOption::name).toList();
  }

  private static Stream<KnownOption> parsed() {
    return sections().stream().filter(Section::parsed).flatMap(each -> each.options().stream());
  }

  /** Whether the option is the source's own and is not handed to a reader. */
  public static boolean isOwn(String name) {
    return isReserved(name)
        || name.equalsIgnoreCase("paths")
        || parsed().anyMatch(each -> each.name().equalsIgnoreCase(name));
  }

  private static boolean isReserved(String name) {
    return RESERVED.stream().anyMatch(name.toLowerCase(Locale.ROOT)::startsWith);
  }

  /**
   * What is wrong with the given options: each that is unknown or that this version cannot obey. An
   * option that is given its default asks for nothing.
   */
  public static List<OptionProblem> problems(Map<String, String> given) {
    return given.entrySet().stream()
        .flatMap(each -> problem(each.getKey(), each.getValue()).stream())
        .toList();
  }

  private static List<OptionProblem> problem(String name, String value) {
    KnownOption known = find(name);
    if (known == null) {
      return isReserved(name) ? List.of(unknown(name)) : List.of();
    }
    if (known.support().isUsed() || known.isDefault(value)) {
      return List.of();
    }
    return List.of(
        new OptionProblem(
            name,
            known.support() instanceof Support.NotYet notYet
                ? "this version does not have it. " + withoutStop(notYet.instead())
                : "it does not apply here. "
                    + withoutStop(((Support.NotApplicable) known.support()).why()),
            "Remove it, or set cloudFiles.validateOptions=false to have it ignored"));
  }

  private static String withoutStop(String sentences) {
    return sentences.substring(0, sentences.length() - 1);
  }

  private static @Nullable KnownOption find(String name) {
    KnownOption exact = BY_NAME.get(name);
    if (exact != null) {
      return exact;
    }
    String lower = name.toLowerCase(Locale.ROOT);
    return BY_NAME.values().stream()
        .filter(each -> each.name().endsWith(ANY))
        .filter(each -> lower.startsWith(prefix(each.name())))
        .findFirst()
        .orElse(null);
  }

  private static String prefix(String family) {
    return family.substring(0, family.length() - 1).toLowerCase(Locale.ROOT);
  }

  private static OptionProblem unknown(String name) {
    return new OptionProblem(
        name,
        "there is no such option",
        "Did you mean "
            + nearest(name.toLowerCase(Locale.ROOT))
            + "? Set cloudFiles.validateOptions=false to have unknown options ignored");
  }

  private static String nearest(String lower) {
    return parsed()
        .filter(each -> each.support().isUsed())
        .map(KnownOption::name)
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
