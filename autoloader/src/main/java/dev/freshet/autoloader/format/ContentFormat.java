package dev.freshet.autoloader.format;

import dev.freshet.autoloader.option.EnvelopeOptions;
import java.io.IOException;
import java.io.InputStream;
import java.io.Serializable;

/**
 * How the content of a file becomes records, in bounded memory. Immutable, and serialisable because
 * it travels to the tasks of a query.
 */
public sealed interface ContentFormat extends Serializable permits Lines, WholeText, WholeBytes {

  /**
   * The format of a record unit.
   *
   * @param maxLineBytes a longer line becomes a record without a value
   * @param maxFileBytes a larger file becomes a record without a value, where a file is a record
   */
  static ContentFormat of(EnvelopeOptions.RowUnit unit, int maxLineBytes, int maxFileBytes) {
    return switch (unit) {
      case LINE -> new Lines(maxLineBytes);
      case FILE_TEXT -> new WholeText(maxFileBytes);
      case FILE_BYTES -> new WholeBytes(maxFileBytes);
    };
  }

  /**
   * Opens a file as this format reads it: decompressed if its extension says that it is compressed.
   *
   * @param path absolute, without a scheme
   */
  default InputStream open(String path) throws IOException {
    return FileOpener.open(path);
  }

  /** The records of one file. They own the stream and close it. */
  FileRecords read(InputStream content);

  /** How many bytes of the file's content a record's value stands for. */
  default long contentBytes(byte[] value) {
    return value.length;
  }
}
