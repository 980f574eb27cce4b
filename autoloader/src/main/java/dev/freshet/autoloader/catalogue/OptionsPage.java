package dev.freshet.autoloader.catalogue;

import java.util.List;
import java.util.function.Predicate;

/** The page of the documentation that lists every option, as Markdown. */
public final class OptionsPage {
  private static final String TOP =
      """
      # Options of the source `autoloader`

      Generated from `OptionCatalogue`; a test fails when this page is stale. Names are case-insensitive. Options
      that start with `autoloader.` are extensions of this project, the others have the documented names of
      `cloudFiles`. Every other option is handed to Spark's reader of the format as it is, such as `multiLine`,
      `header` or `sep`.

      An option that is not there yet, or does not apply, is refused unless it is given its default. With
      `cloudFiles.validateOptions=false` it is ignored, and one warning is logged.

      """;

  private OptionsPage() {}

  /** The page. */
  public static String markdown() {
    StringBuilder page = new StringBuilder(TOP).append(parity());
    for (OptionCatalogue.Section section : OptionCatalogue.sections()) {
      page.append("%n## %s%n%n".formatted(section.title()))
          .append("| option | default | meaning | here |%n|---|---|---|---|%n".formatted());
      section.options().forEach(option -> page.append(row(option)));
    }
    return page.append(DIFFERENCES).toString();
  }

  private static String row(KnownOption option) {
    String value =
        switch (option.defaultValue()) {
          case KnownOption.REQUIRED -> "required";
          case KnownOption.NONE -> "–";
          default -> "`" + option.defaultValue() + "`";
        };
    return "| `%s` | %s | %s | %s |%n"
        .formatted(option.name(), value, option.meaning(), option.support().text());
  }

  private static String parity() {
    StringBuilder table =
        new StringBuilder(
            "| options | as documented | differs | not yet | does not apply |%n|---|---|---|---|---|%n"
                .formatted());
    for (OptionCatalogue.Section section : OptionCatalogue.sections()) {
      table.append(
          "| %s | %d | %d | %d | %d |%n"
              .formatted(
                  section.title(),
                  count(section, Support.Supported.class),
                  count(section, Support.Differs.class),
                  count(section, Support.NotYet.class),
                  count(section, Support.NotApplicable.class)));
    }
    return table.toString();
  }

  private static long count(OptionCatalogue.Section section, Class<? extends Support> kind) {
    Predicate<KnownOption> isOfKind = option -> kind.isInstance(option.support());
    List<KnownOption> options = section.options();
    return options.stream().filter(isOfKind).count();
  }

  private static final String DIFFERENCES =
      """

      ## What is a file

      - Names that start with `.` or `_`, or end with `.tmp`, `.crc` or `._COPYING_` are ignored. Write
        under such a name and rename: a renamed file is found within milliseconds and is complete.
      - Batches take files in the order of their numbers: of each round of discovery the oldest by
        modification time first, and of the same time by path (UTF-16 code units).
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
      - A file that was modified less than 1 s ago and does not end as a complete file does may be
        unfinished: it waits until it has not changed for 1 s, and newer files wait for it. Then it is
        read as it is. A complete file ends with a line end; of Parquet, ORC and Avro, with the mark of
        the format; of XML, with the end of its first element. An empty file and a compressed text
        wait too.
      - A file that was rewritten between discovery and reading is read as it is then; the rewrite is a
        version of its own and is read as such.

      ## Schema

      - Where there is rescued data, or new columns stop the query, the columns of the files of each batch are looked
        at before it is read: json and xml are read once more for that, and csv if it has types; of the others
        only the headers, heads and footers are read. A given schema without these options costs nothing.
      - csv with rescued data is read by the names of its header, so columns may change their order from file to
        file. Without, Spark's rule holds: columns are found by their places.
      - The hidden column `_metadata` has what that of Spark's own file source has: `file_path`, `file_name`, `file_size`,
        `file_block_start`, `file_block_length`, `file_modification_time`. `input_file_name()` works too.

      ## As a batch

      - `spark.read.format("autoloader")`, or `SELECT` from a table that was created `USING autoloader`, has all that has landed when
        it is planned, up to 10 000 files, with the options of a stream. There is no file log: the next batch has it all again.

      ## Position and metrics

      - The offset in the checkpoint is one sequence number of the file log. One file log serves one
        running stream.
      - `numFilesOutstanding` and `numBytesOutstanding` are in the source metrics of each progress.
      """;
}
