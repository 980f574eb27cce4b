package dev.freshet.lance.table;

import static dev.freshet.testkit.vector.SampleRows.spec;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.freshet.core.error.ErrorCode;
import dev.freshet.core.error.FreshetException;
import dev.freshet.core.error.InvalidConfigException;
import dev.freshet.core.vector.Distance;
import dev.freshet.core.vector.VectorTableSpec;
import java.util.List;
import org.apache.arrow.vector.types.pojo.Schema;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ChunkSchemaTest {

  @Test
  void specReadsBackFromTheArrowSchema() {
    VectorTableSpec plain = VectorTableSpec.of(3, Distance.L2, "m/1", List.of());

    assertThat(ChunkSchema.read("t", ChunkSchema.of(spec()).arrow()).spec()).isEqualTo(spec());
    assertThat(ChunkSchema.read("t", ChunkSchema.of(plain).arrow()).spec()).isEqualTo(plain);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"vector", "TEXT", "landed_at", "", "a b", "a`b", "1st", "_distance", "author"})
  void invalidMetadataColumnIsRefused(String column) {
    List<String> columns = List.of("author", column);

    assertThatThrownBy(() -> ChunkSchema.of(VectorTableSpec.of(3, Distance.COSINE, "m", columns)))
        .isInstanceOf(InvalidConfigException.class)
        .hasMessageContainingAll("document.metadata", "'" + column + "'");
  }

  @Test
  void datasetThatFreshetDidNotMakeIsRefused() {
    assertThatThrownBy(() -> ChunkSchema.read("t.lance", new Schema(List.of())))
        .isInstanceOf(InvalidConfigException.class)
        .hasMessageStartingWith("Cannot open vector table t.lance: the dataset was not made by");
  }

  @Test
  void tableWithABackQuoteInAColumnNameIsRefused() {
    VectorTableSpec spec = VectorTableSpec.of(3, Distance.COSINE, "m", List.of("a` = '' OR `a"));
    Schema made = new ChunkSchema(spec, ChunkSchema.Form.TYPED, List.of()).arrow();

    assertThatThrownBy(() -> ChunkSchema.read("t.lance", made))
        .isInstanceOf(InvalidConfigException.class)
        .hasMessageContaining("it has a metadata column 'a` = '' OR `a'");
  }

  @Test
  void mismatchOfTableAndConfigurationIsNamed() {
    ChunkSchema table = ChunkSchema.of(spec());

    assertThatThrownBy(() -> table.requireFits("t", with(8, spec().distance(), "author")))
        .isInstanceOfSatisfying(
            FreshetException.class,
            e -> assertThat(e.code()).isEqualTo(ErrorCode.FINGERPRINT_MISMATCH))
        .hasMessageContainingAll("16 dimensions", "8 dimensions", "from Gold");
    assertThatThrownBy(() -> table.requireFits("t", with(16, Distance.L2, "author")))
        .isInstanceOf(InvalidConfigException.class)
        .hasMessageContainingAll("index.distance", "COSINE", "L2");
    assertThatThrownBy(() -> table.requireFits("t", with(16, spec().distance(), "colour")))
        .isInstanceOf(InvalidConfigException.class)
        .hasMessageContainingAll("[colour]", "[author, tenant]");
    table.requireFits("t", with(16, spec().distance(), "author"));
  }

  private static VectorTableSpec with(int dimension, Distance distance, String column) {
    return VectorTableSpec.of(dimension, distance, spec().fingerprint(), List.of(column));
  }
}
