package dev.freshet.autoloader.option;

import java.nio.file.FileSystems;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.regex.PatternSyntaxException;

/**
 * The options of the source {@code autoloader}, parsed and checked. Names are case-insensitive.
 *
 * @param path landing path as given
 * @param format reader of the files
 * @param maxFilesPerTrigger most files of one batch, at least 1
 * @param maxBytesPerTrigger bytes at which a batch ends, soft: the file that reaches it is included
 * @param includeExistingFiles whether files from before the first start are read
 * @param validateOptions whether unknown {@code cloudFiles.*} and {@code autoloader.*} keys are
 *     errors
 * @param pathGlobFilter glob the file name must match
 * @param recursiveFileLookup whether files in sub-directories are read
 * @param fileLog directory of the file log; empty means below the checkpoint
 * @param startAfterSequence sequence after which a fresh checkpoint starts, at least 0
 * @param listInterval shortest time between two full listings
 * @param watch whether watch events find new files between listings
 * @param admission id of the {@code Admission} that has a say in each batch
 * @param readerOptions everything else, handed to the reader of the format as it is
 */
public record AutoloaderOptions(
    String path,
    SourceFormat format,
    int maxFilesPerTrigger,
    OptionalLong maxBytesPerTrigger,
    boolean includeExistingFiles,
    boolean validateOptions,
    Optional<String> pathGlobFilter,
    boolean recursiveFileLookup,
    Optional<String> fileLog,
    long startAfterSequence,
    Duration listInterval,
    boolean watch,
    Optional<String> admission,
    Map<String, String> readerOptions) {

  static final String PATH = "path";
  static final String FORMAT = "cloudFiles.format";
  static final String MAX_FILES = "cloudFiles.maxFilesPerTrigger";
  static final String MAX_BYTES = "cloudFiles.maxBytesPerTrigger";
  static final String INCLUDE_EXISTING = "cloudFiles.includeExistingFiles";
  static final String VALIDATE = "cloudFiles.validateOptions";
  static final String GLOB = "pathGlobFilter";
  static final String RECURSIVE = "recursiveFileLookup";
  public static final String FILE_LOG = "autoloader.fileLog";
  static final String START_AFTER = "autoloader.startAfterSequence";
  static final String LIST_INTERVAL = "autoloader.listInterval";
  static final String WATCH = "autoloader.watch";
  public static final String ADMISSION = "autoloader.admission";

  private static final String REQUIRED = "";
  private static final String NONE = "none";

  /** How the files are read. */
  public enum SourceFormat {
    JSON,
    TEXT,
    ENVELOPE
  }

  /**
   * What there is to know about one option.
   *
   * @param name as users write it
   * @param defaultValue as users would write it; empty if the option is required, {@code none} if
   *     there is no default
   * @param doc what it does, for the generated documentation
   */
  public record Option(String name, String defaultValue, String doc) {}

  /** Every option of the source itself, in the order of the documentation. */
  public static final List<Option> DESCRIPTORS =
      List.of(
          new Option(
              PATH,
              REQUIRED,
              "Landing path, usually the argument of `load`: an existing local directory, plain or"
                  + " as a `file:` URI. Other storage comes later."),
          new Option(
              FORMAT,
              REQUIRED,
              "`json` (JSON lines; needs a schema), `text` (column `value`) or `envelope` (raw lines"
                  + " with file, sequence, line and error; never fails on a bad file). Options of"
                  + " Spark's reader for the format, such as `mode`, `columnNameOfCorruptRecord` or"
                  + " `wholetext`, are handed on; `envelope` also has `wholebytes`: a file is one"
                  + " row, its bytes in base64."),
          new Option(
              MAX_FILES,
              "1000",
              "Most files of one batch. Combined with `" + MAX_BYTES + "`: whichever is first."),
          new Option(
              MAX_BYTES,
              NONE,
              "Bytes at which a batch ends, such as `64m` or `10g`. Soft: the file that reaches it is"
                  + " still included, so a batch has at least one file."),
          new Option(
              INCLUDE_EXISTING,
              "true",
              "Whether files that were there before the first start are read. Only looked at when"
                  + " the checkpoint is new."),
          new Option(
              VALIDATE,
              "true",
              "Whether an unknown `cloudFiles.*` or `autoloader.*` option is an error. `false`"
                  + " ignores it."),
          new Option(
              GLOB, NONE, "Only files whose name matches this glob, such as `*.json`, are read."),
          new Option(
              RECURSIVE,
              "false",
              "Whether files in sub-directories are read. Directories whose name starts with `.` or"
                  + " `_` never are, links to directories are not followed."),
          new Option(
              FILE_LOG,
              NONE,
              "Directory of the file log on a local disk. Default: `sources/<n>/filelog` below the"
                  + " checkpoint. Set it to keep the numbering when a checkpoint is thrown away."),
          new Option(
              START_AFTER,
              "0",
              "Sequence after which a query with a new checkpoint starts. For sinks that know how far"
                  + " they got; needs `"
                  + FILE_LOG
                  + "`."),
          new Option(
              LIST_INTERVAL,
              "1s",
              "Shortest time between two full listings. A listing that takes long stretches it to 50"
                  + " times its cost. New files are normally found by watch events, within"
                  + " milliseconds."),
          new Option(
              WATCH,
              "true",
              "Whether the directory is watched. `false` finds files by listings only: for network"
                  + " file systems, which report no events of other machines, and where the limit"
                  + " of watches is short."),
          new Option(
              ADMISSION,
              NONE,
              "Id under which this process registered a `dev.freshet.autoloader.Admission`, which is"
                  + " asked before each batch how many bytes it may take. The other limits hold as"
                  + " well; a batch has at least one file."));

  /** Copies the reader options. */
  public AutoloaderOptions {
    readerOptions = Map.copyOf(readerOptions);
  }

  /**
   * Reads and checks the options of one stream. Pure: whether the paths exist is not looked at.
   *
   * @throws InvalidOptionException if one is unknown or has a bad value; the message names it and
   *     says what to write
   * @throws IllegalArgumentException if a required one is missing
   */
  public static AutoloaderOptions parse(Map<String, String> options) {
    TreeMap<String, String> given = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    given.putAll(options);
    OptionReader reader = new OptionReader(given);
    boolean validate = reader.bool(VALIDATE, true);
    if (validate) {
      OptionNames.requireKnown(given.keySet());
    }
    TreeMap<String, String> rest = new TreeMap<>(given);
    rest.keySet().removeIf(OptionNames::isOwn);
    SourceFormat format = format(reader.required(FORMAT, "set it to " + supported()));
    if (format == SourceFormat.ENVELOPE) {
      EnvelopeOptions.parse(rest);
    }
    return new AutoloaderOptions(
        reader.required(PATH, "give the landing path to load(...)"),
        format,
        (int) reader.number(MAX_FILES, 1000, 1, Integer.MAX_VALUE),
        reader.bytes(MAX_BYTES),
        reader.bool(INCLUDE_EXISTING, true),
        validate,
        reader.text(GLOB).map(AutoloaderOptions::checkedGlob),
        reader.bool(RECURSIVE, false),
        reader.text(FILE_LOG),
        reader.number(START_AFTER, 0, 0, Long.MAX_VALUE),
        reader.duration(LIST_INTERVAL, Duration.ofSeconds(1)),
        reader.bool(WATCH, true),
        reader.text(ADMISSION),
        rest);
  }

  private static SourceFormat format(String text) {
    for (SourceFormat format : SourceFormat.values()) {
      if (format.name().equalsIgnoreCase(text)) {
        return format;
      }
    }
    throw new InvalidOptionException(
        FORMAT, "there is no format '" + text + "'", "Use " + supported());
  }

  private static String supported() {
    return List.of(SourceFormat.values()).toString().toLowerCase(Locale.ROOT);
  }

  private static String checkedGlob(String glob) {
    try {
      FileSystems.getDefault().getPathMatcher("glob:" + glob);
      return glob;
    } catch (PatternSyntaxException e) {
      throw new InvalidOptionException(
          GLOB, "'" + glob + "' is not a glob", "Write one like *.json");
    }
  }

  /** The documentation of all options, as a page of Markdown. */
  public static String markdown() {
    StringBuilder page =
        new StringBuilder(
            """
            # Options of the source `autoloader`

            Generated from `AutoloaderOptions`; a test fails when this page is stale. Names are
            case-insensitive. Options that start with `autoloader.` are extensions of this project, the
            others follow the documented `cloudFiles.*` options.

            | option | default | meaning |
            |---|---|---|
            """);
    for (Option option : DESCRIPTORS) {
      String value =
          switch (option.defaultValue()) {
            case REQUIRED -> "required";
            case NONE -> "–";
            default -> "`" + option.defaultValue() + "`";
          };
      page.append("| `%s` | %s | %s |%n".formatted(option.name(), value, option.doc()));
    }
    return page.append(DIFFERENCES).toString();
  }

  private static final String DIFFERENCES =
      """

      ## What is a file

      - Names that start with `.` or `_`, or end with `.tmp`, `.crc` or `._COPYING_` are ignored. Write
        under such a name and rename: a renamed file is found within milliseconds and is complete.
      - A file version is path, size and modification time. Rewriting a file makes a new version, with a
        new sequence number, and it is read again in full. This differs from
        `cloudFiles.allowOverwrites=false`, which reads each path once and so loses the rewrite without
        a word; sinks that keep the latest version per key are not disturbed by rows they already have.
      - A file that is empty, or whose last byte is not a line end, and that was modified less than 1 s
        ago may still be being written: it waits until it was left alone for 1 s. Then it is taken as it
        is. Compressed files have no line end and wait too.
      - A file that was rewritten between discovery and reading is read as it is then; the rewrite is a
        version of its own and is read as such.

      ## Position and metrics

      - The offset in the checkpoint is one sequence number of the file log. One file log serves one
        running stream.
      - `numFilesOutstanding` and `numBytesOutstanding` are in the source metrics of each progress.
      - `ignoreMissingFiles=true` lets `json` and `text` skip a file that was removed before it was read;
        otherwise the query fails and names it. `envelope` does not fail on a file: it has a row that says
        so. Only a file above its option `maxFileBytes` (default: no limit) fails the query.
      """;
}
