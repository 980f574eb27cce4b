package dev.freshet.autoloader.option;

import java.nio.file.FileSystems;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.regex.PatternSyntaxException;

/**
 * The options of the source {@code autoloader}, parsed and checked. Names are case-insensitive;
 * which there are, {@link OptionCatalogue} says.
 *
 * @param path landing path as given
 * @param reading how the files are read
 * @param files which files are read
 * @param limits how much one batch takes
 * @param discovery how new files are found
 * @param position where the stream starts and where its file log is
 * @param ignored names of the given options that have no effect, which {@code
 *     cloudFiles.validateOptions=false} allows
 */
public record AutoloaderOptions(
    String path,
    Reading reading,
    FileSelection files,
    Limits limits,
    Discovering discovery,
    Position position,
    List<String> ignored) {

  /**
   * How the files are read.
   *
   * @param format what they hold
   * @param pathColumns the columns whose values are in directory names; empty if all are that name
   *     a column
   * @param timeZone id of the zone of times without one
   * @param options everything that is not the source's own, handed to the reader as it is
   */
  public record Reading(
      CloudFilesFormat format,
      Optional<List<String>> pathColumns,
      String timeZone,
      Map<String, String> options) {

    /** Copies the options. */
    public Reading {
      options = Map.copyOf(options);
    }
  }

  /**
   * How much one batch takes.
   *
   * @param maxFiles most files, at least 1
   * @param maxBytes bytes at which a batch ends, soft: the file that reaches it is included
   * @param admission id of the {@code Admission} that is asked before each batch
   */
  public record Limits(int maxFiles, OptionalLong maxBytes, Optional<String> admission) {}

  /**
   * How new files are found.
   *
   * @param listInterval shortest time between two full listings
   * @param longestInterval longest time between two full listings, if there is a limit
   * @param watch whether watch events find new files between listings
   */
  public record Discovering(
      Duration listInterval, Optional<Duration> longestInterval, boolean watch) {}

  /**
   * Where the stream starts and where it keeps its file log.
   *
   * @param includeExisting whether files from before the first start are read
   * @param fileLog directory of the file log; empty means below the checkpoint
   * @param startAfter sequence after which a new checkpoint starts, at least 0
   */
  public record Position(boolean includeExisting, Optional<String> fileLog, long startAfter) {}

  static final String PATH = "path";
  static final String FORMAT = "cloudFiles.format";
  static final String MAX_FILES = "cloudFiles.maxFilesPerTrigger";
  static final String MAX_BYTES = "cloudFiles.maxBytesPerTrigger";
  static final String INCLUDE_EXISTING = "cloudFiles.includeExistingFiles";
  static final String VALIDATE = "cloudFiles.validateOptions";
  static final String GLOB = "pathGlobFilter";
  static final String NAME_PATTERN = "fileNamePattern";
  static final String RECURSIVE = "recursiveFileLookup";
  static final String MODIFIED_AFTER = "modifiedAfter";
  static final String MODIFIED_BEFORE = "modifiedBefore";
  static final String STRICT_GLOB = "cloudFiles.useStrictGlobber";
  static final String OVERWRITES = "cloudFiles.allowOverwrites";
  static final String MAX_FILE_AGE = "cloudFiles.maxFileAge";
  static final String BACKFILL = "cloudFiles.backfillInterval";
  static final String INCREMENTAL = "cloudFiles.useIncrementalListing";

  static final String PARTITION_COLUMNS = "cloudFiles.partitionColumns";

  /** Reader option: the zone of times without one. */
  public static final String TIME_ZONE = "timeZone";

  /** Directory of the file log. */
  public static final String FILE_LOG = "autoloader.fileLog";

  static final String START_AFTER = "autoloader.startAfterSequence";
  static final String LIST_INTERVAL = "autoloader.listInterval";
  static final String FOLLOW_LINKS = "autoloader.followLinks";
  static final String WATCH = "autoloader.watch";

  /** Id of a registered {@code Admission}. */
  public static final String ADMISSION = "autoloader.admission";

  /** Copies the list. */
  public AutoloaderOptions {
    ignored = List.copyOf(ignored);
  }

  /** What the files hold. */
  public CloudFilesFormat format() {
    return reading.format();
  }

  /** Everything that is not the source's own, handed to the reader as it is. */
  public Map<String, String> readerOptions() {
    return reading.options();
  }

  /**
   * Reads and checks the options of one stream. Pure: does not look at the disk.
   *
   * @throws InvalidOptionException if one is unknown or has a bad value; the message names it and
   *     says what to write
   * @throws IllegalArgumentException if a required one is missing
   */
  public static AutoloaderOptions parse(Map<String, String> options) {
    TreeMap<String, String> given = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    given.putAll(options);
    return parse(given, new OptionReader(given));
  }

  static AutoloaderOptions parse(TreeMap<String, String> given, OptionReader reader) {
    List<InvalidOptionException> problems = OptionCatalogue.problems(given);
    if (reader.bool(VALIDATE) && !problems.isEmpty()) {
      throw problems.get(0);
    }
    TreeMap<String, String> rest = new TreeMap<>(given);
    rest.keySet().removeIf(OptionCatalogue::isOwn);
    problems.forEach(problem -> rest.remove(problem.option()));
    CloudFilesFormat format =
        CloudFilesFormat.parse(
            reader.required(FORMAT, "set it to " + CloudFilesFormat.supported()));
    if (format == CloudFilesFormat.ENVELOPE) {
      EnvelopeOptions.parse(rest);
    }
    reader.choice(INCREMENTAL, "auto", "true", "false");
    return new AutoloaderOptions(
        reader.required(PATH, "give the landing path to load(...)"),
        new Reading(
            format,
            reader.names(PARTITION_COLUMNS),
            rest.getOrDefault(TIME_ZONE, ZoneId.systemDefault().getId()),
            rest),
        files(reader, rest),
        new Limits(
            (int) reader.number(MAX_FILES, 1, Integer.MAX_VALUE),
            reader.bytes(MAX_BYTES),
            reader.text(ADMISSION)),
        new Discovering(
            reader.duration(LIST_INTERVAL).orElseThrow(),
            reader.duration(BACKFILL),
            reader.bool(WATCH)),
        new Position(
            reader.bool(INCLUDE_EXISTING),
            reader.text(FILE_LOG),
            reader.number(START_AFTER, 0, Long.MAX_VALUE)),
        problems.stream().map(InvalidOptionException::option).toList());
  }

  private static FileSelection files(OptionReader reader, Map<String, String> rest) {
    String zone = rest.get(TIME_ZONE);
    return new FileSelection(
        nameGlob(reader),
        reader.bool(RECURSIVE),
        reader.bool(FOLLOW_LINKS),
        reader.bool(STRICT_GLOB),
        new FileRules(
            reader.time(MODIFIED_AFTER, zone),
            reader.time(MODIFIED_BEFORE, zone),
            reader.duration(MAX_FILE_AGE),
            reader.bool(OVERWRITES)));
  }

  private static Optional<String> nameGlob(OptionReader reader) {
    Optional<String> glob = reader.text(GLOB);
    Optional<String> pattern = reader.text(NAME_PATTERN);
    if (glob.isPresent() && pattern.isPresent() && !glob.equals(pattern)) {
      throw new InvalidOptionException(
          NAME_PATTERN,
          "'"
              + pattern.get()
              + "' and "
              + GLOB
              + " '"
              + glob.get()
              + "' are two names of one option",
          "Give one of them");
    }
    glob.ifPresent(text -> requireGlob(GLOB, text));
    pattern.ifPresent(text -> requireGlob(NAME_PATTERN, text));
    return glob.or(() -> pattern);
  }

  private static void requireGlob(String option, String glob) {
    try {
      FileSystems.getDefault().getPathMatcher("glob:" + glob);
    } catch (PatternSyntaxException e) {
      throw new InvalidOptionException(
          option, "'" + glob + "' is not a glob", "Write one like *.json");
    }
  }
}
