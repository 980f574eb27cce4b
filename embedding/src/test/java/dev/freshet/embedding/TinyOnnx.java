package dev.freshet.embedding;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;

/**
 * A graph that loads but is no sentence model: it gives its one input back. Written by the fields
 * of the ONNX protobuf schema.
 */
final class TinyOnnx {

  private static final int INT64 = 7;

  private TinyOnnx() {}

  static byte[] identity(String input) {
    byte[] node =
        concat(field(1, bytes(input)), field(2, bytes("out")), field(4, bytes("Identity")));
    byte[] graph =
        concat(
            field(1, node),
            field(2, bytes("graph")),
            field(11, value(input)),
            field(12, value("out")));
    byte[] opset = number(2, 13);
    return concat(number(1, 8), field(7, graph), field(8, opset));
  }

  /** A tensor of whole numbers, batch by sequence. */
  private static byte[] value(String name) {
    byte[] shape =
        concat(field(1, field(2, bytes("batch"))), field(1, field(2, bytes("sequence"))));
    byte[] tensor = concat(number(1, INT64), field(2, shape));
    return concat(field(1, bytes(name)), field(2, field(1, tensor)));
  }

  private static byte[] bytes(String text) {
    return text.getBytes(UTF_8);
  }

  private static byte[] number(int field, int value) {
    return new byte[] {(byte) (field << 3), (byte) value};
  }

  private static byte[] field(int field, byte[] content) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write((field << 3) | 2);
    int length = content.length;
    while (length >= 0x80) {
      out.write((length & 0x7F) | 0x80);
      length >>>= 7;
    }
    out.write(length);
    out.writeBytes(content);
    return out.toByteArray();
  }

  private static byte[] concat(byte[]... parts) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      out.writeBytes(part);
    }
    return out.toByteArray();
  }
}
