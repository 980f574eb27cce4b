package dev.freshet.pipeline.change;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.core.config.RecordConfig;
import java.util.Base64;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WholeFileParserTest {

  private static final WholeFileParser BYTES =
      WholeFileParser.ofBytes(new RecordIdentity(RecordConfig.of("path")), 0);
  private static final WholeFileParser TEXT =
      WholeFileParser.ofText(new RecordIdentity(RecordConfig.of("name")), 0);

  @Nested
  class OfText extends ChangeParserContract {

    @Override
    ChangeParser parser(RecordIdentity identity) {
      return WholeFileParser.ofText(identity, 0);
    }

    @Override
    String goldenFile() {
      return "text.txt";
    }
  }

  @Nested
  class OfBytes extends ChangeParserContract {

    @Override
    ChangeParser parser(RecordIdentity identity) {
      return WholeFileParser.ofBytes(identity, 0);
    }

    @Override
    String goldenFile() {
      return "binaryFile.txt";
    }
  }

  @Test
  void fileIsOneRecordWithItsPathNameAndText() {
    LandedRow file = text("/landing/sub/report.txt", "line one\n{\"line\": 2}\n");

    ChangeEvent event = Landed.event(TEXT, file);

    assertThat(event.op()).isEqualTo(ChangeEvent.Op.UPSERT);
    assertThat(event.recordKey()).isEqualTo("report.txt");
    assertThat(event.version()).isEqualTo(file.arrival());
    assertThat(event.sourceTime()).isEqualTo(Landed.AT);
    assertThat(event.fields().get("path").textValue()).isEqualTo("/landing/sub/report.txt");
    assertThat(event.fields().get("value").textValue()).isEqualTo("line one\n{\"line\": 2}\n");
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5, 1000})
  void lengthIsThatOfTheBytes(int length) {
    ChangeEvent event = Landed.event(BYTES, file(new byte[length]));

    assertThat(event.fields().get("length").intValue()).isEqualTo(length);
  }

  private static LandedRow file(byte[] content) {
    String base64 = Base64.getEncoder().encodeToString(content);
    return new LandedRow(
        base64, 1, "/landing/sub/report.pdf", Landed.SEQUENCE, content.length, Landed.AT, null);
  }

  private static LandedRow text(String path, String text) {
    return new LandedRow(text, 1, path, Landed.SEQUENCE, text.length(), Landed.AT, null);
  }
}
