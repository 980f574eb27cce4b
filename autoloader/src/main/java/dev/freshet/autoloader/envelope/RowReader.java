package dev.freshet.autoloader.envelope;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/** How the content of a file becomes rows. */
sealed interface RowReader extends Serializable {

  /** The rows of one file; takes the stream over. */
  Rows read(InputStream content);

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
      return new WholeFileRows(content, maxBytes);
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

  /** The one row of the file. */
  final class WholeFileRows implements Rows {
    private final InputStream content;
    private final int maxBytes;
    private boolean done;

    WholeFileRows(InputStream content, int maxBytes) {
      this.content = content;
      this.maxBytes = maxBytes;
    }

    @Override
    public @Nullable EnvelopeRow next() throws IOException {
      if (done) {
        return null;
      }
      done = true;
      byte[] bytes = content.readNBytes(maxBytes + 1);
      if (bytes.length > maxBytes) {
        return new EnvelopeRow(null, 1, tooLarge("file", "files", maxBytes));
      }
      int from = EnvelopeRow.byteOrderMark(bytes, bytes.length);
      return EnvelopeRow.isBlank(bytes, from, bytes.length)
          ? null
          : EnvelopeRow.decoded(bytes, from, bytes.length, 1);
    }

    @Override
    public void close() throws IOException {
      content.close();
    }
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
