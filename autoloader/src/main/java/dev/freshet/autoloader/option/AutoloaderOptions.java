package dev.freshet.autoloader.option;

import java.nio.file.FileSystems;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.regex.PatternSyntaxException;

/**
 * The options of the source {@code autoloader}, parsed and checked. Names are case-insensitive.
 *
 * @param path landing path as given
 * @param format how the files are read
 * @param files which files are read
 * @param limits how much one batch takes
 * @param discovery how new files are found
 * @param position where the stream starts and where its file log is
 * @param readerOptions everything else, handed to the reader of the format as it is
 */
public record AutoloaderOptions(
    String path,
    CloudFilesFormat format,
    FileSelection files,
    Limits limits,
    Discovering discovery,
    Position position,
    Map<String, String> readerOptions) {

  /**
   * Which files of the landing path are read.
   *
   * @param glob which the file name must match
   * @param recursive whether files in sub-directories are read
   * @param followLinks whether the files are read that links lead to
   */
  public record FileSelection(Optional<String> glob, boolean recursive, boolean followLinks) {}

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
   * @param watch whether watch events find new files between listings
   */
  public record Discovering(Duration listInterval, boolean watch) {}

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
  static final String RECURSIVE = "recursiveFileLookup";

  /** Directory of the file log. */
  public static final String FILE_LOG = "autoloader.fileLog";

  static final String START_AFTER = "autoloader.startAfterSequence";
  static final String LIST_INTERVAL = "autoloader.listInterval";
  static final String FOLLOW_LINKS = "autoloader.followLinks";
  static final String WATCH = "autoloader.watch";

  /** Id of a registered {@code Admission}. */
  public static final String ADMISSION = "autoloader.admission";

  private static final String REQUIRED = "";
  private static final String NONE = "none";

  /**
   * One option, as it is documented.
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
                  + " row, its bytes in base64; `jsonlines`: a line is to hold one JSON object, and"
                  + " other layouts are said in words; and `encoding`, such as `windows-1252`, for"
                  + " text that is in no encoding of Unicode and has no byte order mark."),
          new Option(
              MAX_FILES,
              "1000",
              "Most files of one batch. Combined with `"
                  + MAX_BYTES
                  + "`: the batch ends at whichever is reached first."),
          new Option(
              MAX_BYTES,
              NONE,
              "Bytes at which a batch ends, such as `64m` or `10g`. Soft: the file that reaches it is"
                  + " still included, so a batch has at least one file."),
          new Option(
              INCLUDE_EXISTING,
              "true",
              "Whether files that were there before the first start are read. Used only when"
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
              "true",
              "Whether files in sub-directories are read, at any depth. Directories whose name starts"
                  + " with `.` or `_` never are, and links to directories are not followed. The names"
                  + " of directories, such as `year=2026`, are no columns."),
          new Option(
              FOLLOW_LINKS,
              "false",
              "Whether a symbolic link is read as the file it leads to. Set it only if everyone who"
                  + " may write to the landing path may read what this process may read. Links to"
                  + " directories and into `/proc`, `/sys` and `/dev`, devices, FIFOs and sockets"
                  + " are never read. What is left out is logged once."),
          new Option(
              FILE_LOG,
              NONE,
              "Directory of the file log on a local disk. Default: `sources/<n>/filelog` below the"
                  + " checkpoint. Set it to keep the numbering when a checkpoint is deleted."),
          new Option(
              START_AFTER,
              "0",
              "Sequence after which a query with a new checkpoint starts. For sinks that know what they"
                  + " have committed; needs `"
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
                  + " file systems, which report no events of other machines, and where the"
                  + " system allows too few watches."),
          new Option(
              ADMISSION,
              NONE,
              "Id under which this process registered a `dev.freshet.autoloader.Admission`, which is"
                  + " asked before each batch how many bytes it may take. The other limits apply as"
                  + " well; a batch has at least one file."));

  /** Copies the reader options. */
  public AutoloaderOptions {
    readerOptions = Map.copyOf(readerOptions);
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
    OptionReader reader = new OptionReader(given);
    if (reader.bool(VALIDATE, true)) {
      OptionNames.requireKnown(given.keySet());
    }
    TreeMap<String, String> rest = new TreeMap<>(given);
    rest.keySet().removeIf(OptionNames::isOwn);
    CloudFilesFormat format =
        CloudFilesFormat.parse(
            reader.required(FORMAT, "set it to " + CloudFilesFormat.supported()));
    if (format == CloudFilesFormat.ENVELOPE) {
      EnvelopeOptions.parse(rest);
    }
    return new AutoloaderOptions(
        reader.required(PATH, "give the landing path to load(...)"),
        format,
        new FileSelection(
            reader.text(GLOB).map(AutoloaderOptions::checkedGlob),
            reader.bool(RECURSIVE, true),
            reader.bool(FOLLOW_LINKS, false)),
        new Limits(
            (int) reader.number(MAX_FILES, 1000, 1, Integer.MAX_VALUE),
            reader.bytes(MAX_BYTES),
            reader.text(ADMISSION)),
        new Discovering(
            reader.duration(LIST_INTERVAL, Duration.ofSeconds(1)), reader.bool(WATCH, true)),
        new Position(
            reader.bool(INCLUDE_EXISTING, true),
            reader.text(FILE_LOG),
            reader.number(START_AFTER, 0, 0, Long.MAX_VALUE)),
        rest);
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
      - A file version is path, size and modification time. A file that differs in one of them from the
        newest version of its path is a new version, with a new sequence number, and is read again in
        full; so is an older copy that is put back with its old time. This differs from
        `cloudFiles.allowOverwrites=false`, which reads each path once and so loses the rewrite silently;
        sinks that keep the latest version per key ignore rows they already have.
      - `envelope` also notices a file that was rewritten with the same size and time, where the file
        system has a time of change that no program sets (Linux and macOS have): if that time is another,
        the content is compared with what was read, and another content is a new version.
      - `envelope` says in `first_sequence` in which version a line counts as landed. If a version begins
        with all the lines of the version before of its path (the file has grown, or the same content
        landed again), these lines keep the sequence of the earlier version. Of a compressed file this
        holds only if its content is the same, and of a file above 1 GiB never.
      - A file that is empty, or whose last byte is not a line end, and that was modified less than 1 s
        ago may be unfinished: it waits until it has not changed for 1 s. Then it is read as it is.
        Compressed files have no line end and wait too.
      - A file that was rewritten between discovery and reading is read as it is then; the rewrite is a
        version of its own and is read as such.

      ## Position and metrics

      - The offset in the checkpoint is one sequence number of the file log. One file log serves one
        running stream.
      - `numFilesOutstanding` and `numBytesOutstanding` are in the source metrics of each progress.
      - `ignoreMissingFiles=true` lets `json` and `text` skip a file that was removed before it was read;
        otherwise the query fails and names it. `envelope` does not fail on a file: it has a row that says
        so. With the option `maxFileBytes` (default: no limit) it reads a larger file of lines in parts.
      """;
}
