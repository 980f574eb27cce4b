package dev.freshet.server;

import static org.awaitility.Awaitility.await;

import dev.freshet.core.BatchIdentity;
import dev.freshet.core.Chunk;
import dev.freshet.core.embed.EmbedOutcome;
import dev.freshet.core.embed.InputType;
import dev.freshet.core.vector.Distance;
import dev.freshet.core.vector.VectorCommit;
import dev.freshet.core.vector.VectorRow;
import dev.freshet.core.vector.VectorTableReader;
import dev.freshet.core.vector.VectorTableSpec;
import dev.freshet.core.vector.VectorTableWriter;
import dev.freshet.search.SearchService;
import dev.freshet.server.query.LiveTable;
import dev.freshet.testkit.embed.HashEmbedder;
import dev.freshet.testkit.vector.FakeVectorTable;
import dev.freshet.testkit.vector.SampleRows;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;

/** A server over a fake table, and the writer of that table. */
final class ServedTable implements AutoCloseable {

  static final Instant LANDED = Instant.parse("2026-01-02T03:04:05Z");

  private static final int DIMENSION = 16;

  private final FakeVectorTable table = new FakeVectorTable();
  private final HashEmbedder model = new HashEmbedder(DIMENSION);
  private final VectorTableWriter writer =
      table.openWriter(
          VectorTableSpec.of(
              DIMENSION, Distance.COSINE, model.spec().fingerprint(), List.of("tenant")));
  private final AtomicInteger looks = new AtomicInteger();
  private final SearchServer server;
  private long sequence;

  /** Starts a server and returns when it is ready. */
  ServedTable(Path landing) {
    server =
        SearchServer.start(ServedHome.config(landing.resolveSibling("home"), landing), this::open);
    await().atMost(Duration.ofSeconds(10)).until(() -> http().get("/readyz").status() == 200);
  }

  private LiveTable.Searchable open() {
    VectorTableReader reader = table.openReader();
    return new LiveTable.Searchable(
        new SearchService(reader, () -> model, this::noPipeline, InstantSource.system()),
        reader::close);
  }

  private Optional<Instant> noPipeline() {
    looks.incrementAndGet();
    return Optional.empty();
  }

  /** How often a search or a wait read the freshness of the table. */
  int looks() {
    return looks.get();
  }

  /** Commits one version of a record; the table is complete up to {@code asOf} then. */
  void put(String key, long version, String tenant, Instant asOf, String... texts) {
    List<VectorRow> rows =
        Chunk.of(key, version, List.of(texts)).stream()
            .map(
                chunk ->
                    new VectorRow(
                        chunk,
                        vector(chunk.text()),
                        SampleRows.texts(Map.of("tenant", tenant)),
                        LANDED))
            .toList();
    writer.commit(
        new VectorCommit(
            new BatchIdentity("stream", ++sequence), Set.of(key), writer.stage(rows), asOf));
  }

  float[] vector(String text) {
    EmbedOutcome outcome = model.embed(List.of(text), InputType.DOCUMENT).get(0);
    return ((EmbedOutcome.Embedded) outcome).vector();
  }

  FakeVectorTable table() {
    return table;
  }

  Http http() {
    return new Http(server.uri());
  }

  @Override
  public void close() {
    server.close();
    writer.close();
  }
}
