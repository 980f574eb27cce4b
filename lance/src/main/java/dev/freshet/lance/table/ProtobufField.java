package dev.freshet.lance.table;

import java.nio.ByteBuffer;

/**
 * One field of a message in protobuf's wire format.
 *
 * @param number of the field
 * @param value if it is a number, 0 otherwise
 * @param bytes if it has a length, such as text and messages; empty otherwise
 */
record ProtobufField(int number, long value, ByteBuffer bytes) {

  private static final int VARINT = 0;
  private static final int FIXED64 = 1;
  private static final int LENGTH_DELIMITED = 2;
  private static final int FIXED32 = 5;
  private static final int TYPE_BITS = 3;

  /**
   * Takes the next field of a message.
   *
   * @param message little-endian
   * @throws java.nio.BufferUnderflowException or {@link IllegalArgumentException} or {@link
   *     IndexOutOfBoundsException} if it is damaged
   */
  static ProtobufField next(ByteBuffer message) {
    long tag = varint(message);
    int number = (int) (tag >>> TYPE_BITS);
    int type = (int) tag & (1 << TYPE_BITS) - 1;
    return switch (type) {
      case VARINT -> number(number, varint(message));
      case FIXED64 -> number(number, message.getLong());
      case FIXED32 -> number(number, message.getInt());
      case LENGTH_DELIMITED -> {
        int length = (int) varint(message);
        ByteBuffer bytes = message.slice(message.position(), length);
        message.position(message.position() + length);
        yield new ProtobufField(number, 0, bytes);
      }
      default -> throw new IllegalArgumentException("wire type " + type);
    };
  }

  private static ProtobufField number(int number, long value) {
    return new ProtobufField(number, value, ByteBuffer.allocate(0));
  }

  private static long varint(ByteBuffer message) {
    long value = 0;
    for (int shift = 0; shift < Long.SIZE; shift += 7) {
      byte next = message.get();
      value |= (next & 0x7FL) << shift;
      if (next >= 0) {
        return value;
      }
    }
    throw new IllegalArgumentException("a number of more than 64 bits");
  }
}
