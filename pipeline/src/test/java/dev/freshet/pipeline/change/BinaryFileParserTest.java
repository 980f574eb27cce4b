package dev.freshet.pipeline.change;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.core.config.RecordConfig;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BinaryFileParserTest {

  private static final BinaryFileParser PARSER =
      new BinaryFileParser(new RecordIdentity(RecordConfig.of("path")));

  @Test
  void fileIsOneRecordWithTheColumnsOfSparksBinaryFiles() {
    LandedRow file = file(new byte[] {0, 1, (byte) 0xFF, 7});

    ChangeEvent event = Landed.event(PARSER, file);

    assertThat(event.op()).isEqualTo(ChangeEvent.Op.UPSERT);
    assertThat(event.recordKey()).isEqualTo("/landing/sub/report.pdf");
    assertThat(event.version()).isEqualTo(file.arrival());
    assertThat(event.fields().toString())
        .isEqualTo(
            "{\"path\":\"/landing/sub/report.pdf\",\"name\":\"report.pdf\",\"modificationTime\":\""
                + Landed.AT
                + "\",\"length\":4,\"content\":\"AAH/Bw==\"}");
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5, 1000})
  void lengthIsThatOfTheBytes(int length) {
    ChangeEvent event = Landed.event(PARSER, file(new byte[length]));

    assertThat(event.fields().get("length").intValue()).isEqualTo(length);
  }

  @Test
  void fileThatCouldNotBeReadIsRejectedWithItsReason() {
    assertThat(Landed.reason(PARSER, Landed.damaged(null, "Cannot read the file: gone.")))
        .isEqualTo("Cannot read the file: gone.");
  }

  @Test
  void fileWithoutContentIsRejected() {
    assertThat(Landed.reason(PARSER, Landed.line(0, null)))
        .isEqualTo("Cannot read the file: it has no content. Land the file again.");
  }

  private static LandedRow file(byte[] content) {
    String base64 = Base64.getEncoder().encodeToString(content);
    return new LandedRow(
        base64, 1, "/landing/sub/report.pdf", Landed.SEQUENCE, content.length, Landed.AT, null);
  }
}
