package dev.freshet.autoloader.format;

import dev.freshet.autoloader.compression.UnsuitableContentException;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Serializable;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.apache.commons.io.input.ReaderInputStream;
import org.jspecify.annotations.Nullable;

/**
 * Makes the content of a text file UTF-8 without a byte order mark.
 *
 * @param encoding name of the encoding that the user said the files have; null if each file shows
 *     its own
 */
record TextContent(@Nullable String encoding) implements Serializable {

  /** The encodings of one byte a character that are met most look alike. */
  private static final String NOT_UNICODE =
      "it is not UTF-8, nor another encoding of Unicode (Windows-1252 or Latin-1, perhaps)";

  private static final String NO_TEXT =
      "it is not text, or packed in a way that its name does not say";

  private static final String PACK_OTHERWISE =
      "Land text, or pack it and give its name the ending .gz, .bz2, .deflate, .zst, .xz, .lz4,"
          + " .snappy or .sz";

  private static final String SAVE_AS_UTF_8 =
      "Write it in UTF-8 and land it again, or set the option encoding (in source.options)";

  /**
   * The whole text of a file.
   *
   * @throws UnsuitableContentException if it is no text, or in an encoding that cannot be told
   */
  byte[] whole(byte[] content) throws IOException {
    Optional<UnsuitableContentException> foreign = ForeignContent.find(content);
    if (foreign.isPresent()) {
      throw foreign.get();
    }
    TextEncoding.Found found = TextEncoding.of(content);
    Charset charset = charset(found).orElseThrow(TextContent::unknown);
    try {
      return TextEncoding.utf8(content, found.markBytes(), charset);
    } catch (CharacterCodingException e) {
      throw notIn(charset);
    }
  }

  /**
   * The text of a file, to be read line by line. A text of which the encoding cannot be told is
   * left as it is, because each of its lines shows for itself whether it is UTF-8.
   *
   * @param content belongs to the result, and is closed if there is none
   * @throws UnsuitableContentException if it is no text
   */
  PeekedContent lines(InputStream content) throws IOException {
    try {
      return opened(content);
    } catch (IOException | RuntimeException e) {
      content.close();
      throw e;
    }
  }

  private PeekedContent opened(InputStream content) throws IOException {
    PeekedContent peeked = PeekedContent.of(content);
    Optional<UnsuitableContentException> foreign = ForeignContent.find(peeked.head());
    if (foreign.isPresent()) {
      throw foreign.get();
    }
    TextEncoding.Found found = TextEncoding.of(peeked.head());
    if (found.encoding().isEmpty() && TextEncoding.isNoText(peeked.head())) {
      throw new UnsuitableContentException(NO_TEXT, PACK_OTHERWISE);
    }
    Charset charset = charset(found).orElse(StandardCharsets.UTF_8);
    InputStream text = peeked.skipHead(found.markBytes());
    return charset.equals(StandardCharsets.UTF_8)
        ? peeked
        : PeekedContent.of(
            ReaderInputStream.builder()
                .setReader(new InputStreamReader(text, TextEncoding.decoder(charset)))
                .setCharset(StandardCharsets.UTF_8)
                .get());
  }

  /** A byte order mark is right also where the user said otherwise. */
  private Optional<Charset> charset(TextEncoding.Found found) {
    return encoding == null || found.markBytes() > 0
        ? found.encoding().map(TextEncoding::charset)
        : Optional.of(Charset.forName(encoding));
  }

  private static UnsuitableContentException unknown() {
    return new UnsuitableContentException(NOT_UNICODE, SAVE_AS_UTF_8);
  }

  private static UnsuitableContentException notIn(Charset charset) {
    return new UnsuitableContentException(
        charset.equals(StandardCharsets.UTF_8)
            ? NOT_UNICODE
            : "a part of it is not " + charset.name() + ", the encoding it begins in",
        SAVE_AS_UTF_8);
  }
}
