package dev.freshet.autoloader.format;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.freshet.autoloader.option.CloudFilesFormat;
import java.io.IOException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** How a complete file of a format ends. */
public enum FileEnd {
  /** With a line end. */
  LINE {
    @Override
    boolean isThere(long size, Content content) throws IOException {
      return last(1, size, content).equals("\n");
    }
  },

  /** With the mark of a footer, encrypted or not (Parquet's format, "File format"). */
  PARQUET {
    @Override
    boolean isThere(long size, Content content) throws IOException {
      String mark = last(4, size, content);
      return size > 12 && (mark.equals("PAR1") || mark.equals("PARE"));
    }
  },

  /** With the name of the format and one byte, the length of what says so (ORC v1, "File Tail"). */
  ORC {
    @Override
    boolean isThere(long size, Content content) throws IOException {
      return size > 4 && last(4, size, content).startsWith("ORC");
    }
  },

  /**
   * With the mark between blocks, which the header ends with too (Avro, "Object Container Files").
   */
  AVRO {
    @Override
    boolean isThere(long size, Content content) throws IOException {
      String mark = last(MARK, size, content);
      return first(size - MARK, content).contains(mark);
    }
  },

  /** With the end of the element that it begins with. */
  XML {
    @Override
    boolean isThere(long size, Content content) throws IOException {
      Matcher root = FIRST_ELEMENT.matcher(first(size, content));
      Matcher end = LAST_ELEMENT.matcher(last(MOST_AT_THE_END, size, content));
      return root.find() && end.find() && root.group(1).equals(end.group(1));
    }
  };

  private static final Pattern FIRST_ELEMENT = Pattern.compile("<([^\\s<>/?!]+)");
  private static final Pattern LAST_ELEMENT = Pattern.compile("</([^\\s<>/]+)\\s*>\\s*$");
  private static final int MARK = 16;
  private static final int MOST_AT_THE_START = 64 << 10;
  private static final int MOST_AT_THE_END = 1 << 10;

  /** The content of a file, compressed or not. */
  @FunctionalInterface
  public interface Content {

    /**
     * Reads a part of it.
     *
     * @param position of the first byte
     * @param count of bytes, all of them before the end of the file as it was listed
     * @return the bytes; fewer if the file became shorter
     */
    byte[] read(long position, int count) throws IOException;
  }

  /** The end of a file of this format. Where a format has no end of its own, that of lines. */
  public static FileEnd of(CloudFilesFormat format) {
    return switch (format) {
      case PARQUET -> PARQUET;
      case ORC -> ORC;
      case AVRO -> AVRO;
      case XML -> XML;
      case CSV, JSON, TEXT, BINARY_FILE, ENVELOPE -> LINE;
    };
  }

  /**
   * Whether a file ends so. It may still be in writing, if what was written up to now ends so too.
   *
   * @param size of the file, in bytes
   */
  public boolean isAtTheEndOf(long size, Content content) throws IOException {
    return size > 0 && isThere(size, content);
  }

  abstract boolean isThere(long size, Content content) throws IOException;

  private static String first(long size, Content content) throws IOException {
    return size <= 0 ? "" : part(0, Math.min(MOST_AT_THE_START, size), content);
  }

  private static String last(int count, long size, Content content) throws IOException {
    long there = Math.min(count, size);
    return part(size - there, there, content);
  }

  /** As text with a character for each byte. */
  private static String part(long position, long count, Content content) throws IOException {
    return new String(content.read(position, (int) count), ISO_8859_1);
  }
}
