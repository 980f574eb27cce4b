package dev.freshet.pipeline.cluster;

import dev.freshet.core.Chunk;
import dev.freshet.core.metadata.MetadataType;
import dev.freshet.core.metadata.MetadataValue;
import dev.freshet.core.vector.VectorRow;
import java.io.Externalizable;
import java.io.IOException;
import java.io.ObjectInput;
import java.io.ObjectOutput;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Rows that are sent to an executor. Their serialized form costs less to write and to read than
 * writing the rows to the table; Java's own form of nested records costs several times as much.
 * Text is sent as UTF-8, which the table stores too.
 */
final class SentRows implements Externalizable {

  private static final int NULL = -1;

  private List<VectorRow> rows;

  /** For deserialization. */
  public SentRows() {
    this(List.of());
  }

  SentRows(List<VectorRow> rows) {
    this.rows = rows;
  }

  List<VectorRow> rows() {
    return rows;
  }

  @Override
  public void writeExternal(ObjectOutput out) throws IOException {
    out.writeInt(rows.size());
    for (VectorRow row : rows) {
      Chunk chunk = row.chunk();
      writeText(out, chunk.id());
      writeText(out, chunk.recordKey());
      out.writeLong(chunk.recordVersion());
      out.writeInt(chunk.index());
      writeText(out, chunk.text());
      writeText(out, chunk.contentHash());
      writeVector(out, row.vector());
      out.writeInt(row.metadata().size());
      for (Map.Entry<String, @Nullable MetadataValue> column : row.metadata().entrySet()) {
        writeText(out, column.getKey());
        writeValue(out, column.getValue());
      }
      writeTime(out, row.landedAt());
    }
  }

  @Override
  public void readExternal(ObjectInput in) throws IOException {
    int count = in.readInt();
    rows = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      Chunk chunk =
          new Chunk(
              required(in), required(in), in.readLong(), in.readInt(), required(in), required(in));
      float[] vector = readVector(in);
      int columns = in.readInt();
      Map<String, @Nullable MetadataValue> metadata = new LinkedHashMap<>();
      for (int c = 0; c < columns; c++) {
        metadata.put(required(in), readValue(in));
      }
      rows.add(new VectorRow(chunk, vector, metadata, readTime(in)));
    }
  }

  private static void writeText(ObjectOutput out, @Nullable String text) throws IOException {
    if (text == null) {
      out.writeInt(NULL);
      return;
    }
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    out.writeInt(bytes.length);
    out.write(bytes);
  }

  private static @Nullable String readText(ObjectInput in) throws IOException {
    int length = in.readInt();
    return length == NULL ? null : new String(readBytes(in, length), StandardCharsets.UTF_8);
  }

  private static String required(ObjectInput in) throws IOException {
    String text = readText(in);
    if (text == null) {
      throw new IOException("a row arrived without a value that it must have");
    }
    return text;
  }

  /** As its cells: a null has none. */
  private static void writeValue(ObjectOutput out, @Nullable MetadataValue value)
      throws IOException {
    Map<MetadataType, Object> cells = value == null ? Map.of() : value.cells();
    out.writeByte(cells.size());
    for (Map.Entry<MetadataType, Object> cell : cells.entrySet()) {
      out.writeByte(cell.getKey().ordinal());
      writeCell(out, cell.getKey(), cell.getValue());
    }
  }

  private static @Nullable MetadataValue readValue(ObjectInput in) throws IOException {
    Map<MetadataType, Object> cells = new EnumMap<>(MetadataType.class);
    for (int left = in.readByte(); left > 0; left--) {
      MetadataType type = MetadataType.values()[in.readByte()];
      cells.put(type, readCell(in, type));
    }
    return MetadataValue.of(cells).orElse(null);
  }

  @SuppressWarnings("unchecked")
  private static void writeCell(ObjectOutput out, MetadataType type, Object cell)
      throws IOException {
    switch (type) {
      case TEXT -> writeText(out, (String) cell);
      case INTEGER -> out.writeLong((Long) cell);
      case NUMBER -> out.writeDouble((Double) cell);
      case BOOLEAN -> out.writeBoolean((Boolean) cell);
      case TIME -> writeTime(out, (Instant) cell);
      case TEXTS -> {
        List<String> texts = (List<String>) cell;
        out.writeInt(texts.size());
        for (String text : texts) {
          writeText(out, text);
        }
      }
    }
  }

  private static Object readCell(ObjectInput in, MetadataType type) throws IOException {
    return switch (type) {
      case TEXT -> required(in);
      case INTEGER -> in.readLong();
      case NUMBER -> in.readDouble();
      case BOOLEAN -> in.readBoolean();
      case TIME -> readTime(in);
      case TEXTS -> {
        List<String> texts = new ArrayList<>();
        for (int left = in.readInt(); left > 0; left--) {
          texts.add(required(in));
        }
        yield texts;
      }
    };
  }

  private static void writeTime(ObjectOutput out, Instant time) throws IOException {
    out.writeLong(time.getEpochSecond());
    out.writeInt(time.getNano());
  }

  private static Instant readTime(ObjectInput in) throws IOException {
    return Instant.ofEpochSecond(in.readLong(), in.readInt());
  }

  private static void writeVector(ObjectOutput out, float[] vector) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(vector.length * Float.BYTES);
    bytes.asFloatBuffer().put(vector);
    out.writeInt(vector.length);
    out.write(bytes.array());
  }

  private static float[] readVector(ObjectInput in) throws IOException {
    float[] vector = new float[in.readInt()];
    ByteBuffer.wrap(readBytes(in, vector.length * Float.BYTES)).asFloatBuffer().get(vector);
    return vector;
  }

  private static byte[] readBytes(ObjectInput in, int length) throws IOException {
    byte[] bytes = new byte[length];
    in.readFully(bytes);
    return bytes;
  }
}
