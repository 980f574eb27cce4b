package dev.freshet.embedding.onnx;

import dev.freshet.core.error.ErrorCode;
import dev.freshet.core.error.FreshetException;
import java.nio.ByteBuffer;

/**
 * A model without context: it has a vector per token, and the vector of a text is the sum of its
 * tokens. Immutable except for {@link #close()}, thread-safe.
 */
final class TokenTable implements TokenModel {

  private final float[] rows;
  private final int dimension;
  private volatile boolean closed;

  /**
   * @param rows {@code float[tokens][dimension]}, row-major, the weight of each token included; not
   *     copied
   */
  TokenTable(float[] rows, int dimension) {
    this.rows = rows;
    this.dimension = dimension;
  }

  int dimension() {
    return dimension;
  }

  /** The inverse of {@link #toBytes()}. */
  static TokenTable ofBytes(byte[] bytes) {
    ByteBuffer buffer = ByteBuffer.wrap(bytes);
    int dimension = buffer.getInt();
    float[] rows = new float[buffer.remaining() / Float.BYTES];
    buffer.asFloatBuffer().get(rows);
    return new TokenTable(rows, dimension);
  }

  /** The dimension, then every component, big-endian: the same bytes for the same vectors. */
  byte[] toBytes() {
    ByteBuffer bytes = ByteBuffer.allocate(Integer.BYTES + rows.length * Float.BYTES);
    bytes.putInt(dimension).asFloatBuffer().put(rows);
    return bytes.array();
  }

  /** Adds in an order that depends on the ids alone, so the same text gives the same bits. */
  @Override
  public float[] infer(int[] ids) {
    if (closed) {
      throw new FreshetException(
          ErrorCode.INTERNAL,
          "Cannot embed a text of %d tokens: the static model is closed. Open it again."
              .formatted(ids.length));
    }
    float[] sum = new float[dimension];
    int at = 0;
    while (at + 4 <= ids.length) {
      addFour(ids, at, sum);
      at += 4;
    }
    while (at < ids.length) {
      addOne(ids[at], sum);
      at++;
    }
    return sum;
  }

  @Override
  public void close() {
    closed = true;
  }

  /** Four rows in one pass over the sum take a third less time than one by one. */
  private void addFour(int[] ids, int at, float[] sum) {
    int first = ids[at] * dimension;
    int second = ids[at + 1] * dimension;
    int third = ids[at + 2] * dimension;
    int fourth = ids[at + 3] * dimension;
    for (int i = 0; i < sum.length; i++) {
      sum[i] += (rows[first + i] + rows[second + i]) + (rows[third + i] + rows[fourth + i]);
    }
  }

  private void addOne(int id, float[] sum) {
    int row = id * dimension;
    for (int i = 0; i < sum.length; i++) {
      sum[i] += rows[row + i];
    }
  }
}
