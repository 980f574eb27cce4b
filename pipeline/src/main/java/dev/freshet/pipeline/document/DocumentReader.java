package dev.freshet.pipeline.document;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.freshet.core.config.DocumentConfig;
import dev.freshet.core.config.value.DocumentFormat;
import dev.freshet.core.embed.DocumentExtractor;
import dev.freshet.core.metadata.MetadataValue;
import dev.freshet.home.layer.MetadataJson;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Makes the document out of a record's columns. */
public final class DocumentReader {

  private final DocumentConfig config;
  private final List<String> textFields;
  private final DeclaredTypes types;
  private final @Nullable BinaryContent binary;

  /**
   * @param extractor reads the documents of {@link DocumentFormat#BINARY}; not used for others
   */
  public DocumentReader(DocumentConfig config, DocumentExtractor extractor) {
    this.config = config;
    this.textFields = config.text().fields();
    this.types = new DeclaredTypes(config.metadata().types());
    this.binary =
        config.format() == DocumentFormat.BINARY
            ? new BinaryContent(textFields.get(0), extractor)
            : null;
  }

  /**
   * The record's document. Absent and null columns are empty text, since many writers leave nulls
   * out. A record without any of the columns is rejected: it is of another shape.
   *
   * @throws RejectedLine if the record has no column of the text, if a column holds a nested value,
   *     if the file in a column cannot be read, or if metadata is not of the type that the
   *     configuration declares
   */
  public Document document(ObjectNode fields) throws RejectedLine {
    boolean any = false;
    for (String name : textFields) {
      JsonNode value = FieldPath.at(fields, name);
      any |= value != null;
      if (value != null && value.isContainerNode()) {
        throw new RejectedLine(
            "Cannot build the document: column '"
                + name
                + "' of document.text holds a nested value, expected is text or a number. Fix the"
                + " event, or name the column inside it ("
                + name
                + ".…).");
      }
    }
    if (!any) {
      throw new RejectedLine(
          "Cannot build the document: the event has none of the columns of document.text "
              + textFields
              + ". Fix the event or document.text.");
    }
    String text = config.text().render(name -> text(FieldPath.at(fields, name)));
    if (binary != null) {
      text = binary.html(text);
    }
    Map<String, @Nullable MetadataValue> metadata = new LinkedHashMap<>();
    for (String name : config.metadata().names()) {
      MetadataValue value = MetadataJson.value(fields.get(name), Surrogates::replaceLone);
      metadata.put(name, value == null ? null : types.require(name, value));
    }
    return new Document(text, metadata);
  }

  /**
   * A column's text. Each column is made well-formed by itself: a half at the end of one column and
   * a half at the start of the next are not a character.
   */
  private static @Nullable String text(@Nullable JsonNode value) {
    if (value == null || value.isNull()) {
      return null;
    }
    return Surrogates.replaceLone(
        value.isContainerNode() ? value.toString() : Objects.requireNonNull(value.asText()));
  }
}
