package dev.freshet.autoloader.envelope;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.Serializable;
import java.util.Base64;
import java.util.function.Function;
import org.apache.spark.unsafe.types.UTF8String;
import org.jspecify.annotations.Nullable;

/** How the content of a file becomes rows. */
sealed interface RowReader extends Serializable {

  /** Opens a file as this reader wants its content. */
  default InputStream open(String path) throws IOException {
    return FileOpener.open(path);
  }

  /** The rows of one file; takes the stream over. */
  Rows read(InputStream content);

  /** How many bytes of the file's content a row's value stands for. */
  default long contentBytes(UTF8String value) {
    return value.numBytes();
  }

  /** A forward-only walk over the rows of one file. */
  interface Rows extends Closeable {

    /** The next row that is not blank, or null at the end. */
    @Nullable EnvelopeRow next() throws IOException;
  }

  /** One row per line. */
  record Lines(int maxBytes) implements RowReader {

    @Override
    public Rows read(InputStream content) {
      return new LineRows(new LineReader(content, maxBytes), maxBytes);
    }
  }

  /** One row per file. */
  record WholeFiles(int maxBytes) implements RowReader {

    @Override
    public Rows read(InputStream content) {
      return new WholeFileRows(content, maxBytes, RowReader::textRow);
    }
  }

  /** One row per file, with its bytes in base64. */
  record WholeBytes(int maxBytes) implements RowReader {

    @Override
    public InputStream open(String path) throws IOException {
      return FileOpener.openRaw(path);
    }

    @Override
    public Rows read(InputStream content) {
      return new WholeFileRows(content, maxBytes, RowReader::bytesRow);
    }

    @Override
    public long contentBytes(UTF8String base64) {
      return base64.numBytes() / 4L * 3;
    }
  }

  /** Rows of the lines. */
  record LineRows(LineReader lines, int maxBytes) implements Rows {

    @Override
    public @Nullable EnvelopeRow next() throws IOException {
      while (lines.next()) {
        if (lines.isTooLong()) {
          return new EnvelopeRow(null, lines.number(), tooLarge("line", "lines", maxBytes));
        }
        int from =
            lines.number() == 1 ? EnvelopeRow.byteOrderMark(lines.bytes(), lines.length()) : 0;
        if (!EnvelopeRow.isBlank(lines.bytes(), from, lines.length())) {
          return EnvelopeRow.decoded(lines.bytes(), from, lines.length(), lines.number());
        }
      }
      return null;
    }

    @Override
    public void close() throws IOException {
      lines.close();
    }
  }

  /** The one row of the file; none if it is empty. */
  final class WholeFileRows implements Rows {
    private final InputStream content;
    private final int maxBytes;
    private final Function<byte[], @Nullable EnvelopeRow> row;
    private boolean done;

    WholeFileRows(InputStream content, int maxBytes, Function<byte[], @Nullable EnvelopeRow> row) {
      this.content = content;
      this.maxBytes = maxBytes;
      this.row = row;
    }

    @Override
    public @Nullable EnvelopeRow next() throws IOException {
      if (done) {
        return null;
      }
      done = true;
      byte[] bytes = content.readNBytes(maxBytes + 1);
      return bytes.length > maxBytes
          ? new EnvelopeRow(null, 1, tooLarge("file", "files", maxBytes))
          : row.apply(bytes);
    }

    @Override
    public void close() throws IOException {
      content.close();
    }
  }

  private static @Nullable EnvelopeRow textRow(byte[] bytes) {
    int from = EnvelopeRow.byteOrderMark(bytes, bytes.length);
    return EnvelopeRow.isBlank(bytes, from, bytes.length)
        ? null
        : EnvelopeRow.decoded(bytes, from, bytes.length, 1);
  }

  private static @Nullable EnvelopeRow bytesRow(byte[] bytes) {
    return bytes.length == 0
        ? null
        : new EnvelopeRow(UTF8String.fromBytes(Base64.getEncoder().encode(bytes)), 1, null);
  }

  private static String tooLarge(String what, String plural, int maxBytes) {
    return what
        + " is larger than "
        + (maxBytes >> 20)
        + " MiB and was left out. Land it in smaller "
        + plural
        + ".";
  }
}
