package dev.freshet.autoloader.option;

import static dev.freshet.autoloader.option.KnownOption.NONE;
import static dev.freshet.autoloader.option.KnownOption.notYet;
import static dev.freshet.autoloader.option.KnownOption.supported;

import java.util.List;

/** The options that say which columns there are. */
final class SchemaOptionList {
  private static final String NO_INFERENCE = "Give the schema with `.schema(...)`.";

  private SchemaOptionList() {}

  static final List<KnownOption> SCHEMA =
      List.of(
          notYet(
              "cloudFiles.schemaLocation",
              NONE,
              "Directory of the inferred schema and its versions.",
              NO_INFERENCE),
          notYet(
              "cloudFiles.inferColumnTypes",
              "false",
              "Whether the types of json, csv and xml are inferred; else every column is a string.",
              NO_INFERENCE),
          notYet(
              "cloudFiles.schemaHints",
              NONE,
              "Types of columns that inference is to use, as in `id BIGINT, at TIMESTAMP`.",
              NO_INFERENCE),
          notYet(
              "cloudFiles.schemaEvolutionMode",
              NONE,
              "What happens when a file has a column that the schema lacks.",
              "The schema is fixed when the query starts, and other columns are not read."),
          supported(
              AutoloaderOptions.PARTITION_COLUMNS,
              NONE,
              "Columns whose values are in directory names below the landing path, such as `year=2026`: a list with"
                  + " commas. A column of the list that a path lacks is null. By default every column is one that a"
                  + " directory names; with an empty value, none is."),
          notYet(
              "rescuedDataColumn",
              NONE,
              "Column for the data that fits no column.",
              "Use the format `envelope` to keep the raw lines."),
          notYet(
              "readerCaseSensitive",
              "true",
              "Whether a name that differs only in case is another column.",
              "Spark's own setting `spark.sql.caseSensitive` decides."));
}
