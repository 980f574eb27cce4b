package dev.freshet.lance.index;

import dev.freshet.core.vector.ChunkIdentity;
import dev.freshet.core.vector.Distance;
import dev.freshet.core.vector.Hit;
import dev.freshet.lance.table.ChunkSchema;
import java.nio.charset.StandardCharsets;
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
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.jspecify.annotations.Nullable;

/** Collects the hits of one search. */
public final class HitReader {

  private final ChunkSchema schema;
  private final String measure;
  private final List<Hit> hits = new ArrayList<>();

  /**
   * @param measure the column that ranks hits: {@link ChunkSchema#DISTANCE} or {@link
   *     TableSchema#SCORE}
   */
  public HitReader(ChunkSchema schema, String measure) {
    this.schema = schema;
    this.measure = measure;
  }

  private boolean words() {
    return measure.equals(ChunkSchema.SCORE);
  }

  public void read(VectorSchemaRoot batch) {
    VarCharVector ids = (VarCharVector) batch.getVector(ChunkSchema.ID);
    VarCharVector keys = (VarCharVector) batch.getVector(ChunkSchema.RECORD_KEY);
    BigIntVector versions = (BigIntVector) batch.getVector(ChunkSchema.RECORD_VERSION);
    IntVector indexes = (IntVector) batch.getVector(ChunkSchema.CHUNK_INDEX);
    VarCharVector texts = (VarCharVector) batch.getVector(ChunkSchema.TEXT);
    TimeStampMicroTZVector landed = (TimeStampMicroTZVector) batch.getVector(ChunkSchema.LANDED_AT);
    Float4Vector measures = (Float4Vector) batch.getVector(measure);
    for (int i = 0; i < batch.getRowCount(); i++) {
      float distance = words() ? -measures.get(i) : measures.get(i);
      hits.add(
          new Hit(
              new ChunkIdentity(text(keys, i), text(ids, i), indexes.get(i)),
              words() ? -distance : score(schema.spec().distance(), distance),
              distance,
              text(texts, i),
              versions.get(i),
              Instant.EPOCH.plus(landed.get(i), ChronoUnit.MICROS),
              metadata(batch, i)));
    }
  }

  /** The {@code k} best, best first. */
  public List<Hit> best(int k) {
    return hits.stream().sorted(Comparator.comparingDouble(Hit::distance)).limit(k).toList();
  }

  private Map<String, @Nullable String> metadata(VectorSchemaRoot batch, int row) {
    Map<String, @Nullable String> metadata = new LinkedHashMap<>();
    for (String column : schema.spec().metadataColumns()) {
      VarCharVector values = (VarCharVector) batch.getVector(column);
      metadata.put(column, values.isNull(row) ? null : text(values, row));
    }
    return Collections.unmodifiableMap(metadata);
  }

  public static String text(VarCharVector vector, int row) {
    return new String(vector.get(row), StandardCharsets.UTF_8);
  }

  /** The larger the better; Lance's dot distance is 1 minus the product, its L2 is squared. */
  static float score(Distance kind, float distance) {
    return switch (kind) {
      case COSINE, DOT -> 1 - distance;
      case L2 -> 1 / (1 + distance);
    };
  }
}
