package dev.freshet.lance.table;

import java.nio.ByteBuffer;

/**
 * One field of a message in protobuf's wire format.
 *
 * @param number the number of the field
 * @param value the value of a numeric field; 0 for others
 * @param bytes the content of a field with a length, such as a text or a message; empty for others
 */
record ProtobufField(int number, long value, ByteBuffer bytes) {

  private static final int VARINT = 0;
  private static final int FIXED64 = 1;
  private static final int LENGTH_DELIMITED = 2;
  private static final int FIXED32 = 5;
  private static final int TYPE_BITS = 3;

  /**
   * Reads the next field of a message and moves the position of the buffer behind it.
   *
   * @param message the message, little-endian
   * @throws java.nio.BufferUnderflowException or {@link IllegalArgumentException} or {@link
   *     IndexOutOfBoundsException} if the message is damaged
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
