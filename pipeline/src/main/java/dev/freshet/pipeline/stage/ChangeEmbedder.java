package dev.freshet.pipeline.stage;

import dev.freshet.core.Chunk;
import dev.freshet.core.embed.Chunker;
import dev.freshet.core.embed.EmbedOutcome;
import dev.freshet.core.embed.InputType;
import dev.freshet.core.vector.VectorRow;
import dev.freshet.pipeline.cache.CachingEmbedder;
import dev.freshet.pipeline.cache.ModelWork;
import dev.freshet.pipeline.document.Document;
import dev.freshet.pipeline.document.MetadataSize;
import dev.freshet.pipeline.metrics.ChunkCounts;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Cuts and embeds the documents of a batch.
 *
 * <p>Equal chunks are embedded once, and chunks that were embedded before are not embedded again. A
 * record with a chunk that the model refuses is left out whole, so that no record is ever half in
 * the table.
 */
public final class ChangeEmbedder {

  private final Chunker chunker;
  private final CachingEmbedder embedder;
  private final Map<Long, String> leftOut;

  /**
   * @param embedder stays the caller's to close
   * @param leftOut by their sequence, why records of some file versions are not embedded
   */
  public ChangeEmbedder(Chunker chunker, CachingEmbedder embedder, Map<Long, String> leftOut) {
    this.chunker = chunker;
    this.embedder = embedder;
    this.leftOut = Map.copyOf(leftOut);
  }

  /** Leaves nothing out. */
  public ChangeEmbedder(Chunker chunker, CachingEmbedder embedder) {
    this(chunker, embedder, Map.of());
  }

  /**
   * The embedded documents.
   *
   * @param rows rows of the vector table
   * @param refused reason per record key that has no rows because the model refuses its text, or
   *     its metadata are too large
   * @param empty upserts without any text, which have no rows either
   * @param counts where the vectors of the chunks came from
   * @param work what the model was asked for
   */
  record Embedded(
      List<VectorRow> rows,
      Map<String, String> refused,
      List<AcceptedChange> empty,
      ChunkCounts counts,
      ModelWork work) {

    /** The same with other refusals. */
    Embedded refusing(Map<String, String> all) {
      return new Embedded(rows, all, empty, counts, work);
    }
  }

  /** The rows of the vector table for some changes; the model is called once. */
  Embedded embed(Collection<AcceptedChange> changes) {
    List<AcceptedChange> empty = new ArrayList<>();
    Map<String, String> refused = new LinkedHashMap<>();
    Map<AcceptedChange, List<Chunk>> chunks = new LinkedHashMap<>();
    Map<String, @Nullable EmbedOutcome> outcomes = new LinkedHashMap<>();
    for (AcceptedChange change : changes) {
      Document document = change.document();
      if (document == null) {
        continue;
      }
      String reason = leftOut.get(change.landed().row().sequence());
      if (reason != null) {
        refused.put(change.recordKey(), reason);
        continue;
      }
      List<Chunk> cut =
          Chunk.of(change.recordKey(), change.state().version(), chunker.split(document.text()));
      Optional<String> tooLarge = MetadataSize.refusal(document.metadata(), cut.size());
      if (cut.isEmpty()) {
        empty.add(change);
      } else if (tooLarge.isPresent()) {
        refused.put(change.recordKey(), tooLarge.get());
      } else {
        chunks.put(change, cut);
        cut.forEach(chunk -> outcomes.put(chunk.text(), null));
      }
    }
    List<String> texts = List.copyOf(outcomes.keySet());
    CachingEmbedder.Answer answer = embedder.ask(texts, InputType.DOCUMENT);
    for (int i = 0; i < texts.size(); i++) {
      outcomes.put(texts.get(i), answer.outcomes().get(i));
    }
    long cut = chunks.values().stream().mapToLong(List::size).sum();
    List<VectorRow> rows = new ArrayList<>();
    refused.putAll(assemble(chunks, outcomes, rows));
    return new Embedded(rows, refused, empty, counts(cut, answer), answer.work());
  }

  /**
   * Where the vectors came from.
   *
   * @param cut how many chunks there are
   * @param answer for their texts, each text once
   */
  private static ChunkCounts counts(long cut, CachingEmbedder.Answer answer) {
    long vectors =
        answer.outcomes().stream().filter(EmbedOutcome.Embedded.class::isInstance).count();
    long texts = answer.outcomes().size();
    return new ChunkCounts(
        cut, vectors - answer.cached(), answer.cached(), cut - texts, texts - vectors);
  }

  /** Fills {@code rows}; returns the reason per record key that has none. */
  private static Map<String, String> assemble(
      Map<AcceptedChange, List<Chunk>> chunks,
      Map<String, @Nullable EmbedOutcome> outcomes,
      List<VectorRow> rows) {
    Map<String, String> refused = new LinkedHashMap<>();
    chunks.forEach(
        (change, cut) -> {
          List<VectorRow> own = new ArrayList<>(cut.size());
          for (Chunk chunk : cut) {
            EmbedOutcome outcome = Objects.requireNonNull(outcomes.get(chunk.text()));
            if (outcome instanceof EmbedOutcome.Rejected rejected) {
              refused.putIfAbsent(chunk.recordKey(), reason(chunk, rejected));
            } else {
              own.add(row(change, chunk, ((EmbedOutcome.Embedded) outcome).vector()));
            }
          }
          if (!refused.containsKey(change.recordKey())) {
            rows.addAll(own);
          }
        });
    return refused;
  }

  private static VectorRow row(AcceptedChange change, Chunk chunk, float[] vector) {
    Document document = Objects.requireNonNull(change.document());
    return new VectorRow(chunk, vector, document.metadata(), change.landed().row().landedAt());
  }

  private static String reason(Chunk chunk, EmbedOutcome.Rejected rejected) {
    return "Cannot embed chunk "
        + chunk.index()
        + " of the record: "
        + rejected.reason()
        + ". The record is not searchable until an event with another text lands.";
  }
}
