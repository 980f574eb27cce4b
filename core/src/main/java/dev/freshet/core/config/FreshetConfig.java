package dev.freshet.core.config;

import dev.freshet.core.config.value.DocumentFormat;
import dev.freshet.core.config.value.Problems;
import dev.freshet.core.config.value.SourceFormat;
import dev.freshet.core.config.value.ValueType;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Everything one pipeline is configured by. Valid once it exists: every record below checks its own
 * rules, this one those that span several.
 *
 * @param name of the pipeline and its vector table: lower-case letters, digits, {@code _} and
 *     {@code -}, starting with a letter or digit
 * @param home directory of everything the pipeline owns; default a directory called {@code name};
 *     not inside the landing zone
 * @param source where changes land
 * @param record what identifies a record
 * @param document what of a record is searched
 * @param embedding the model
 * @param index what the vector table has indexes on
 * @param pipeline how batches are cut
 * @param optimize who maintains the vector table
 * @param serve where the search API listens
 * @param slo what the pipeline is held to
 */
public record FreshetConfig(
    String name,
    Path home,
    SourceConfig source,
    RecordConfig record,
    DocumentConfig document,
    EmbeddingConfig embedding,
    IndexConfig index,
    PipelineConfig pipeline,
    OptimizeConfig optimize,
    ServeConfig serve,
    SloConfig slo) {

  public static final String NAME_PATTERN = "[a-z0-9][a-z0-9_-]*";

  private static final Pattern NAME = Pattern.compile(NAME_PATTERN);

  public FreshetConfig {
    Problems problems = new Problems();
    checkName(problems, name);
    checkHome(problems, home, source.path());
    if (source.format().isOneRecordPerFile()) {
      checkFileFields(problems, source.format(), record, document);
    }
    checkFilterColumns(problems, index.filterColumns(), document.metadata());
    problems.throwIfAny();
  }

  /** A pipeline with everything else by default. */
  public static FreshetConfig of(
      String name, Path home, SourceConfig source, RecordConfig record, DocumentConfig document) {
    return new FreshetConfig(
        name,
        home,
        source,
        record,
        document,
        EmbeddingConfig.defaults(),
        IndexConfig.defaults(),
        PipelineConfig.defaults(),
        OptimizeConfig.defaults(),
        ServeConfig.defaults(),
        SloConfig.defaults());
  }

  /** This with another {@code serve}. */
  public FreshetConfig withServe(ServeConfig other) {
    return new FreshetConfig(
        name, home, source, record, document, embedding, index, pipeline, optimize, other, slo);
  }

  /** Where the pipeline keeps what it owns. */
  public HomeLayout layout() {
    return new HomeLayout(home, name);
  }

  public static boolean isName(String name) {
    return NAME.matcher(name).matches();
  }

  private static void checkName(Problems problems, String name) {
    if (!isName(name)) {
      problems.add(
          "name",
          "'" + name + "' names a table and a directory, and cannot",
          "Use lower-case letters, digits, _ and -, and start with a letter or digit.");
    }
  }

  private static void checkHome(Problems problems, Path home, Path landing) {
    if (home.normalize().startsWith(landing.normalize())) {
      problems.add(
          "home",
          "'"
              + home
              + "' is inside source.path '"
              + landing
              + "', so the pipeline would read its own tables",
          "Choose a directory outside the landing zone.");
    }
  }

  private static void checkFilterColumns(
      Problems problems, List<String> filterColumns, List<String> metadata) {
    for (String column : filterColumns) {
      if (!metadata.contains(column)) {
        problems.add(
            IndexConfig.FILTER_COLUMNS,
            "'" + column + "' is not in document.metadata, so the vector table has no such column",
            "Name it there too, or leave it out here.");
      }
    }
  }

  private static void checkFileFields(
      Problems problems, SourceFormat format, RecordConfig record, DocumentConfig document) {
    checkKnown(problems, format, "record.key", record.key());
    checkKnown(problems, format, "document.text", document.text().fields());
    checkKnown(problems, format, "document.metadata", document.metadata());
    if (record.version().isPresent()) {
      problems.add(
          "record.version",
          notAField(record.version().get(), format),
          "Leave it out; a file that lands again is the newer version.");
    }
    boolean binary = document.format() == DocumentFormat.BINARY;
    if (format == SourceFormat.BINARY_FILE
        && !binary
        && document.text().fields().contains("content")) {
      problems.add(
          "document.format",
          "'"
              + ValueType.lower(document.format())
              + "' would take the base64 of source.format: binaryFile for the text",
          "Set document.format: binary, or leave it out.");
    }
    if (format == SourceFormat.TEXT && binary) {
      problems.add(
          "document.format",
          "'binary' does not go with source.format: text, which reads files as text",
          "Set source.format: binaryFile.");
    }
  }

  private static void checkKnown(
      Problems problems, SourceFormat format, String key, List<String> fields) {
    List<String> unknown = new ArrayList<>(fields);
    unknown.removeAll(Set.copyOf(format.fileFields()));
    for (String field : unknown) {
      problems.add(
          key,
          notAField(field, format),
          "Use one of " + String.join(", ", format.fileFields()) + ".");
    }
  }

  private static String notAField(String field, SourceFormat format) {
    return "'" + field + "' is not a field of source.format: " + format.spelling();
  }
}
