package dev.freshet.home.layer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.core.metadata.MetadataValue;
import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class MetadataJsonTest {

  @Test
  void everyValueComesBackWithItsType() {
    Map<String, @Nullable MetadataValue> metadata = new LinkedHashMap<>();
    metadata.put("text", new MetadataValue.Text("a"));
    metadata.put("zip", new MetadataValue.Text("10115"));
    metadata.put("qty", MetadataValue.Number.of((1L << 53) + 1));
    metadata.put("price", new MetadataValue.Number(new BigDecimal("0.1")));
    metadata.put("large", new MetadataValue.Number(new BigDecimal("1E+400")));
    metadata.put("flag", new MetadataValue.Truth(true));
    metadata.put("tags", new MetadataValue.Texts(List.of("x", "")));
    metadata.put("none", new MetadataValue.Texts(List.of()));
    metadata.put("mixed", new MetadataValue.Json("[\"x\",1,null]", List.of("x", "1")));
    metadata.put("nested", new MetadataValue.Json("{\"a\":1.50}", null));
    metadata.put("missing", null);

    String json = MetadataJson.write(metadata);

    assertThat(json)
        .startsWith("{\"text\":\"a\",\"zip\":\"10115\",\"qty\":9007199254740993,")
        .contains("\"tags\":[\"x\",\"\"]", "\"missing\":null");
    assertThat(MetadataJson.read(json)).isEqualTo(metadata);
  }

  @Test
  void textsThatSpellNumbersStayTextsWithoutOthersBesideThem() {
    Map<String, @Nullable MetadataValue> metadata =
        Map.of("zip", new MetadataValue.Text("10115"), "name", new MetadataValue.Text("a"));

    assertThat(MetadataJson.read(MetadataJson.write(metadata))).isEqualTo(metadata);
    assertThat(MetadataJson.write(Map.of("name", new MetadataValue.Text("a"))))
        .isEqualTo("{\"name\":\"a\"}");
  }

  @Test
  void rowOfAnEarlierBuildIsReadByWhatItsTextsSpell() {
    assertThat(
            MetadataJson.read(
                "{\"qty\":\"105\",\"flag\":\"true\",\"tags\":\"[\\\"a\\\"]\",\"name\":\"[draft\",\"gone\":null}"))
        .containsEntry("qty", MetadataValue.Number.of(105))
        .containsEntry("flag", new MetadataValue.Truth(true))
        .containsEntry("tags", new MetadataValue.Texts(List.of("a")))
        .containsEntry("name", new MetadataValue.Text("[draft"))
        .containsEntry("gone", null);
  }

  @Test
  @Timeout(10)
  void textThatSpellsANumberBeyondAllBoundsStaysText() {
    for (String text :
        List.of(
            "[1e9999999999]", "{\"a\":1e-9999999999}", "9".repeat(3_000_000), "[".repeat(9_999))) {
      Map<String, @Nullable MetadataValue> metadata = Map.of("m", new MetadataValue.Text(text));

      assertThat(MetadataJson.read(MetadataJson.write(metadata))).isEqualTo(metadata);
    }
  }
}
