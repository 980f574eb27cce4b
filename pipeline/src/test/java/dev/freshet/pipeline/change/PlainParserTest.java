package dev.freshet.pipeline.change;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.core.config.RecordConfig;
import dev.freshet.pipeline.convention.DeleteMarks;
import dev.freshet.pipeline.order.SourcePosition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PlainParserTest extends ChangeParserContract {
  private static final PlainParser BY_ARRIVAL = parser(RecordConfig.of("id"));

  @Override
  ChangeParser parser(RecordIdentity identity) {
    return new PlainParser(identity, DeleteMarks.of(RecordConfig.of("id")), 0);
  }

  static PlainParser parser(RecordConfig record) {
    return new PlainParser(new RecordIdentity(record), DeleteMarks.of(record), 0);
  }

  @Override
  String goldenFile() {
    return "plain.txt";
  }

  @Test
  void orderOfArrivalIsTheVersionWithoutAVersionColumn() {
    ChangeEvent earlier = Landed.event(BY_ARRIVAL, Landed.line(1, "{\"id\":7}"));
    ChangeEvent later = Landed.event(BY_ARRIVAL, Landed.line(2, "{\"id\":7}"));

    assertThat(later.version()).isEqualTo(earlier.version() + 1);
    assertThat(later.position()).isEqualTo(SourcePosition.none(0));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"{\"id\":7", "{id:7}", "{\"id\":7}}", "{\"id\":7} {\"id\":8}", "{\"t\":\"a\tb\"}"})
  void lineThatIsNotJsonIsRejectedWithPlaceAndRemedy(String line) {
    assertThat(Landed.reason(BY_ARRIVAL, Landed.line(line)))
        .startsWith("Cannot read the line as JSON: ")
        .containsPattern("\\(column \\d+\\)\\. ")
        .endsWith(
            "If the file was half-written, write it under a .tmp name and rename it when it is"
                + " complete; otherwise fix the line and land it again.");
  }

  @Test
  void hugeStringIsReadWhole() {
    String big = "x".repeat(15 * 1024 * 1024);

    ChangeEvent event = Landed.event(BY_ARRIVAL, Landed.line("{\"id\":7,\"t\":\"" + big + "\"}"));

    assertThat(event.fields().get("t").textValue()).hasSize(big.length());
  }
}
