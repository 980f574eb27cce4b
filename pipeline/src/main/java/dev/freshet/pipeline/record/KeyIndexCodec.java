package dev.freshet.pipeline.record;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * The bytes of the index. Record keys and the figures of the index itself share one key space, so
 * that one write batch covers both; the first byte says which of the two a key is. Numbers are
 * big-endian.
 */
final class KeyIndexCodec {

  private static final byte RECORD = 'k';
  private static final byte META = 'm';
  private static final int FIXED_BYTES = Long.BYTES + Long.BYTES + 1;

  /**
   * Stored in a complete index. A change of the layout raises it, so that old indexes are rebuilt.
   */
  static final long FORMAT = 2;

  private static final String APPLIED = "applied:";

  static final byte[] FORMAT_KEY = prefixed(META, "format");
  static final byte[] LIVE_KEY = prefixed(META, "live");
  static final byte[] FIRST_RECORD = {RECORD};

  /** Greater than every key; the smallest is {@link #FIRST_RECORD}. */
  static final byte[] AFTER_ALL = {META + 1};

  static final byte[] FIRST_APPLIED = prefixed(META, APPLIED);

  /** The character after the colon ends the range of {@link #FIRST_APPLIED}. */
  static final byte[] AFTER_APPLIED = prefixed(META, "applied;");

  private KeyIndexCodec() {}

  static byte[] recordKey(String key) {
    return prefixed(RECORD, key);
  }

  static byte[] appliedKey(String streamId) {
    return prefixed(META, APPLIED + streamId);
  }

  static String appliedStream(byte[] stored) {
    return new String(stored, 1, stored.length - 1, StandardCharsets.UTF_8)
        .substring(APPLIED.length());
  }

  static byte[] number(long value) {
    return ByteBuffer.allocate(Long.BYTES).putLong(value).array();
  }

  static long number(byte[] stored) {
    return ByteBuffer.wrap(stored).getLong();
  }

  static byte[] state(KeyState state) {
    byte[] order = state.order().getBytes(StandardCharsets.UTF_8);
    return ByteBuffer.allocate(FIXED_BYTES + order.length)
        .putLong(state.version())
        .putLong(state.place())
        .put((byte) (state.deleted() ? 1 : 0))
        .put(order)
        .array();
  }

  static KeyState state(byte[] stored) {
    ByteBuffer bytes = ByteBuffer.wrap(stored);
    long version = bytes.getLong();
    long place = bytes.getLong();
    boolean deleted = bytes.get() != 0;
    String order = StandardCharsets.UTF_8.decode(bytes).toString();
    return KeyState.of(version, place, order, deleted, place);
  }

  private static byte[] prefixed(byte prefix, String text) {
    byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
    byte[] key = Arrays.copyOf(new byte[] {prefix}, utf8.length + 1);
    System.arraycopy(utf8, 0, key, 1, utf8.length);
    return key;
  }
}
