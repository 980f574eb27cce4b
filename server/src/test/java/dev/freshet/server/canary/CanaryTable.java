package dev.freshet.server.canary;

import dev.freshet.core.BatchIdentity;
import dev.freshet.core.Chunk;
import dev.freshet.core.embed.EmbedOutcome;
import dev.freshet.core.embed.InputType;
import dev.freshet.core.vector.Distance;
import dev.freshet.core.vector.VectorCommit;
import dev.freshet.core.vector.VectorRow;
import dev.freshet.core.vector.VectorTableSpec;
import dev.freshet.core.vector.VectorTableWriter;
import dev.freshet.search.SearchService;
import dev.freshet.testkit.embed.HashEmbedder;
import dev.freshet.testkit.vector.FakeVectorTable;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** A table in memory that gets states of the canary. */
final class CanaryTable {

  private final HashEmbedder model = new HashEmbedder(16);
  private final FakeVectorTable table = new FakeVectorTable();
  private final VectorTableWriter writer =
      table.openWriter(
          new VectorTableSpec(16, Distance.COSINE, model.spec().fingerprint(), List.of()));
  private long version;

  SearchService search() {
    return new SearchService(
        table.openReader(), () -> model, Optional::empty, InstantSource.system());
  }

  /** Replaces the canary by one with this text. */
  void index(String text) {
    version++;
    List<VectorRow> rows =
        Chunk.of(SearchService.CANARY_KEY, version, List.of(text)).stream()
            .map(chunk -> new VectorRow(chunk, vector(text), Map.of(), Instant.EPOCH))
            .toList();
    writer.commit(
        new VectorCommit(
            new BatchIdentity("stream", version),
            Set.of(SearchService.CANARY_KEY),
            writer.stage(rows),
            Instant.EPOCH));
  }

  private float[] vector(String text) {
    EmbedOutcome outcome = model.embed(List.of(text), InputType.DOCUMENT).get(0);
    return ((EmbedOutcome.Embedded) outcome).vector();
  }
}
