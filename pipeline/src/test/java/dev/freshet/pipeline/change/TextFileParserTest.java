package dev.freshet.pipeline.change;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.core.config.RecordConfig;
import org.junit.jupiter.api.Test;

class TextFileParserTest {

  private static final TextFileParser PARSER =
      new TextFileParser(new RecordIdentity(RecordConfig.of("name")));

  @Test
  void fileIsOneRecordWithItsPathNameAndText() {
    LandedRow file = file("/landing/sub/report.txt", "line one\n{\"line\": 2}\n");

    ChangeEvent event = Landed.event(PARSER, file);

    assertThat(event.op()).isEqualTo(ChangeEvent.Op.UPSERT);
    assertThat(event.recordKey()).isEqualTo("report.txt");
    assertThat(event.version()).isEqualTo(file.arrival());
    assertThat(event.sourceTime()).isEqualTo(Landed.AT);
    assertThat(event.fields().get("path").textValue()).isEqualTo("/landing/sub/report.txt");
    assertThat(event.fields().get("value").textValue()).isEqualTo("line one\n{\"line\": 2}\n");
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

  private static LandedRow file(String path, String text) {
    return new LandedRow(text, 1, path, Landed.SEQUENCE, text.length(), Landed.AT, null);
  }
}
