package dev.freshet.server.security;

import dev.freshet.core.BatchIdentity;
import dev.freshet.core.Chunk;
import dev.freshet.core.config.HomeLayout;
import dev.freshet.core.config.value.IndexType;
import dev.freshet.core.embed.EmbedOutcome;
import dev.freshet.core.embed.InputType;
import dev.freshet.core.maintenance.ColumnIndex;
import dev.freshet.core.maintenance.MaintenanceStep;
import dev.freshet.core.maintenance.TableMaintainer;
import dev.freshet.core.vector.Distance;
import dev.freshet.core.vector.VectorCommit;
import dev.freshet.core.vector.VectorRow;
import dev.freshet.core.vector.VectorTableReader;
import dev.freshet.core.vector.VectorTableSpec;
import dev.freshet.core.vector.VectorTableWriter;
import dev.freshet.lance.LanceVectorTable;
import dev.freshet.search.SearchService;
import dev.freshet.server.SearchServer;
import dev.freshet.server.ServedHome;
import dev.freshet.server.query.LiveTable;
import dev.freshet.testkit.embed.HashEmbedder;
import dev.freshet.testkit.vector.SampleRows;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.awaitility.Awaitility;

/**
 * A server over a Lance table that several tenants share, with every index and with rows that no
 * index covers yet. Every text names its tenant, so that a row of another tenant is noticed.
 */
final class TenantServer implements AutoCloseable {

  static final List<String> TENANTS = List.of("amber", "birch", "cedar");
  static final int DIMENSION = 16;

  private static final int INDEXED = 120;
  private static final int TAIL = 20;
  private static final Instant LANDED = Instant.parse("2026-01-02T03:04:05Z");

  private final HashEmbedder model = new HashEmbedder(DIMENSION);
  private final VectorTableSpec spec =
      VectorTableSpec.of(
          DIMENSION, Distance.COSINE, model.spec().fingerprint(), List.of("tenant", "owner"));
  private final Path home;
  private final HomeLayout layout;
  private final ApiKeys keys;
  private SearchServer server;

  TenantServer(Path home) throws Exception {
    this.home = home;
    this.layout = new HomeLayout(home, "docs");
    this.keys = new ApiKeys(new ApiKeyFile(layout.apiKeys()), InstantSource.system());
    Files.createDirectories(home.resolve("landing"));
    Files.createDirectories(layout.vectorDirectory());
    write();
  }

  private void write() throws Exception {
    try (VectorTableWriter writer = LanceVectorTable.openWriter(layout.vectorTable(), spec)) {
      commit(writer, 1, 0, INDEXED);
      try (TableMaintainer maintainer =
          LanceVectorTable.openMaintainer(layout.vectorTable(), "test")) {
        long rows = (long) INDEXED * TENANTS.size();
        maintainer.run(new MaintenanceStep.BuildIndex(IndexType.IVF_FLAT, rows));
        maintainer.run(new MaintenanceStep.BuildColumnIndex(ColumnIndex.fullText(), rows));
        maintainer.run(new MaintenanceStep.BuildColumnIndex(ColumnIndex.filter("tenant"), rows));
      }
      commit(writer, 2, INDEXED, INDEXED + TAIL);
    }
  }

  private void commit(VectorTableWriter writer, long sequence, int from, int to) {
    List<VectorRow> rows = new ArrayList<>();
    Set<String> records = new LinkedHashSet<>();
    for (String tenant : TENANTS) {
      for (int i = from; i < to; i++) {
        String key = tenant + "-" + i;
        records.add(key);
        String text = "shared word%d of %s".formatted(i % 7, "secret" + tenant);
        for (Chunk chunk : Chunk.of(key, 1, List.of(text, text + " again"))) {
          rows.add(
              new VectorRow(
                  chunk,
                  vector(chunk.text()),
                  SampleRows.texts(Map.of("tenant", tenant, "owner", "o'" + i % 3)),
                  LANDED));
        }
      }
    }
    writer.commit(
        new VectorCommit(
            new BatchIdentity("stream", sequence), records, writer.stage(rows), Instant.now()));
  }

  float[] vector(String text) {
    EmbedOutcome outcome = model.embed(List.of(text), InputType.DOCUMENT).get(0);
    return ((EmbedOutcome.Embedded) outcome).vector();
  }

  /** Makes a key and returns its text. */
  String key(String name, Optional<String> rows) {
    return keys.add(name, rows, spec.filterColumns(), Optional.empty()).text();
  }

  void start() {
    server =
        SearchServer.start(ServedHome.config(layout.home(), home.resolve("landing")), this::open);
    RawHttp http = new RawHttp(uri().getPort());
    Awaitility.await()
        .atMost(Duration.ofSeconds(30))
        .pollInterval(Duration.ofMillis(20))
        .until(() -> http.send(RawHttp.get("/readyz", "")).status() == 200);
  }

  private LiveTable.Searchable open() {
    VectorTableReader reader = LanceVectorTable.openReader(layout.vectorTable());
    return new LiveTable.Searchable(
        new SearchService(reader, () -> model, Optional::empty, InstantSource.system()),
        reader::close);
  }

  URI uri() {
    return server.uri();
  }

  @Override
  public void close() {
    if (server != null) {
      server.close();
    }
  }
}
