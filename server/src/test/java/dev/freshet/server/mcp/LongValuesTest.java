package dev.freshet.server.mcp;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.junit.jupiter.api.Test;

class LongValuesTest {

  private static final ObjectMapper JSON = new ObjectMapper();

  @Test
  void cutValuesKeepTheirTypes() {
    ArrayNode tags = JSON.createArrayNode();
    for (int i = 0; i < 300; i++) {
      tags.add("tag-%03d".formatted(i));
    }
    ObjectNode metadata =
        JSON.createObjectNode()
            .put("qty", 12)
            .put("price", 0.5)
            .put("open", true)
            .putNull("author")
            .put("tenant", "x".repeat(1_001));
    metadata.set("tags", tags);
    metadata.putArray("few").add("a").add("b");
    ObjectNode answer = JSON.createObjectNode();
    answer.putArray("hits").addObject().set("metadata", metadata);

    LongValues.cutAll(answer);

    JsonNode cut = answer.at("/hits/0/metadata");
    assertThat(cut.path("qty")).isEqualTo(JSON.getNodeFactory().numberNode(12));
    assertThat(cut.path("price").doubleValue()).isEqualTo(0.5);
    assertThat(cut.path("open").booleanValue()).isTrue();
    assertThat(cut.path("author").isNull()).isTrue();
    assertThat(cut.path("tenant").textValue())
        .isEqualTo("x".repeat(1_000) + "… (1 more characters)");
    assertThat(cut.path("few")).hasSize(2);
    // A hundred and eleven of nine characters fit, with their quotes.
    assertThat(cut.path("tags")).hasSize(112);
    assertThat(cut.path("tags").get(110).textValue()).isEqualTo("tag-110");
    assertThat(cut.path("tags").get(111).textValue()).isEqualTo("… (189 more values)");
  }
}
