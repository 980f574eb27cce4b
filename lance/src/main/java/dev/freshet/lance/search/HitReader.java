package dev.freshet.lance.search;

import dev.freshet.core.vector.Distance;
import dev.freshet.core.vector.Hit;
import dev.freshet.lance.table.ChunkSchema;
import dev.freshet.lance.table.TextColumn;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.Float4Vector;
import org.apache.arrow.vector.IntVector;
import org.apache.arrow.vector.TimeStampMicroTZVector;
import org.apache.arrow.vector.UInt8Vector;
import org.apache.arrow.vector.VectorSchemaRoot;

/** Collects the hits of one search, without texts and metadata. */
final class HitReader {

  private final ChunkSchema schema;
  private final String measure;
  private final List<Hit> hits = new ArrayList<>();
  private final Map<String, Long> rows;

  /**
   * @param measure the column that ranks hits: {@link ChunkSchema#DISTANCE} or {@link
   *     ChunkSchema#SCORE}
   * @param rows receives the row id of each hit, by its chunk id
   */
  HitReader(ChunkSchema schema, String measure, Map<String, Long> rows) {
    this.schema = schema;
    this.measure = measure;
    this.rows = rows;
  }

  private boolean isForWords() {
    return measure.equals(ChunkSchema.SCORE);
  }

  /** Adds the hits of one batch. A vector without a direction has no distance and is no hit. */
  void read(VectorSchemaRoot batch) {
    TextColumn ids = TextColumn.of(batch, ChunkSchema.ID);
    TextColumn keys = TextColumn.of(batch, ChunkSchema.RECORD_KEY);
    BigIntVector versions = (BigIntVector) batch.getVector(ChunkSchema.RECORD_VERSION);
    IntVector indexes = (IntVector) batch.getVector(ChunkSchema.CHUNK_INDEX);
    TimeStampMicroTZVector landed = (TimeStampMicroTZVector) batch.getVector(ChunkSchema.LANDED_AT);
    Float4Vector measures = (Float4Vector) batch.getVector(measure);
    UInt8Vector rowIds = (UInt8Vector) batch.getVector(ChunkSchema.ROW_ID);
    for (int i = 0; i < batch.getRowCount(); i++) {
      float distance = isForWords() ? -measures.get(i) : measures.get(i);
      if (Float.isFinite(distance)) {
        rows.put(ids.text(i), rowIds.get(i));
        hits.add(
            new Hit(
                new Hit.ChunkId(keys.text(i), ids.text(i), indexes.get(i)),
                isForWords() ? -distance : score(schema.spec().distance(), distance),
                distance,
                "",
                versions.get(i),
                Instant.EPOCH.plus(landed.get(i), ChronoUnit.MICROS),
                Map.of()));
      }
    }
  }

  /** How many hits were read. */
  int count() {
    return hits.size();
  }

  /** Whether the {@code k}th of the hits read is better than the worst of them. */
  boolean endsBefore(int k) {
    List<Hit> best = best(hits.size());
    return best.get(k - 1).distance() < best.get(best.size() - 1).distance();
  }

  /** The {@code k} best, best first. */
  List<Hit> best(int k) {
    return hits.stream().sorted(Hit.BEST_FIRST).limit(k).toList();
  }

  /** Larger is better. Lance's dot distance is 1 minus the product; its L2 distance is squared. */
  private static float score(Distance kind, float distance) {
    return switch (kind) {
      case COSINE, DOT -> 1 - distance;
      case L2 -> 1 / (1 + distance);
    };
  }
}
