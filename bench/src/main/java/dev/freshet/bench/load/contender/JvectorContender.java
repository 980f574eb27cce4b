package dev.freshet.bench.load.contender;

import io.github.jbellis.jvector.graph.GraphIndexBuilder;
import io.github.jbellis.jvector.graph.GraphSearcher;
import io.github.jbellis.jvector.graph.SearchResult;
import io.github.jbellis.jvector.graph.SearchResult.NodeScore;
import io.github.jbellis.jvector.graph.similarity.BuildScoreProvider;
import io.github.jbellis.jvector.graph.similarity.DefaultSearchScoreProvider;
import io.github.jbellis.jvector.util.Bits;
import io.github.jbellis.jvector.vector.VectorSimilarityFunction;
import io.github.jbellis.jvector.vector.VectorizationProvider;
import io.github.jbellis.jvector.vector.types.VectorFloat;
import io.github.jbellis.jvector.vector.types.VectorTypeSupport;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;

/**
 * jvector's graph in the heap, with whole vectors. A new version of a record is a new node; the
 * record's key says which node is its own, so a record changes at once. Nodes that no record owns
 * are removed when they are a tenth of all. Nothing is durable.
 */
public final class JvectorContender implements Contender {

  private static final VectorTypeSupport TYPES =
      VectorizationProvider.getInstance().getVectorTypeSupport();

  private static final VectorSimilarityFunction SIMILARITY = VectorSimilarityFunction.DOT_PRODUCT;

  /** As in the library's examples. */
  private static final int MAX_DEGREE = 32;

  private static final int BEAM_WIDTH = 100;
  private static final float OVERFLOW = 1.2f;
  private static final float ALPHA = 1.2f;

  /** Of all nodes, one in so many may belong to no record before they are removed. */
  private static final int ABANDONED_ONE_IN = 10;

  private static final int NONE = -1;

  private final NodeRows nodes;
  private final AtomicIntegerArray nodeByKey;
  private final GraphIndexBuilder builder;
  private final Bits owned;
  private final AtomicInteger abandoned = new AtomicInteger();
  private int removals;
  private volatile int candidates = Widths.CANDIDATES.get(0);

  /**
   * @param keys keys are below
   */
  @SuppressWarnings("deprecation") // the newer constructors cannot make a hierarchy
  public JvectorContender(int keys, int dimension) {
    this.nodes = new NodeRows(dimension);
    this.nodeByKey = new AtomicIntegerArray(keys);
    for (int key = 0; key < keys; key++) {
      nodeByKey.set(key, NONE);
    }
    this.owned = node -> nodeByKey.get(nodes.row(node).key()) == node;
    this.builder =
        new GraphIndexBuilder(
            BuildScoreProvider.randomAccessScoreProvider(nodes, SIMILARITY),
            dimension,
            MAX_DEGREE,
            BEAM_WIDTH,
            OVERFLOW,
            ALPHA,
            true);
  }

  @Override
  public String name() {
    return "jvector";
  }

  @Override
  public String description() {
    return "jvector %s, graph in the heap of degree %d and beam %d, whole vectors, vectors by %s"
        .formatted(
            Version.OF_JVECTOR,
            MAX_DEGREE,
            BEAM_WIDTH,
            VectorizationProvider.getInstance().getClass().getSimpleName());
  }

  /** The version, which only the name of the library's file has. */
  private static final class Version {

    static final String OF_JVECTOR =
        GraphIndexBuilder.class
            .getProtectionDomain()
            .getCodeSource()
            .getLocation()
            .getPath()
            .replaceAll(".*jvector-(.*)\\.jar", "$1");
  }

  @Override
  public OptionalDouble load(Iterator<Row> rows) throws Exception {
    ParallelRows.each(rows, this::put);
    return OptionalDouble.empty();
  }

  private void put(Row row) {
    VectorFloat<?> vector = TYPES.createFloatVector(row.vector());
    int node = nodes.add(row, vector);
    builder.addGraphNode(node, vector);
    abandon(nodeByKey.getAndSet(row.key(), node));
  }

  private void abandon(int node) {
    if (node != NONE) {
      builder.markNodeDeleted(node);
      abandoned.getAndIncrement();
    }
  }

  @Override
  public int widths() {
    return Widths.CANDIDATES.size();
  }

  @Override
  public String searchWith(int index) {
    candidates = Widths.CANDIDATES.get(index);
    return candidates + " candidates";
  }

  /** The writer removes abandoned nodes: the library allows no other change meanwhile. */
  @Override
  public AutoCloseable startUpkeep() {
    return () -> {};
  }

  @Override
  public void replace(List<Row> rows, List<Integer> deleted) throws Exception {
    for (int key : deleted) {
      abandon(nodeByKey.getAndSet(key, NONE));
    }
    ParallelRows.each(rows.iterator(), this::put);
    if (abandoned.get() > builder.getGraph().size(0) / ABANDONED_ONE_IN) {
      builder.removeDeletedNodes();
      abandoned.set(0);
      removals++;
    }
  }

  @Override
  public List<Found> search(float[] vector, int k) throws IOException {
    VectorFloat<?> question = TYPES.createFloatVector(vector);
    try (GraphSearcher searcher = new GraphSearcher(builder.getGraph())) {
      SearchResult result =
          searcher.search(
              DefaultSearchScoreProvider.exact(question, SIMILARITY, nodes),
              k,
              Math.max(k, candidates),
              0,
              0,
              owned);
      List<Found> found = new ArrayList<>(k);
      for (NodeScore each : result.getNodes()) {
        Row row = nodes.row(each.node);
        found.add(new Found(row.key(), row.version(), row.text()));
      }
      return found;
    }
  }

  @Override
  public long bytesOnDisk() {
    return 0;
  }

  @Override
  public Map<String, Object> figures() {
    return Map.of(
        "nodes",
        builder.getGraph().size(0),
        "abandoned",
        abandoned.get(),
        "removals",
        removals,
        "graphMb",
        builder.ramBytesUsed() >> 20);
  }

  @Override
  public void close() throws IOException {
    builder.close();
  }
}
