package dev.freshet.bench.load.contender;

import io.github.jbellis.jvector.graph.RandomAccessVectorValues;
import io.github.jbellis.jvector.vector.types.VectorFloat;
import java.util.Arrays;

/** Row and vector by number of node; grows, and never removes a node. Thread-safe. */
final class NodeRows implements RandomAccessVectorValues {

  private static final int START = 1 << 16;

  private final int dimension;
  private volatile Entry[] entries = new Entry[START];
  private volatile int size;

  private record Entry(Row row, VectorFloat<?> vector) {}

  NodeRows(int dimension) {
    this.dimension = dimension;
  }

  /** Returns the number of the new node. */
  synchronized int add(Row row, VectorFloat<?> vector) {
    Entry[] next = size < entries.length ? entries : Arrays.copyOf(entries, 2 * entries.length);
    next[size] = new Entry(row, vector);
    // This write makes both visible to a thread that reads the node's number.
    entries = next;
    size = size + 1;
    return size - 1;
  }

  Row row(int node) {
    return entries[node].row();
  }

  @Override
  public int size() {
    return size;
  }

  @Override
  public int dimension() {
    return dimension;
  }

  @Override
  public VectorFloat<?> getVector(int node) {
    return entries[node].vector();
  }

  @Override
  public boolean isValueShared() {
    return false;
  }

  @Override
  public RandomAccessVectorValues copy() {
    return this;
  }
}
