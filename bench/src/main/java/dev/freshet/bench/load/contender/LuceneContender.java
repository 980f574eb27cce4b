package dev.freshet.bench.load.contender;

import dev.freshet.bench.rig.DirectorySize;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.lucene.codecs.KnnVectorsFormat;
import org.apache.lucene.codecs.lucene912.Lucene912Codec;
import org.apache.lucene.codecs.lucene99.Lucene99HnswScalarQuantizedVectorsFormat;
import org.apache.lucene.codecs.lucene99.Lucene99HnswVectorsFormat;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.Field;
import org.apache.lucene.document.KnnFloatVectorField;
import org.apache.lucene.document.StoredField;
import org.apache.lucene.document.StringField;
import org.apache.lucene.index.FloatVectorValues;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.ReaderUtil;
import org.apache.lucene.index.StoredFields;
import org.apache.lucene.index.Term;
import org.apache.lucene.index.VectorSimilarityFunction;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.KnnFloatVectorQuery;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.search.SearcherFactory;
import org.apache.lucene.search.SearcherManager;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.FSDirectory;
import org.apache.lucene.util.Version;
import org.jspecify.annotations.Nullable;

/**
 * Lucene's HNSW, near real time: a background thread looks for changes every 100 ms, and commits,
 * which make them durable, every five seconds. Graphs of whole or of quantised vectors; quantised
 * candidates are compared by their exact vectors, as this project does.
 */
public final class LuceneContender implements Contender {

  private static final String KEY = "key";
  private static final String VERSION = "version";
  private static final String TEXT = "text";
  private static final String VECTOR = "vector";

  private static final long REFRESH_MS = 100;
  private static final long COMMIT_MS = 5_000;
  private static final double LOAD_BUFFER_MB = 512;
  private static final int MERGE_WORKERS = 2;
  private static final int SCALAR_BITS = 7;
  private static final long CLOSE_LIMIT_S = 60;

  private final boolean quantised;
  private final Path path;
  private final Directory directory;
  private final IndexWriter writer;
  private final SearcherManager searchers;
  private final ExecutorService merging = Executors.newFixedThreadPool(MERGE_WORKERS);
  private final ScheduledExecutorService background = Executors.newScheduledThreadPool(2);
  private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
  private volatile int candidates = Widths.CANDIDATES.get(0);

  /**
   * @param path an empty directory
   */
  public LuceneContender(Path path, boolean quantised) throws IOException {
    this.path = path;
    this.quantised = quantised;
    this.directory = FSDirectory.open(path);
    KnnVectorsFormat format = format();
    IndexWriterConfig config =
        new IndexWriterConfig()
            .setRAMBufferSizeMB(LOAD_BUFFER_MB)
            .setCodec(
                new Lucene912Codec() {
                  @Override
                  public KnnVectorsFormat getKnnVectorsFormatForField(String field) {
                    return format;
                  }
                });
    this.writer = new IndexWriter(directory, config);
    this.searchers = new SearcherManager(writer, new SearcherFactory());
  }

  private KnnVectorsFormat format() {
    int maxConn = Lucene99HnswVectorsFormat.DEFAULT_MAX_CONN;
    int beamWidth = Lucene99HnswVectorsFormat.DEFAULT_BEAM_WIDTH;
    return quantised
        ? new Lucene99HnswScalarQuantizedVectorsFormat(
            maxConn, beamWidth, MERGE_WORKERS, SCALAR_BITS, false, null, merging)
        : new Lucene99HnswVectorsFormat(maxConn, beamWidth, MERGE_WORKERS, merging);
  }

  @Override
  public String name() {
    return quantised ? "lucene-sq" : "lucene";
  }

  @Override
  public String description() {
    return "Lucene %s, HNSW of M %d and beam %d%s, one segment after the load, refresh every %d ms"
        .formatted(
            Version.LATEST,
            Lucene99HnswVectorsFormat.DEFAULT_MAX_CONN,
            Lucene99HnswVectorsFormat.DEFAULT_BEAM_WIDTH,
            quantised ? ", %d bits and exact vectors".formatted(SCALAR_BITS) : "",
            REFRESH_MS);
  }

  @Override
  public OptionalDouble load(Iterator<Row> rows) throws Exception {
    // Each thread fills a segment of its own, and its graph with it.
    ParallelRows.each(rows, row -> writer.addDocument(document(row)));
    writer.forceMerge(1);
    writer.commit();
    searchers.maybeRefreshBlocking();
    return OptionalDouble.empty();
  }

