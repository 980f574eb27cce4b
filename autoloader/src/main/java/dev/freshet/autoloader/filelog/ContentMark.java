package dev.freshet.autoloader.filelog;

import dev.freshet.autoloader.compression.LandedBytes;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * What the content of a file was, as it landed, when it was about to be read. Two marks of the same
 * content are equal but for {@code since}.
 *
 * @param bytes its length
 * @param sha256 its digest in hexadecimal
 * @param lines how many line ends it has; 0 if it has a byte 0, so that it is no text of one byte a
 *     character
 * @param since sequence of the first of the versions of its path that began with one another, up to
 *     this one
 */
public record ContentMark(long bytes, String sha256, long lines, long since) {
  private static final int BUFFER_BYTES = 64 * 1024;

  /** Whether the content is the same. */
  public boolean sameContent(ContentMark other) {
    return bytes == other.bytes && sha256.equals(other.sha256);
  }

  /**
   * Reads a file and compares it with the version before it.
   *
   * @param bytes where its content comes from
   * @param before mark of that version, if there is one
   */
  public static Comparison compare(
      LandedBytes bytes, String path, long sequence, @Nullable ContentMark before)
      throws IOException {
    try (InputStream content = bytes.open(path)) {
      return new Reading(content, before).comparison(sequence);
    }
  }

  /**
   * A mark, and how much of the content the version before had.
   *
   * @param mark of the content
   * @param same whether it is all there is in both
   * @param repeatedLines how many lines at its start are those of the version before; 0 unless
   *     these are all of its lines
   */
  public record Comparison(ContentMark mark, boolean same, long repeatedLines) {}

  /** One pass over a content. */
  private static final class Reading {
    private final InputStream content;
    private final @Nullable ContentMark before;
    private final MessageDigest digest = sha256();
    private long bytes;
    private long lines;
    private boolean zeros;
    private boolean begins;
    private long linesBefore;
    private byte last = '\n';
    private boolean unended;

    Reading(InputStream content, @Nullable ContentMark before) {
      this.content = content;
      this.before = before;
    }

    Comparison comparison(long sequence) throws IOException {
      byte[] buffer = new byte[BUFFER_BYTES];
      compareHere();
      int read = content.read(buffer, 0, wanted());
      while (read > 0) {
        add(buffer, read);
        compareHere();
        read = content.read(buffer, 0, wanted());
      }
      ContentMark whole = new ContentMark(bytes, hex(digest), zeros ? 0 : lines, sequence);
      if (before == null || !begins) {
        return new Comparison(whole, false, 0);
      }
      boolean same = whole.sameContent(before);
      long repeated = same ? Long.MAX_VALUE : linesBefore;
      return new Comparison(
          repeated == 0 ? whole : new ContentMark(bytes, whole.sha256, whole.lines, before.since),
          same,
          repeated);
    }

    /** Ends a read where the version before ended, so that the digest can be taken there. */
    private int wanted() {
      long left = before == null ? 0 : before.bytes - bytes;
      return left <= 0 ? BUFFER_BYTES : (int) Math.min(BUFFER_BYTES, left);
    }

    private void compareHere() {
      if (before == null || bytes != before.bytes || begins) {
        return;
      }
      begins = hex(digest).equals(before.sha256);
      linesBefore = zeros ? 0 : lines;
      unended = begins && !zeros && last != '\n';
    }

    private void add(byte[] buffer, int length) {
      if (unended && (buffer[0] == '\n' || buffer[0] == '\r')) {
        linesBefore++; // The last line of the version before had no line end, and is the same here.
      }
      unended = false;
      last = buffer[length - 1];
      digest.update(buffer, 0, length);
      bytes += length;
      for (int i = 0; i < length; i++) {
        if (buffer[i] == '\n') {
          lines++;
        } else if (buffer[i] == 0) {
          zeros = true;
        }
      }
    }

    /** The digest so far; more may follow. */
    private static String hex(MessageDigest digest) {
      try {
        return HexFormat.of().formatHex(((MessageDigest) digest.clone()).digest());
      } catch (CloneNotSupportedException e) {
        throw new IllegalStateException("SHA-256 of this Java cannot be read midway", e);
      }
    }

    private static MessageDigest sha256() {
      try {
        return MessageDigest.getInstance("SHA-256");
      } catch (NoSuchAlgorithmException e) {
        throw new IllegalStateException("every Java has SHA-256", e);
      }
    }
  }
}
