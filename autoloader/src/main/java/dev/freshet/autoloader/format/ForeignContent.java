package dev.freshet.autoloader.format;

import dev.freshet.autoloader.compression.UnsuitableContentException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Contents that are no text, told by the bytes with which they begin; the formats themselves define
 * these.
 */
record ForeignContent(int offset, byte[] start, String what, String whatToDo) {
  private static final String RENAME =
      "Give its name the ending %s and land it again, or land it unpacked";
  private static final String CONVERT =
      "Write its rows as JSON, one object on each line, and land that";
  private static final String DOCUMENT = "Land documents with source.format: binaryFile";

  private static final List<ForeignContent> KNOWN =
      List.of(
          packed("gzip", ".gz", 0x1F, 0x8B),
          packed("Zstandard", ".zst", 0x28, 0xB5, 0x2F, 0xFD),
          packed("bzip2", ".bz2", 'B', 'Z', 'h'),
          packed("xz", ".xz", 0xFD, '7', 'z', 'X', 'Z', 0),
          other("a ZIP archive (an Office document is one, too)", DOCUMENT, 'P', 'K', 3, 4),
          other("a 7-Zip archive", "Land it unpacked", '7', 'z', 0xBC, 0xAF, 0x27, 0x1C),
          packed("LZ4", ".lz4", 4, 0x22, 0x4D, 0x18),
          packed("LZ4", ".lz4", 2, 0x21, 0x4C, 0x18),
          packed("Snappy", ".snappy", 0xFF, 6, 0, 0, 's', 'N', 'a', 'P', 'p', 'Y'),
          packed("Snappy", ".snappy", 0x82, 'S', 'N', 'A', 'P', 'P', 'Y', 0),
          other("a Parquet file", CONVERT, 'P', 'A', 'R', '1'),
          other("an ORC file", CONVERT, 'O', 'R', 'C'),
          other("an Avro file", CONVERT, 'O', 'b', 'j', 1),
          other("a SQLite database", CONVERT, 'S', 'Q', 'L', 'i', 't', 'e', ' ', 'f'),
          other("a PDF document", DOCUMENT, '%', 'P', 'D', 'F', '-'),
          other("an old Office document", DOCUMENT, 0xD0, 0xCF, 0x11, 0xE0),
          new ForeignContent(
              257,
              "ustar".getBytes(StandardCharsets.US_ASCII),
              "a tar archive",
              "Land the files that are in it"));

  private static ForeignContent packed(String format, String ending, int... start) {
    return other("packed with " + format, RENAME.formatted(ending), start);
  }

  private static ForeignContent other(String what, String whatToDo, int... start) {
    byte[] bytes = new byte[start.length];
    for (int i = 0; i < start.length; i++) {
      bytes[i] = (byte) start[i];
    }
    return new ForeignContent(0, bytes, what, whatToDo);
  }

  /**
   * What the content is, if it is no text. A text may begin with the same letters, so a content
   * counts only if it is not UTF-8 or has a byte 0.
   */
  static Optional<UnsuitableContentException> find(byte[] head) {
    boolean text = Utf8.isValidStart(head);
    for (int i = 0; i < head.length && text; i++) {
      text = head[i] != 0;
    }
    return text
        ? Optional.empty()
        : KNOWN.stream().filter(each -> each.begins(head)).findFirst().map(ForeignContent::refused);
  }

  private boolean begins(byte[] head) {
    return head.length >= offset + start.length
        && Arrays.equals(head, offset, offset + start.length, start, 0, start.length);
  }

  private UnsuitableContentException refused() {
    return new UnsuitableContentException("it is " + what, whatToDo);
  }
}
