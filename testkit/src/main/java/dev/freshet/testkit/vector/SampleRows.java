package dev.freshet.testkit.vector;

import dev.freshet.core.Chunk;
import dev.freshet.core.metadata.MetadataValue;
import dev.freshet.core.vector.Distance;
import dev.freshet.core.vector.VectorRow;
import dev.freshet.core.vector.VectorTableSpec;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/** Deterministic rows and vectors for tests: the same text always has the same vector. */
public final class SampleRows {

  /** Length of every sample vector. */
  public static final int DIMENSION = 16;

  /** When every sample row landed. */
  public static final Instant LANDED_AT = Instant.parse("2026-01-02T03:04:05.678901Z");

  private SampleRows() {}

  /** A cosine table with the metadata columns {@code author} and {@code tenant}. */
  public static VectorTableSpec spec() {
    return VectorTableSpec.of(
        DIMENSION, Distance.COSINE, "sample-model/1", List.of("author", "tenant"));
  }

  /** The rows of one record version, one chunk per text; the tenant is {@code a}. */
  public static List<VectorRow> record(String key, long version, String... texts) {
    return record(key, version, "a", List.of(texts));
  }

  /** The rows of one record version of {@code tenant}, one chunk per text; the author is null. */
  public static List<VectorRow> record(
      String key, long version, String tenant, List<String> texts) {
    return Chunk.of(key, version, texts).stream()
        .map(
            chunk ->
                new VectorRow(
                    chunk, vector(chunk.text()), texts(Map.of("tenant", tenant)), LANDED_AT))
        .toList();
  }

  /** Metadata that is nothing but texts. */
  public static Map<String, @Nullable MetadataValue> texts(Map<String, String> metadata) {
    Map<String, @Nullable MetadataValue> values = new LinkedHashMap<>();
    metadata.forEach((column, text) -> values.put(column, new MetadataValue.Text(text)));
    return values;
  }

  /** The sample embedding of {@code text}: {@code float[DIMENSION]} of unit length. */
  public static float[] vector(String text) {
    return vector(text, DIMENSION);
  }

  /** The sample embedding of {@code text} with {@code dimension} components, of unit length. */
  public static float[] vector(String text, int dimension) {
    SplittableRandom random =
        new SplittableRandom(Long.parseUnsignedLong(Chunk.hash(text).substring(0, 16), 16));
    float[] vector = new float[dimension];
    double squares = 0;
    for (int i = 0; i < dimension; i++) {
      vector[i] = (float) random.nextGaussian();
      squares += vector[i] * vector[i];
    }
    float norm = (float) Math.sqrt(squares);
    for (int i = 0; i < dimension; i++) {
      vector[i] /= norm;
    }
    return vector;
  }
}
