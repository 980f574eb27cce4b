package dev.freshet.core.config;

import dev.freshet.core.config.value.DocumentFormat;
import dev.freshet.core.config.value.MetadataFields;
import dev.freshet.core.config.value.Problems;
import dev.freshet.core.config.value.TextTemplate;
import dev.freshet.core.metadata.MetadataType;
import dev.freshet.core.vector.VectorTableSpec;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Which part of a record is searched and what is stored beside it.
 *
 * @param text the searched text, as a template over the record's fields
 * @param format how that text is written; default {@link #DEFAULT_FORMAT}
 * @param metadata top-level fields stored beside every chunk, to be filtered by and returned; they
 *     become columns of the vector table; default none
 * @param chunking how the text is cut
 */
public record DocumentConfig(
    TextTemplate text, DocumentFormat format, MetadataFields metadata, ChunkingConfig chunking) {

  public static final DocumentFormat DEFAULT_FORMAT = DocumentFormat.TEXT;

  private static final String METADATA = "document.metadata";

  /** What separates a column from a type in the names that the vector table gives to columns. */
  private static final Pattern KEPT =
      Pattern.compile(".*__(?:" + String.join("|", MetadataType.spellings()) + ")");

  private static final Pattern COLUMN = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");

  public DocumentConfig {
    Problems problems = new Problems();
    if (format == DocumentFormat.BINARY && !text.isOneField()) {
      problems.add(
          "document.text",
          "'" + text + "' is more than one field, and document.format: binary decodes a single one",
          "Name the field with the file alone, such as {content}.");
    }
    for (String name : metadata.names()) {
      if (!COLUMN.matcher(name).matches()) {
        problems.add(
            METADATA,
            "'" + name + "' cannot be a column of the vector table",
            "Name a top-level field of letters, digits and _ that does not start with a digit.");
      } else if (VectorTableSpec.isOwnColumn(name)) {
        problems.add(
            METADATA,
            "'" + name + "' is a column that every vector table has already",
            "Leave it out, or give the field another name where the files are written.");
      } else if (KEPT.matcher(name).matches()) {
        problems.add(
            METADATA,
            "names that end like '" + name + "' are kept for the types of other columns",
            "Leave it out, or give the field another name where the files are written.");
      }
    }
    checkNoneTwice(problems, metadata.names());
    problems.throwIfAny();
  }

  /** A document whose metadata fields have no declared types. */
  public DocumentConfig(
      TextTemplate text, DocumentFormat format, List<String> metadata, ChunkingConfig chunking) {
    this(text, format, MetadataFields.of(metadata), chunking);
  }

  /** Plain text alone, with default chunking. */
  public static DocumentConfig of(String text) {
    return new DocumentConfig(
        TextTemplate.parse(text), DEFAULT_FORMAT, List.of(), ChunkingConfig.defaults());
  }

  private static void checkNoneTwice(Problems problems, List<String> metadata) {
    for (int i = 0; i < metadata.size(); i++) {
      String name = metadata.get(i);
      // Column names of the vector table are compared without case in a filter.
      if (metadata.subList(0, i).stream().anyMatch(name::equalsIgnoreCase)) {
        problems.add(METADATA, "'" + name + "' is listed twice", "Name every field once.");
      }
    }
  }
}
