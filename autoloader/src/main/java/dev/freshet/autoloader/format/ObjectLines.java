package dev.freshet.autoloader.format;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One record for each line that is not blank, where a line is to hold one JSON object. A byte order
 * mark or a record separator (RFC 7464) at the start of a line and a comma behind its object are no
 * part of the record; a file without a line feed has carriage returns as line ends. Lines that
 * belong to another layout, such as an array over several lines, become one record together, with
 * the reason; whole objects of the array that stand on lines of their own are records.
 *
 * @param maxBytes of a line; of a longer one nothing is kept
 * @param text how the content becomes UTF-8
 */
record ObjectLines(int maxBytes, TextContent text) implements ContentFormat {

  @Override
  public FileRecords read(InputStream content) throws IOException {
    PeekedContent lines = text.lines(content);
    return new Records(new LineReader(lines, maxBytes, lineEnd(lines.head())), maxBytes);
  }

  private static char lineEnd(byte[] head) {
    boolean returns = false;
    for (byte b : head) {
      if (b == '\n') {
        return '\n';
      }
      returns |= b == '\r';
    }
    return returns ? '\r' : '\n';
  }

  private static final class Records implements FileRecords {
    private static final byte RECORD_SEPARATOR = 0x1E;

    private final LineReader lines;
    private final int maxBytes;
    private boolean first = true;
    private @Nullable Foreign foreign;
    private @Nullable Line ahead;
    private @Nullable IOException failure;

    Records(LineReader lines, int maxBytes) {
      this.lines = lines;
      this.maxBytes = maxBytes;
    }

    /**
     * A line without what stands around its content.
     *
     * @param bytes its content; null if it is too long
     * @param indented whether blanks stand before it
     */
    private record Line(byte @Nullable [] bytes, long number, boolean indented) {
      boolean startsWith(char c) {
        return bytes != null && bytes[0] == c;
      }
    }

    @Override
    public @Nullable FileRecord next() throws IOException {
      while (true) {
        Line line = failure == null ? nextOrFailure() : null;
        if (line == null) {
          FileRecord last = endForeign();
          if (last == null && failure != null) {
            throw failure;
          }
          return last;
        }
        if (line.bytes() == null) {
          return FileRecord.tooLargeLine(line.number(), maxBytes);
        }
        FileRecord record = foreign == null ? start(line, line.bytes()) : within(line);
        first = false;
        if (record != null) {
          return record;
        }
      }
    }

    /** A line outside of what belongs to another layout. */
    private @Nullable FileRecord start(Line line, byte[] bytes) {
      if (line.startsWith('[') && JsonNesting.end(bytes, 0, bytes.length) < 0) {
        foreign = new Foreign(JsonLayout.ARRAY, maxBytes);
        return within(line);
      }
      boolean ended = bytes[bytes.length - 1] == '}';
      if (line.startsWith('{') && !ended && JsonNesting.isOpen(bytes) && continues()) {
        foreign = new Foreign(JsonLayout.OBJECT_ON_LINES, maxBytes);
        return within(line);
      }
      if (first && !line.startsWith('{') && !line.startsWith('"')) {
        JsonLayout layout =
            JsonLayout.of(new String(bytes, StandardCharsets.UTF_8))
                .filter(each -> each != JsonLayout.ARRAY)
                .orElse(null);
        if (layout != null) {
          foreign = new Foreign(layout, maxBytes);
          return within(line);
        }
      }
      return record(bytes, line.number());
    }

    /** Whether the next line goes on with an object and does not begin one. */
    private boolean continues() {
      ahead = nextOrFailure();
      return ahead != null && !ahead.startsWith('{') && !ahead.startsWith('[');
    }

    /** A line that belongs to another layout, or ends it, or is an object among its lines. */
    private @Nullable FileRecord within(Line line) {
      Foreign open = Objects.requireNonNull(foreign);
      byte[] bytes = Objects.requireNonNull(line.bytes());
      if (open.endsBefore(bytes, line.indented())) {
        FileRecord ended = endForeign();
        ahead = line;
        return ended;
      }
      byte[] object = open.object(bytes, line.indented());
      open.add(bytes, line.number(), object == null);
      return object == null ? null : record(object, line.number());
    }

    private @Nullable FileRecord endForeign() {
      Foreign ended = foreign;
      foreign = null;
      return ended == null ? null : ended.record();
    }

