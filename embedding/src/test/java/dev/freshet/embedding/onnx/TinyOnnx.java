package dev.freshet.embedding.onnx;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;

/**
 * Makes graphs that load but are no sentence models, field by field of the ONNX protobuf schema.
 */
public final class TinyOnnx {

  private static final int FLOAT = 1;
  private static final int INT64 = 7;

  /** The last version in which Unsqueeze takes its axes as an attribute. */
  private static final int OPSET = 12;

  private TinyOnnx() {}

  /** Returns its only input. */
  public static byte[] identity(String input) {
    return model(input, INT64, node("Identity", "out", new byte[0], input));
  }

  /** Returns the token ids as whole numbers of the shape {@code [1, tokens, 1]}. */
  public static byte[] columns() {
    return model("input_ids", INT64, node("Unsqueeze", "out", axis(2), "input_ids"));
  }

  /** Returns a matrix of floats that is as wide as the text is long. */
  public static byte[] square() {
    return model(
        "input_ids",
        FLOAT,
        concat(
            node("Cast", "floats", attribute("to", number(3, FLOAT), 2), "input_ids"),
            node("Unsqueeze", "column", axis(2), "floats"),
            node("Unsqueeze", "row", axis(1), "floats"),
            node("MatMul", "out", new byte[0], "column", "row")));
  }

  private static byte[] model(String input, int outputType, byte[] nodes) {
    byte[] batchBySequence =
        concat(field(1, field(2, bytes("batch"))), field(1, field(2, bytes("sequence"))));
    byte[] graph =
        concat(
            nodes,
            field(2, bytes("graph")),
            field(11, value(input, concat(number(1, INT64), field(2, batchBySequence)))),
            field(12, value("out", number(1, outputType))));
    return concat(number(1, 8), field(7, graph), field(8, number(2, OPSET)));
  }

  private static byte[] node(String operator, String output, byte[] attributes, String... inputs) {
    byte[] node = new byte[0];
    for (String input : inputs) {
      node = concat(node, field(1, bytes(input)));
    }
    return field(1, concat(node, field(2, bytes(output)), field(4, bytes(operator)), attributes));
  }

  private static byte[] axis(int axis) {
    return attribute("axes", number(8, axis), 7);
  }

  /** An attribute; its type is field 20, whose tag takes two bytes. */
  private static byte[] attribute(String name, byte[] value, int type) {
    byte[] typed = {(byte) 0xA0, 1, (byte) type};
    return field(5, concat(field(1, bytes(name)), value, typed));
  }

  private static byte[] value(String name, byte[] tensor) {
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
