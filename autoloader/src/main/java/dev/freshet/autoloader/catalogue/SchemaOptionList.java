package dev.freshet.autoloader.catalogue;

import static dev.freshet.autoloader.catalogue.KnownOption.NONE;
import static dev.freshet.autoloader.catalogue.KnownOption.differs;
import static dev.freshet.autoloader.catalogue.KnownOption.supported;

import java.util.List;

/** The options that say which columns there are. */
final class SchemaOptionList {
  private SchemaOptionList() {}

  static final List<KnownOption> SCHEMA =
      List.of(
          supported(
              OptionName.LOCATION,
              NONE,
              "Directory of the inferred schema: its versions are the files of `_schemas` in it. Needed unless the"
                  + " schema is given; one for each stream, and it may be the checkpoint. The first version is"
                  + " inferred from a sample of what has landed: as many files and bytes as the settings"
                  + " `spark.databricks.cloudFiles.schemaInference.sampleSize.numFiles` (1000) and `.numBytes`"
                  + " (`50gb`) of the session say."),
          supported(
              OptionName.INFER_TYPES,
              "false",
              "Whether the types of json, csv and xml are inferred; else each of their columns is a string, an object of"
                  + " JSON its text."),
          supported(
              OptionName.HINTS,
              NONE,
              "Types of columns that are used instead of inferred ones, as in `id BIGINT, place.zip STRING, tags"
                  + " MAP<STRING, STRING>`. A column that no file has yet is added."),
          supported(
              OptionName.EVOLUTION,
              NONE,
              "What happens when a file has a column that the schema lacks. `addNewColumns` (the default unless a schema is"
                  + " given): the query stops with an `UnknownFieldException`, and reads the column when it is started"
                  + " again; `addNewColumnsWithTypeWidening`: also when a column needs a wider type; `rescue`: it goes"
                  + " to the rescued data; `failOnNewColumns`: the query stops at that file each time; `none` (the"
                  + " default if a schema is given): it is not read, unless `"
                  + OptionName.RESCUED_COLUMN
                  + "` is set."),
          differs(
              OptionName.RESCUED_COLUMN,
              NONE,
              "Column for the data that fits no column: other columns, values of another type, names that differ in"
                  + " case, and malformed records of text formats (under `_corrupt_record`, unless the schema has that"
                  + " column); a JSON object, with the file in `_file_path`. It is `_rescued_data` unless a schema is"
                  + " given.",
              "`mode` must be `PERMISSIVE` with it. In avro, orc and parquet names that differ in case are the same"
                  + " column, as `spark.sql.caseSensitive` says, and a field within a struct that the schema lacks is not"
                  + " rescued."),
          differs(
              OptionName.CASE_SENSITIVE,
              "true",
              "Whether a name that differs from a column only in case is rescued; with `false` its value is that of the"
                  + " column.",
              "It counts where there is rescued data."),
          supported(
              OptionName.PARTITION_COLUMNS,
              NONE,
              "SchemaColumns whose values are in directory names below the landing path, such as `year=2026`: a list with"
                  + " commas. A column of the list that a path lacks is null. By default every column is one that a"
                  + " directory names; with an empty value, none is."));
}
