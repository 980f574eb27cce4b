package dev.freshet.search.langchain4j;

import dev.freshet.core.BatchIdentity;
import dev.freshet.core.Chunk;
import dev.freshet.core.embed.EmbedOutcome;
import dev.freshet.core.embed.Embedder;
import dev.freshet.core.embed.InputType;
import dev.freshet.core.vector.Distance;
import dev.freshet.core.vector.VectorCommit;
import dev.freshet.core.vector.VectorRow;
import dev.freshet.core.vector.VectorTableReader;
import dev.freshet.core.vector.VectorTableSpec;
import dev.freshet.core.vector.VectorTableWriter;
import dev.freshet.search.SearchService;
import dev.freshet.testkit.embed.HashEmbedder;
import dev.freshet.testkit.vector.FakeVectorTable;
import dev.freshet.testkit.vector.SampleRows;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

/** A table in memory, and a model whose vectors depend on words; records land one at a time. */
final class SampleTable {

  static final Instant AS_OF = Instant.parse("2026-11-21T10:00:00Z");
  private static final Instant NOW = AS_OF.plusMillis(1_500);
  private static final int DIMENSION = 64;

  private final FakeVectorTable table = new FakeVectorTable();
  private final HashEmbedder model = new HashEmbedder(DIMENSION);
  private final VectorTableWriter writer;
  private long landed;

  SampleTable(Distance distance, String... metadataColumns) {
    this.writer =
        table.openWriter(
            VectorTableSpec.of(
                DIMENSION, distance, model.spec().fingerprint(), List.of(metadataColumns)));
    table.indexText();
  }

  /** A record with a chunk per text. */
  void land(String key, Map<String, String> metadata, String... texts) {
    landed++;
    List<Chunk> chunks = Chunk.of(key, landed, List.of(texts));
    List<EmbedOutcome> vectors = model.embed(List.of(texts), InputType.DOCUMENT);
    List<VectorRow> rows =
        IntStream.range(0, texts.length)
            .mapToObj(
                i ->
                    new VectorRow(
                        chunks.get(i),
                        ((EmbedOutcome.Embedded) vectors.get(i)).vector(),
                        SampleRows.texts(metadata),
                        AS_OF))
            .toList();
    writer.commit(
        new VectorCommit(
            new BatchIdentity("sample", landed), Set.of(key), writer.stage(rows), AS_OF));
  }

  Embedder model() {
    return model;
  }

  VectorTableReader reader() {
    return table.openReader();
  }

  SearchService search() {
    return new SearchService(
        table.openReader(), () -> model, Optional::empty, InstantSource.fixed(NOW));
  }
}
