package dev.freshet.pipeline.cache;

import dev.freshet.core.embed.InputType;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.zip.CRC32C;

/**
 * Bytes of an entry of the cache.
 *
 * <p>The key is the SHA-256 of everything a vector depends on. The value is the vector as float32,
 * little-endian, and after it the CRC-32C of key and vector, so that neither a damaged value nor
 * one under a wrong key passes for a vector.
 */
final class CachedVector {

  private CachedVector() {}

  /**
   * The key of a text. Texts are hashed by their UTF-16 units: UTF-8 replaces every lone surrogate
   * with a question mark, so different texts would share a vector.
   */
  static byte[] key(String fingerprint, InputType type, String text) {
    byte[] model = (type.name() + ' ' + fingerprint).getBytes(StandardCharsets.UTF_8);
    ByteBuffer units = ByteBuffer.allocate(text.length() * Character.BYTES);
    units.asCharBuffer().put(text);
    MessageDigest digest = sha256();
    // The length comes first, so that the end of a fingerprint is never read as part of a text.
    digest.update(ByteBuffer.allocate(Integer.BYTES).putInt(model.length).flip());
    digest.update(model);
    digest.update(units);
    return digest.digest();
  }

  static byte[] value(byte[] key, float[] vector) {
    byte[] value = new byte[size(vector.length)];
    ByteBuffer bytes = ByteBuffer.wrap(value).order(ByteOrder.LITTLE_ENDIAN);
    bytes.asFloatBuffer().put(vector);
    bytes.putInt(value.length - Integer.BYTES, checksum(key, value));
    return value;
  }

  /**
   * The vector of a value, bit for bit as it was given to {@link #value}.
   *
   * @throws DamagedEntryException if the value is not one of {@code dimension} components under
   *     this key
   */
  static float[] vector(byte[] key, byte[] value, int dimension) throws DamagedEntryException {
    ByteBuffer bytes = ByteBuffer.wrap(value).order(ByteOrder.LITTLE_ENDIAN);
    if (value.length != size(dimension)) {
      throw new DamagedEntryException(
          "an entry has %d bytes, not %d".formatted(value.length, size(dimension)));
    }
    if (bytes.getInt(value.length - Integer.BYTES) != checksum(key, value)) {
      throw new DamagedEntryException("the checksum of an entry is wrong");
    }
    float[] vector = new float[dimension];
    bytes.asFloatBuffer().get(vector);
    return vector;
  }

  private static int size(int dimension) {
    return dimension * Float.BYTES + Integer.BYTES;
  }

  private static int checksum(byte[] key, byte[] value) {
    CRC32C crc = new CRC32C();
    crc.update(key);
    crc.update(value, 0, value.length - Integer.BYTES);
    return (int) crc.getValue();
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java platform has SHA-256", e);
    }
  }
}
