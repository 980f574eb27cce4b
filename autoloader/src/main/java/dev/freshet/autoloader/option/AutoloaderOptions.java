package dev.freshet.autoloader.option;

import dev.freshet.autoloader.catalogue.OptionCatalogue;
import dev.freshet.autoloader.catalogue.OptionName;
import dev.freshet.autoloader.catalogue.OptionProblem;
import dev.freshet.storage.profile.StorageSetting;
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
 * @param place where files land
 * @param reading how the files are read
 * @param files which files are read
 * @param limits how much one batch takes
 * @param discovery how new files are found
 * @param position where the stream starts and where its file log is
 * @param ignored names of the given options that have no effect, which {@code
 *     cloudFiles.validateOptions=false} allows
 */
public record AutoloaderOptions(
    Place place,
    Reading reading,
    FileSelection files,
    Limits limits,
    Discovering discovery,
    Position position,
    List<String> ignored) {

  /** Options that say which columns there are. */
  private static final List<String> OF_COLUMNS =
      List.of(
          OptionName.LOCATION,
          OptionName.INFER_TYPES,
          OptionName.HINTS,
          OptionName.EVOLUTION,
          OptionName.RESCUED_COLUMN,
          OptionName.PARTITION_COLUMNS);

  /**
   * Where files land.
   *
   * @param path landing path as given
   * @param storage the settings of its storage, as given
   * @param queue the queue that gets the events of the storage, if there is one
   */
  public record Place(
      String path, Map<StorageSetting, String> storage, Optional<EventQueue> queue) {

    /** Copies the settings. */
    public Place {
      storage = Map.copyOf(storage);
    }
  }

  /**
   * How the files are read.
   *
   * @param format what they hold
   * @param enveloped whether a row is a JSON object in the columns of the envelope
   * @param schema which columns there are
   * @param timeZone id of the zone of times without one
   * @param badRecordsPath directory for records and files that cannot be read, with its scheme;
   *     empty if they fail the query or become rows
   * @param options everything that is not the source's own, handed to the reader as it is
   */
  public record Reading(
      CloudFilesFormat format,
      boolean enveloped,
      SchemaOptions schema,
      String timeZone,
      Optional<String> badRecordsPath,
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
   * @param events whether events find new files between listings: of the queue, or of the file
   *     system of this machine
   * @param increments when listings between two full ones begin behind the last key
   */
  public record Discovering(
      Duration listInterval,
      Optional<Duration> longestInterval,
      boolean events,
      Increments increments) {

    /** Every listing is a full one. */
    public Discovering(Duration listInterval, Optional<Duration> longestInterval, boolean events) {
      this(listInterval, longestInterval, events, Increments.NEVER);
    }
  }

  /** When a listing begins behind the last key, in a storage that orders its keys. */
  public enum Increments {
    NEVER,

    /** As long as the full listings find no new file before the last key. */
    WHILE_IN_ORDER,
    ALWAYS
  }

  /**
   * Where the stream starts and where it keeps its file log.
   *
   * @param includeExisting whether files from before the first start are read
   * @param fileLog directory of the file log; empty means below the checkpoint
   * @param localDir directory of this machine for the copy of a log that is elsewhere
   * @param startAfter sequence after which a new checkpoint starts, at least 0
   */
  public record Position(
      boolean includeExisting,
      Optional<String> fileLog,
      Optional<String> localDir,
      long startAfter) {}

  /** Directory of the file log. */
  public static final String FILE_LOG = OptionName.FILE_LOG;

  public static final String LOCAL_DIR = OptionName.LOCAL_DIR;

  /** Id of a registered {@code Admission}. */
  public static final String ADMISSION = OptionName.ADMISSION;

  /** Copies the list. */
  public AutoloaderOptions {
    ignored = List.copyOf(ignored);
  }

  /** Landing path as given. */
  public String path() {
    return place.path();
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
    List<OptionProblem> problems = OptionCatalogue.problems(given);
    if (reader.bool(OptionName.VALIDATE) && !problems.isEmpty()) {
      OptionProblem first = problems.get(0);
      throw new InvalidOptionException(first.option(), first.why(), first.whatToDo());
    }
    TreeMap<String, String> rest = new TreeMap<>(given);
    rest.keySet().removeIf(OptionCatalogue::isOwn);
    problems.forEach(problem -> rest.remove(problem.option()));
    CloudFilesFormat format =
        CloudFilesFormat.parse(
            reader.required(OptionName.FORMAT, "set it to " + CloudFilesFormat.supported()));
    if (format == CloudFilesFormat.ENVELOPE) {
      EnvelopeOptions.parse(rest);
      if (reader.bool(OptionName.VALIDATE)) {
        requireNoneOf(OF_COLUMNS, given);
      }
    }
    Map<StorageSetting, String> storage = StorageOptions.parse(reader);
    QueueOptions queues = new QueueOptions(reader);
    Optional<EventQueue> queue = queues.queue(storage);
    boolean enveloped = isEnveloped(format, reader);
    return new AutoloaderOptions(
        new Place(
            reader.required(OptionName.PATH, "give the landing path to load(...)"), storage, queue),
        new Reading(
            format,
            enveloped,
            SchemaOptions.parse(reader, rest),
            rest.getOrDefault(OptionName.TIME_ZONE, ZoneId.systemDefault().getId()),
            BadRecordsPath.parse(reader, enveloped, rest),
            rest),
        files(reader, rest),
        new Limits(
            (int) reader.number(OptionName.MAX_FILES, 1, Integer.MAX_VALUE),
            reader.bytes(OptionName.MAX_BYTES),
            reader.text(OptionName.ADMISSION)),
        queues.discovering(given, queue),
        new Position(
            reader.bool(OptionName.INCLUDE_EXISTING),
            reader.text(OptionName.FILE_LOG),
            reader.text(OptionName.LOCAL_DIR),
            reader.number(OptionName.START_AFTER, 0, Long.MAX_VALUE)),
        problems.stream().map(OptionProblem::option).toList());
  }

  private static void requireNoneOf(List<String> names, Map<String, String> given) {
    for (String name : names) {
      if (given.containsKey(name)) {
        throw new InvalidOptionException(
            name,
            "the columns of the format envelope are fixed",
            "Remove it, or set cloudFiles.validateOptions=false to have it ignored");
      }
    }
  }

  private static boolean isEnveloped(CloudFilesFormat format, OptionReader reader) {
    boolean enveloped = reader.choice(OptionName.OUTPUT, "columns", "envelope").equals("envelope");
    return switch (format) {
      case AVRO, CSV, ORC, PARQUET, XML -> enveloped;
      case ENVELOPE -> true;
      case BINARY_FILE, JSON, TEXT -> {
        if (enveloped) {
          throw new InvalidOptionException(
              OptionName.OUTPUT,
              "the format " + format + " has no rows of columns to put into an envelope",
              "Use cloudFiles.format envelope, with jsonlines, wholetext or wholebytes");
        }
        yield false;
      }
    };
  }

  private static FileSelection files(OptionReader reader, Map<String, String> rest) {
    String zone = rest.get(OptionName.TIME_ZONE);
    return new FileSelection(
        nameGlob(reader),
        reader.bool(OptionName.RECURSIVE),
        reader.bool(OptionName.FOLLOW_LINKS),
        reader.bool(OptionName.STRICT_GLOB),
        new FileRules(
            reader.time(OptionName.MODIFIED_AFTER, zone),
            reader.time(OptionName.MODIFIED_BEFORE, zone),
            reader.duration(OptionName.MAX_FILE_AGE),
            reader.bool(OptionName.OVERWRITES)),
        CleanSource.parse(reader, rest));
  }

  private static Optional<String> nameGlob(OptionReader reader) {
    Optional<String> glob = reader.text(OptionName.GLOB);
    Optional<String> pattern = reader.text(OptionName.NAME_PATTERN);
    if (glob.isPresent() && pattern.isPresent() && !glob.equals(pattern)) {
      throw new InvalidOptionException(
          OptionName.NAME_PATTERN,
          "'"
              + pattern.get()
              + "' and "
              + OptionName.GLOB
              + " '"
              + glob.get()
              + "' are two names of one option",
          "Give one of them");
    }
    glob.ifPresent(text -> requireGlob(OptionName.GLOB, text));
    pattern.ifPresent(text -> requireGlob(OptionName.NAME_PATTERN, text));
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
