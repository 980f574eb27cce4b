package dev.freshet.autoloader.catalogue;

import static dev.freshet.autoloader.catalogue.KnownOption.NONE;
import static dev.freshet.autoloader.catalogue.KnownOption.differs;
import static dev.freshet.autoloader.catalogue.KnownOption.supported;

import java.util.List;

/** The options that the reader of a format reads. */
final class ReaderOptionList {
  private static final String BY_SPARK = "Spark's reader of the format obeys it.";

  private ReaderOptionList() {}

  static final List<KnownOption> READER =
      List.of(
          supported(
              "ignoreCorruptFiles",
              "false",
              "Whether a file that cannot be read is left out instead of failing the query; what was read of it before is"
                  + " kept. `envelope` never fails on a file."),
          supported(
              "ignoreMissingFiles",
              "false",
              "Whether a file that was removed before it was read is left out; otherwise the query fails and names it."),
          supported(
              "mode",
              "PERMISSIVE",
              "What becomes of a malformed record: `PERMISSIVE`, `DROPMALFORMED` or `FAILFAST`. "
                  + BY_SPARK),
          supported(
              "columnNameOfCorruptRecord",
              NONE,
              "Column for the text of a malformed record. " + BY_SPARK),
          supported(
              "singleVariantColumn",
              NONE,
              "Name of the one column, of the type `VARIANT`, that holds a record of json, csv or xml as a whole. "
                  + BY_SPARK));

  static final List<KnownOption> BAD =
      List.of(
          differs(
              OptionName.BAD_RECORDS,
              NONE,
              "Directory, here or in any storage of Hadoop, for what cannot be read: rows without it go on. Below"
                  + " `<time>/bad_records` are files of JSON lines with `path`, `record` and `reason` of records of json, csv"
                  + " and xml that are malformed, or have a value of another type unless `rescuedDataColumn` keeps it; below"
                  + " `<time>/bad_files` with `path` and `reason` of files that are damaged, gone, or may not be read.",
              "A batch that is repeated replaces what it wrote; `<time>` is the time when its first file was found. A storage"
                  + " that does not answer fails the batch, which is then repeated. `mode` must be `PERMISSIVE`, and"
                  + " `columnNameOfCorruptRecord` gets nothing. Not for the envelope, where such a row says so."));

  static final List<KnownOption> ENVELOPE =
      List.of(
          differs(
              "wholetext",
              "false",
              "A file is one row, its text. Spark's reader of `text` has it too.",
              "In `envelope` up to 64 MiB."),
          supported("wholebytes", "false", "A file is one row, its bytes in base64."),
          supported(
              "jsonlines",
              "false",
              "A line is to hold one JSON object, and other layouts are said in words."),
          supported(
              "encoding",
              NONE,
              "Encoding, such as `windows-1252`, of text that is in no encoding of Unicode and has no byte order mark."),
          supported(
              "maxFileBytes",
              NONE,
              "Most bytes of one file. A larger file of lines, or of rows with columns, is read in parts."));
}
