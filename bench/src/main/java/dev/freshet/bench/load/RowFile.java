package dev.freshet.bench.load;

import dev.freshet.bench.load.contender.Row;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.NoSuchElementException;

/** Rows in a file, read one after the other, so that no process needs to hold them all. */
final class RowFile {

  private static final int BUFFER_BYTES = 1 << 20;

  private RowFile() {}

  /** Writes rows in the order of their keys, which are the numbers from 0 on. */
  static final class Output implements AutoCloseable {

    private final DataOutputStream out;
    private int count;

    Output(Path file) throws IOException {
      this.out =
          new DataOutputStream(new BufferedOutputStream(Files.newOutputStream(file), BUFFER_BYTES));
    }

    /** Adds a row; returns it. */
    Row add(String text, float[] vector) throws IOException {
      ByteBuffer bytes = ByteBuffer.allocate(vector.length * Float.BYTES);
      bytes.asFloatBuffer().put(vector);
      out.writeUTF(text);
      out.write(bytes.array());
      return new Row(count++, RowModel.LOADED, text, vector);
    }

    @Override
    public void close() throws IOException {
      out.close();
    }
  }

  /** Reads the first {@code count} rows of a file. Not thread-safe. */
  static final class Input implements Iterator<Row>, AutoCloseable {

    private final DataInputStream in;
    private final int dimension;
    private final int count;
    private int read;

    Input(Path file, int dimension, int count) throws IOException {
      this.in =
          new DataInputStream(new BufferedInputStream(Files.newInputStream(file), BUFFER_BYTES));
      this.dimension = dimension;
      this.count = count;
    }

    @Override
    public boolean hasNext() {
      return read < count;
    }

    @Override
    public Row next() {
      if (!hasNext()) {
        throw new NoSuchElementException("All " + count + " rows are read");
      }
      try {
        String text = in.readUTF();
        byte[] bytes = in.readNBytes(dimension * Float.BYTES);
        float[] vector = new float[dimension];
        ByteBuffer.wrap(bytes).asFloatBuffer().get(vector);
        return new Row(read++, RowModel.LOADED, text, vector);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    @Override
    public void close() throws IOException {
      in.close();
    }
  }
}