  private static Document document(Row row) {
    Document document = new Document();
    document.add(new StringField(KEY, Integer.toString(row.key()), Field.Store.YES));
    document.add(new StoredField(VERSION, row.version()));
    document.add(new StoredField(TEXT, row.text()));
    document.add(
        new KnnFloatVectorField(VECTOR, row.vector(), VectorSimilarityFunction.DOT_PRODUCT));
    return document;
  }

  @Override
  public int widths() {
    return Widths.CANDIDATES.size();
  }

  @Override
  public String searchWith(int index) {
    candidates = Widths.CANDIDATES.get(index);
    return candidates + " candidates" + (quantised ? ", all compared exactly" : "");
  }

  /** Merging is the writer's own business; this makes writes visible, and durable. */
  @Override
  public AutoCloseable startUpkeep() {
    background.scheduleWithFixedDelay(
        guarded(searchers::maybeRefresh), REFRESH_MS, REFRESH_MS, TimeUnit.MILLISECONDS);
    background.scheduleWithFixedDelay(
        guarded(writer::commit), COMMIT_MS, COMMIT_MS, TimeUnit.MILLISECONDS);
    return () -> {};
  }

  private interface Task {
    void run() throws IOException;
  }

  private Runnable guarded(Task task) {
    return () -> {
      try {
        task.run();
      } catch (IOException e) {
        failure.compareAndSet(null, e);
        throw new UncheckedIOException(e);
      } catch (RuntimeException | Error e) {
        failure.compareAndSet(null, e);
        throw e;
      }
    };
  }

  private void requireWell() {
    Throwable failed = failure.get();
    if (failed != null) {
      throw new IllegalStateException("Lucene's refresh or commit failed", failed);
    }
  }

  @Override
  public void replace(List<Row> rows, List<Integer> deleted) throws IOException {
    requireWell();
    for (int key : deleted) {
      writer.deleteDocuments(new Term(KEY, Integer.toString(key)));
    }
    for (Row row : rows) {
      writer.updateDocument(new Term(KEY, Integer.toString(row.key())), document(row));
    }
  }

  @Override
  public List<Found> search(float[] vector, int k) throws IOException {
    IndexSearcher searcher = searchers.acquire();
    try {
      int width = Math.max(k, candidates);
      ScoreDoc[] docs =
          searcher.search(new KnnFloatVectorQuery(VECTOR, vector, width), width).scoreDocs;
      if (quantised) {
        compareExactly(searcher, vector, docs);
      }
      StoredFields stored = searcher.storedFields();
      List<Found> found = new ArrayList<>(k);
      for (int i = 0; i < Math.min(k, docs.length); i++) {
        Document document = stored.document(docs[i].doc);
        found.add(
            new Found(
                Integer.parseInt(document.get(KEY)),
                document.getField(VERSION).numericValue().longValue(),
                document.get(TEXT)));
      }
      return found;
    } finally {
      searchers.release(searcher);
    }
  }

  /** Orders {@code docs} by the vectors as they were written. */
  private static void compareExactly(IndexSearcher searcher, float[] vector, ScoreDoc[] docs)
      throws IOException {
    Arrays.sort(docs, Comparator.comparingInt(each -> each.doc));
    List<LeafReaderContext> leaves = searcher.getIndexReader().leaves();
    int leaf = -1;
    FloatVectorValues values = null;
    for (ScoreDoc each : docs) {
      int holder = ReaderUtil.subIndex(each.doc, leaves);
      if (holder != leaf) {
        leaf = holder;
        values = leaves.get(leaf).reader().getFloatVectorValues(VECTOR);
      }
      values.advance(each.doc - leaves.get(leaf).docBase);
      each.score = VectorSimilarityFunction.DOT_PRODUCT.compare(vector, values.vectorValue());
    }
    Arrays.sort(docs, Comparator.comparingDouble(each -> -each.score));
  }

  @Override
  public long bytesOnDisk() throws IOException {
    return DirectorySize.of(path);
  }

  @Override
  public Map<String, Object> figures() throws IOException {
    requireWell();
    IndexSearcher searcher = searchers.acquire();
    try {
      return Map.of(
          "segments", searcher.getIndexReader().leaves().size(),
          "deleted", searcher.getIndexReader().numDeletedDocs());
    } finally {
      searchers.release(searcher);
    }
  }

  @Override
  public void close() throws IOException {
    background.shutdown();
    try {
      background.awaitTermination(CLOSE_LIMIT_S, TimeUnit.SECONDS);
      searchers.close();
      writer.close();
      merging.shutdown();
      merging.awaitTermination(CLOSE_LIMIT_S, TimeUnit.SECONDS);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    } finally {
      directory.close();
    }
  }
}
