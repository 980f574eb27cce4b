package dev.freshet.autoloader.format;

import dev.freshet.autoloader.compression.FileOpener;
import dev.freshet.autoloader.compression.LandedBytes;
import dev.freshet.autoloader.option.EnvelopeOptions;
import java.io.IOException;
import java.io.InputStream;
import java.io.Serializable;

/**
 * How the content of a file becomes records, in bounded memory. Immutable, and serialisable because
 * it travels to the tasks of a query.
 */
public sealed interface ContentFormat extends Serializable
    permits Lines, ObjectLines, WholeText, WholeBytes {

  /**
   * The format that options ask for.
   *
   * @param maxLineBytes a longer line becomes a record without a value
   * @param maxFileBytes a larger file becomes a record without a value, where a file is a record
   */
  static ContentFormat of(EnvelopeOptions options, int maxLineBytes, int maxFileBytes) {
    TextContent text = new TextContent(options.encoding());
    return switch (options.row()) {
      case LINE -> new Lines(maxLineBytes, text);
      case JSON_LINE -> new ObjectLines(maxLineBytes, text);
      case FILE_TEXT -> new WholeText(maxFileBytes, text);
      case FILE_BYTES -> new WholeBytes(maxFileBytes);
    };
  }

  /**
   * Opens a file as this format reads it: decompressed if its extension says that it is compressed.
   *
   * @param bytes where its content comes from
   * @param path as the file log has it
   */
  default InputStream open(LandedBytes bytes, String path) throws IOException {
    return FileOpener.open(bytes, path);
  }

  /**
   * The records of one file. They own the stream and close it.
   *
   * @throws IOException if the content is not of this format; the stream is closed
   */
  FileRecords read(InputStream content) throws IOException;

  /** How many bytes of the file's content a record's value stands for. */
  default long contentBytes(byte[] value) {
    return value.length;
  }
}
