package dev.freshet.bench.load;

import dev.freshet.bench.load.contender.Contender;
import dev.freshet.bench.load.contender.Found;
import dev.freshet.bench.load.contender.Row;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;

/** Holds nothing and finds nothing; fakes override what they need. */
class NoContender implements Contender {

  @Override
  public String name() {
    return "fake";
  }

  @Override
  public String description() {
    return "fake";
  }

  @Override
  public OptionalDouble load(Iterator<Row> rows) {
    return OptionalDouble.empty();
  }

  @Override
  public int widths() {
    return 1;
  }

  @Override
  public String searchWith(int index) {
    return "width " + index;
  }

  @Override
  public AutoCloseable startUpkeep() {
    return () -> {};
  }

  @Override
  public void replace(List<Row> rows, List<Integer> deleted) throws Exception {}

  @Override
  public List<Found> search(float[] vector, int k) throws Exception {
    return List.of();
  }

  @Override
  public long bytesOnDisk() {
    return 0;
  }

  @Override
  public Map<String, Object> figures() {
    return Map.of();
  }

  @Override
  public void close() {}
}