    /** The next line; null at the end of the file or where it breaks, which waits for its turn. */
    private @Nullable Line nextOrFailure() {
      try {
        return nextLine();
      } catch (IOException e) {
        failure = e;
        return null;
      }
    }

    private @Nullable Line nextLine() throws IOException {
      if (ahead != null) {
        Line line = ahead;
        ahead = null;
        return line;
      }
      while (lines.next()) {
        if (lines.isTooLong()) {
          return new Line(null, lines.number(), false);
        }
        byte[] bytes = lines.bytes();
        int from = 0;
        int to = lines.length();
        int before;
        do {
          before = from;
          from += Utf8.byteOrderMark(bytes, from, to);
          while (from < to && (Utf8.isBlank(bytes[from]) || bytes[from] == RECORD_SEPARATOR)) {
            from++;
          }
        } while (from > before);
        while (to > from && Utf8.isBlank(bytes[to - 1])) {
          to--;
        }
        if (from < to) {
          boolean indented = from > 0 && (bytes[from - 1] == ' ' || bytes[from - 1] == '\t');
          return new Line(Arrays.copyOfRange(bytes, from, to), lines.number(), indented);
        }
      }
      return null;
    }

    private static FileRecord record(byte[] bytes, long number) {
      int to = bytes.length;
      if (bytes[0] == '{' && bytes[to - 1] == ',') {
        int end = JsonNesting.end(bytes, 0, to);
        to = end > 0 && Utf8.isBlank(bytes, end, to - 1) ? end : to;
      }
      return FileRecord.decoded(bytes, 0, to, number);
    }

    @Override
    public void close() throws IOException {
      lines.close();
    }
  }

  /** Lines that belong together in another layout. */
  private static final class Foreign {
    private final JsonLayout layout;
    private final int maxBytes;
    private final JsonNesting nesting = new JsonNesting();
    private final ByteArrayOutputStream content = new ByteArrayOutputStream();
    private long firstLine;
    private int depth;
    private boolean started;
    private boolean tooLarge;

    Foreign(JsonLayout layout, int maxBytes) {
      this.layout = layout;
      this.maxBytes = maxBytes;
    }

    /**
     * Whether the lines end before this one. In lines of an object, a line with a whole object at
     * its very start is no part of it: the object was cut, and must not take others with it.
     */
    boolean endsBefore(byte[] line, boolean indented) {
      if (!started) {
        return false;
      }
      boolean object = line[0] == '{';
      boolean whole = object && JsonNesting.end(line, 0, line.length) == line.length;
      return switch (layout) {
        case ARRAY -> depth == 0;
        case OBJECT_ON_LINES -> depth == 0 ? !object || whole : whole && !indented;
        default -> object;
      };
    }

    /** The element of the array that this line holds, with nothing else but its brackets. */
    byte @Nullable [] object(byte[] line, boolean indented) {
      if (layout != JsonLayout.ARRAY || (depth > 1 && indented)) {
        return null;
      }
      int from = started ? 0 : 1;
      while (from < line.length && (Utf8.isBlank(line[from]) || line[from] == ',')) {
        from++;
      }
      if (from == line.length || line[from] != '{') {
        return null;
      }
      int end = JsonNesting.end(line, from, line.length);
      if (end < 0) {
        return null;
      }
      for (int i = end; i < line.length; i++) {
        if (!Utf8.isBlank(line[i]) && line[i] != ',' && line[i] != ']') {
          return null;
        }
      }
      return Arrays.copyOfRange(line, from, end);
    }

    void add(byte[] line, long number, boolean keep) {
      started = true;
      if (keep && firstLine == 0) {
        firstLine = number;
      }
      if (!keep && depth > 1) {
        nesting.reset(1); // An element before it was cut, and must not take others with it.
      }
      depth = nesting.line(line, 0, line.length);
      tooLarge |= keep && content.size() + line.length >= maxBytes;
      if (keep && !tooLarge) {
        if (content.size() > 0) {
          content.write('\n');
        }
        content.writeBytes(line);
      }
    }

    /** The lines as one record; null if all of them were objects. */
    @Nullable FileRecord record() {
      if (firstLine == 0) {
        return null;
      }
      return FileRecord.refused(
          tooLarge || content.size() == 0 ? null : content.toByteArray(),
          firstLine,
          layout.reason());
    }
  }
}
