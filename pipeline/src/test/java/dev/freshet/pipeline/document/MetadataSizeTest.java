package dev.freshet.pipeline.document;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.core.metadata.MetadataValue;
import java.util.Map;
import org.junit.jupiter.api.Test;

class MetadataSizeTest {

  @Test
  void usualMetadataFit() {
    assertThat(MetadataSize.refusal(Map.of(), 100_000)).isEmpty();
    assertThat(MetadataSize.refusal(Map.of("author", text("mira")), 100_000)).isEmpty();
    assertThat(MetadataSize.refusal(Map.of("blob", text("x".repeat(300_000))), 1)).isEmpty();
  }

  /** A body of 600 kB makes some 600 chunks; as metadata it would be 360 MB in the table. */
  @Test
  void bodyThatIsItsOwnMetadataDoesNotFit() {
    Map<String, MetadataValue> metadata =
        Map.of("tenant", text("a"), "body", text("word ".repeat(120_000)));

    assertThat(MetadataSize.refusal(metadata, 100)).isEmpty();
    assertThat(MetadataSize.refusal(metadata, 600).orElseThrow())
        .startsWith(
            "Cannot index the record: its metadata of 600001 bytes, repeated in each of its")
        .contains("The largest is body with 600000 bytes. Take it out of document.metadata");
  }

  @Test
  void oneRecordHasALimitOfItsOwnInBytes() {
    assertThat(MetadataSize.refusal(Map.of("a", text("é".repeat(1 << 19))), 1)).isEmpty();
    assertThat(MetadataSize.refusal(Map.of("a", text("é".repeat((1 << 19) + 1))), 1)).isPresent();
  }

  private static MetadataValue text(String value) {
    return new MetadataValue.Text(value);
  }
}
