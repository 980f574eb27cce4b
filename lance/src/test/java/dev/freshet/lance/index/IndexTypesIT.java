package dev.freshet.lance.index;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.core.Chunk;
import dev.freshet.core.config.value.IndexType;
import dev.freshet.core.maintenance.IndexShape;
import dev.freshet.core.maintenance.MaintenanceStep;
import dev.freshet.core.maintenance.Probe;
import dev.freshet.core.maintenance.RecallEstimate;
import dev.freshet.core.maintenance.StepOutcome;
import dev.freshet.core.maintenance.TableMaintainer;
import dev.freshet.core.vector.Distance;
import dev.freshet.core.vector.Hit;
import dev.freshet.core.vector.VectorQuery;
import dev.freshet.core.vector.VectorRow;
import dev.freshet.core.vector.VectorTableReader;
import dev.freshet.core.vector.VectorTableSpec;
import dev.freshet.core.vector.VectorTableWriter;
import dev.freshet.lance.LanceVectorTable;
import dev.freshet.lance.write.TestBatches;
import dev.freshet.testkit.vector.SampleRows;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** An index of every type that can be configured is built, extended, merged and built again. */
class IndexTypesIT {

  private static final int DIMENSION = 32;
  private static final int ROWS = 2_000;

  /** Vectors gather around topics, as those of real texts do. */
  private static final int TOPICS = 40;

  @TempDir Path directory;

  private final Random random = new Random(11);

  @ParameterizedTest
  @EnumSource(IndexType.class)
  void indexFindsWhatAScanFindsAfterEveryStep(IndexType type) {
    Path path = directory.resolve("chunks.lance");
    VectorTableSpec spec = VectorTableSpec.of(DIMENSION, Distance.COSINE, "topics/1", List.of());
    try (VectorTableWriter writer = LanceVectorTable.openWriter(path, spec);
        TableMaintainer maintainer = LanceVectorTable.openMaintainer(path, "test");
        VectorTableReader reader = LanceVectorTable.openReader(path)) {
      TestBatches.commit(writer, 1, rows(0, ROWS));
      assertDone(maintainer, new MaintenanceStep.BuildIndex(type, ROWS), ROWS);
      assertShape(maintainer, type, 1);

      TestBatches.commit(writer, 2, rows(ROWS, ROWS + 150));
      assertDone(maintainer, new MaintenanceStep.ExtendIndex(150), 150);
      TestBatches.commit(writer, 3, rows(ROWS + 100, ROWS + 200));
      assertDone(maintainer, new MaintenanceStep.ExtendIndex(100), 100);
      assertShape(maintainer, type, 3);

      assertDone(maintainer, new MaintenanceStep.MergeSegments(2, 200), 200);
      assertShape(maintainer, type, 2);

      List<VectorRow> replaced = rows(0, 20);
      TestBatches.commit(writer, 4, replaced);
      assertFound(reader, replaced, 1);

      assertDone(maintainer, new MaintenanceStep.RetrainIndex(type, ROWS + 200), ROWS + 200);
      assertShape(maintainer, type, 1);
      assertFound(reader, replaced, recallFloor(type));
    }
  }

  private static void assertDone(TableMaintainer maintainer, MaintenanceStep step, long rows) {
    assertThat(maintainer.run(step))
        .isInstanceOfSatisfying(
            StepOutcome.Done.class, done -> assertThat(done.rows()).isEqualTo(rows));
  }

  private static void assertShape(TableMaintainer maintainer, IndexType type, int segments) {
    IndexShape shape = maintainer.observe().index().orElseThrow();
    assertThat(shape.type()).isEqualTo(type.name());
    assertThat(shape.segmentRows()).hasSize(segments);
    assertThat(maintainer.observe().tailRows()).isZero();
    RecallEstimate recall =
        maintainer.measure(new Probe(20, 10, 10_000, true)).recall().orElseThrow();
    assertThat(recall.recall()).as("recall of %s", type).isGreaterThanOrEqualTo(recallFloor(type));
  }

  /**
   * With the search parameters of the default type, which compare twice as many as are asked for.
   */
  private static double recallFloor(IndexType type) {
    return switch (type) {
      case IVF_HNSW_SQ, IVF_FLAT, IVF_SQ -> 0.95;
      case IVF_RQ -> 0.5;
      case IVF_HNSW_PQ, IVF_PQ -> 0.45;
    };
  }

  /**
   * Searches for rows by their own vectors: at least {@code share} of them must come first, and no
   * answer may hold a row twice.
   */
  private static void assertFound(VectorTableReader reader, List<VectorRow> rows, double share) {
    int found = 0;
    for (VectorRow row : rows) {
      List<Hit> hits = reader.search(new VectorQuery(row.vector(), 50)).hits();
      found += hits.get(0).id().equals(row.chunk().id()) ? 1 : 0;
      assertThat(hits).extracting(Hit::id).doesNotHaveDuplicates();
    }
    assertThat((double) found / rows.size()).isGreaterThanOrEqualTo(share);
  }

  private List<VectorRow> rows(int from, int to) {
    List<VectorRow> rows = new ArrayList<>();
    for (int i = from; i < to; i++) {
      Chunk chunk = Chunk.of("k" + i, 1, List.of("text " + i)).get(0);
      rows.add(new VectorRow(chunk, vector(), Map.of(), SampleRows.LANDED_AT));
    }
    return rows;
  }

  private float[] vector() {
    float[] vector = SampleRows.vector("topic " + random.nextInt(TOPICS), DIMENSION);
    double squares = 0;
    for (int i = 0; i < DIMENSION; i++) {
      vector[i] += (float) (0.08 * random.nextGaussian());
      squares += vector[i] * vector[i];
    }
    for (int i = 0; i < DIMENSION; i++) {
      vector[i] /= (float) Math.sqrt(squares);
    }
    return vector;
  }
}
