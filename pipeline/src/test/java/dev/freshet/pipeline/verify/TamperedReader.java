package dev.freshet.pipeline.verify;

import dev.freshet.core.vector.StoredChunk;
import dev.freshet.core.vector.TableState;
import dev.freshet.core.vector.VectorTableReader;
import dev.freshet.core.vector.VectorTableReader.TableSnapshot;
import dev.freshet.core.vector.VectorTableSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/** A vector table whose scan shows other rows than it holds. */
final class TamperedReader implements VectorTableReader {

  private final VectorTableReader table;
  private final UnaryOperator<List<StoredChunk>> tampering;

  TamperedReader(VectorTableReader table, UnaryOperator<List<StoredChunk>> tampering) {
    this.table = table;
    this.tampering = tampering;
  }

  @Override
  public TableSnapshot snapshot() {
    return table.snapshot();
  }

  @Override
  public OptionalLong versionOf(String recordKey) {
    return table.versionOf(recordKey);
  }

  @Override
  public TableState state() {
    return table.state();
  }

  @Override
  public TableState scan(Consumer<StoredChunk> consumer) {
    List<StoredChunk> chunks = new ArrayList<>();
    TableState state = table.scan(chunks::add);
    tampering.apply(List.copyOf(chunks)).forEach(consumer);
    return state;
  }

  @Override
  public VectorTableSpec spec() {
    return table.spec();
  }

  @Override
  public void close() {
    table.close();
  }
}
