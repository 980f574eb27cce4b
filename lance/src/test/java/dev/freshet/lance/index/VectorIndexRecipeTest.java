package dev.freshet.lance.index;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.freshet.core.config.value.IndexType;
import dev.freshet.core.error.InvalidConfigException;
import dev.freshet.core.vector.Distance;
import dev.freshet.core.vector.VectorTableSpec;
import dev.freshet.lance.table.ChunkSchema;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class VectorIndexRecipeTest {

  @ParameterizedTest
  @CsvSource({
    "IVF_HNSW_SQ, 100, 1",
    "IVF_HNSW_PQ, 39999, 1",
    "IVF_HNSW_SQ, 100000, 5",
    "IVF_FLAT, 0, 1",
    "IVF_SQ, 10000, 100",
    "IVF_PQ, 1000000, 1000",
    "IVF_RQ, 100000000, 4096"
  })
  void listsFollowFromRows(IndexType type, long rows, int lists) {
    assertThat(VectorIndexRecipe.partitions(type, rows)).isEqualTo(lists);
  }

  @ParameterizedTest
  @CsvSource({"384, 48", "32, 4", "300, 30", "100, 10", "7, 1", "13, 1", "8, 1", "1, 1"})
  void subVectorsDivideTheDimension(int dimension, int subVectors) {
    assertThat(VectorIndexRecipe.subVectors(dimension)).isEqualTo(subVectors);
    assertThat(dimension % subVectors).isZero();
  }

  @ParameterizedTest
  @CsvSource({"255, 4", "256, 8"})
  void codesHaveNoMoreBitsThanThereAreRowsToLearnFrom(long rows, int bits) {
    assertThat(VectorIndexRecipe.bits(rows)).isEqualTo(bits);
  }

  @Test
  void vectorsThatCannotBePackedIntoBytesAreRefused() {
    ChunkSchema schema =
        ChunkSchema.of(VectorTableSpec.of(30, Distance.COSINE, "model/1", List.of()));

    assertThatThrownBy(() -> VectorIndexRecipe.of(IndexType.IVF_RQ, schema, 5_000))
        .isInstanceOf(InvalidConfigException.class)
        .hasMessage(
            "Cannot build an index of index.type IVF_RQ: the vectors have 30 dimensions, which is"
                + " no multiple of 8. Set another type.");
  }
}
