package dev.freshet.lance.search;

import dev.freshet.core.metadata.MetadataValue;
import dev.freshet.core.metadata.StoredColumn;
import dev.freshet.core.vector.Distance;
import dev.freshet.core.vector.Hit;
import dev.freshet.lance.table.CellReader;
import dev.freshet.lance.table.ChunkSchema;
import dev.freshet.lance.table.TextColumn;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.Float4Vector;
import org.apache.arrow.vector.IntVector;
import org.apache.arrow.vector.TimeStampMicroTZVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.jspecify.annotations.Nullable;

/** Collects the hits of one search. */
final class HitReader {

  private final ChunkSchema schema;
  private final String measure;
  private final List<Hit> hits = new ArrayList<>();

  /**
   * @param measure the column that ranks hits: {@link ChunkSchema#DISTANCE} or {@link
   *     ChunkSchema#SCORE}
   */
  HitReader(ChunkSchema schema, String measure) {
    this.schema = schema;
    this.measure = measure;
  }

  private boolean isForWords() {
    return measure.equals(ChunkSchema.SCORE);
  }

  /** Adds the hits of one batch. */
  void read(VectorSchemaRoot batch) {
    TextColumn ids = TextColumn.of(batch, ChunkSchema.ID);
    TextColumn keys = TextColumn.of(batch, ChunkSchema.RECORD_KEY);
    BigIntVector versions = (BigIntVector) batch.getVector(ChunkSchema.RECORD_VERSION);
    IntVector indexes = (IntVector) batch.getVector(ChunkSchema.CHUNK_INDEX);
    TextColumn texts = TextColumn.of(batch, ChunkSchema.TEXT);
    TimeStampMicroTZVector landed = (TimeStampMicroTZVector) batch.getVector(ChunkSchema.LANDED_AT);
    Float4Vector measures = (Float4Vector) batch.getVector(measure);
    Map<String, CellReader> metadata = new LinkedHashMap<>();
    for (StoredColumn column : schema.searched().metadata()) {
      metadata.put(column.name(), new CellReader(batch, column));
    }
    for (int i = 0; i < batch.getRowCount(); i++) {
      float distance = isForWords() ? -measures.get(i) : measures.get(i);
      hits.add(
          new Hit(
              new Hit.ChunkId(keys.text(i), ids.text(i), indexes.get(i)),
              isForWords() ? -distance : score(schema.spec().distance(), distance),
              distance,
              texts.text(i),
              versions.get(i),
              Instant.EPOCH.plus(landed.get(i), ChronoUnit.MICROS),
              values(metadata, i)));
    }
  }

  /** The {@code k} best, best first. */
  List<Hit> best(int k) {
    return hits.stream().sorted(Comparator.comparingDouble(Hit::distance)).limit(k).toList();
  }

  private static Map<String, @Nullable MetadataValue> values(
      Map<String, CellReader> metadata, int row) {
    Map<String, @Nullable MetadataValue> values = new LinkedHashMap<>();
    metadata.forEach((column, reader) -> values.put(column, reader.value(row).orElse(null)));
    return Collections.unmodifiableMap(values);
  }

  /** Larger is better. Lance's dot distance is 1 minus the product; its L2 distance is squared. */
  private static float score(Distance kind, float distance) {
    return switch (kind) {
      case COSINE, DOT -> 1 - distance;
      case L2 -> 1 / (1 + distance);
    };
  }
}
