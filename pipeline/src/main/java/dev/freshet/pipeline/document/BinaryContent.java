package dev.freshet.pipeline.document;

import dev.freshet.core.embed.DocumentExtractor;
import dev.freshet.core.embed.ExtractOutcome;
import java.util.Base64;

/** Turns a column that holds a file in base64 into the text of the file. */
final class BinaryContent {

  private final String column;
  private final DocumentExtractor extractor;

  BinaryContent(String column, DocumentExtractor extractor) {
    this.column = column;
    this.extractor = extractor;
  }

  /**
   * The document's text as HTML.
   *
   * @param base64 by the standard or the URL alphabet, with or without padding and line ends, as
   *     replication tools write it; empty for a record without a document
   * @throws RejectedLine if it is not base64 or the document cannot be read
   */
  String html(String base64) throws RejectedLine {
    if (base64.isEmpty()) {
      return "";
    }
    ExtractOutcome outcome = extractor.extract(decoded(base64));
    if (outcome instanceof ExtractOutcome.Unreadable unreadable) {
      throw new RejectedLine(
          "Cannot read the document in column '" + column + "': " + unreadable.reason());
    }
    return Surrogates.replaceLone(((ExtractOutcome.Extracted) outcome).html());
  }

  private byte[] decoded(String base64) throws RejectedLine {
    try {
      return Base64.getDecoder().decode(standard(base64));
    } catch (IllegalArgumentException notBase64) {
      throw new RejectedLine(
          "Cannot read the document in column '"
              + column
              + "': it is not base64. Send the column as base64 (Debezium: binary.handling.mode bytes"
              + " or base64), or set document.format to how the column is written.");
    }
  }

  private static String standard(String base64) {
    StringBuilder standard = new StringBuilder(base64.length());
    for (int i = 0; i < base64.length(); i++) {
      char c = base64.charAt(i);
      if (c == '-') {
        standard.append('+');
      } else if (c == '_') {
        standard.append('/');
      } else if (c != '\n' && c != '\r') {
        standard.append(c);
      }
    }
    return standard.toString();
  }
}
