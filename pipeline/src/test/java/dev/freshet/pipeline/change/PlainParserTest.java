package dev.freshet.pipeline.change;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.core.config.RecordConfig;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PlainParserTest {

  private static final PlainParser BY_ARRIVAL =
      new PlainParser(new RecordIdentity(RecordConfig.of("id")));
  private static final PlainParser VERSIONED =
      new PlainParser(new RecordIdentity(new RecordConfig(List.of("id"), Optional.of("rev"))));

  @Test
  void lineIsAnUpsertWithAllItsColumns() {
    ChangeEvent event = Landed.event(BY_ARRIVAL, Landed.line("{\"id\":7,\"title\":\"x\"}"));

    assertThat(event.op()).isEqualTo(ChangeEvent.Op.UPSERT);
    assertThat(event.recordKey()).isEqualTo("7");
    assertThat(event.fields()).hasToString("{\"id\":7,\"title\":\"x\"}");
    assertThat(event.sourceTime()).isNull();
  }

  @Test
  void orderOfArrivalIsTheVersionWithoutAVersionColumn() {
    ChangeEvent earlier = Landed.event(BY_ARRIVAL, Landed.line(1, "{\"id\":7}"));
    ChangeEvent later = Landed.event(BY_ARRIVAL, Landed.line(2, "{\"id\":7}"));

    assertThat(later.version()).isEqualTo(earlier.version() + 1);
    assertThat(later.position()).isEqualTo(later.version());
  }

  @Test
  void versionColumnIsTheVersionAndArrivalThePosition() {
    ChangeEvent event = Landed.event(VERSIONED, Landed.line("{\"id\":7,\"rev\":41}"));

    assertThat(event.version()).isEqualTo(41);
    assertThat(event.position()).isEqualTo(Landed.line("").arrival());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"is_deleted\":true",
        "\"is_deleted\":1",
        "\"is_deleted\":\"TRUE\"",
        "\"_deleted\":true",
        "\"is_deleted\":null,\"_deleted\":true",
        "\"op\":\"d\"",
        "\"op\":\"DELETE\"",
        "\"_op\":\"deleted\"",
        "\"op\":null,\"_op\":\"d\""
      })
  void lineThatSaysSoIsADelete(String mark) {
    ChangeEvent event = Landed.event(VERSIONED, Landed.line("{\"id\":7,\"rev\":1," + mark + "}"));

    assertThat(event.op()).isEqualTo(ChangeEvent.Op.DELETE);
    assertThat(event.recordKey()).isEqualTo("7");
    assertThat(event.version()).isEqualTo(1);
    assertThat(event.fields()).isNull();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"is_deleted\":false",
        "\"is_deleted\":0",
        "\"_deleted\":\"false\"",
        "\"is_deleted\":false,\"op\":\"d\"",
        "\"op\":\"u\"",
        "\"op\":\"surgery\"",
        "\"op\":{\"d\":1}"
      })
  void anyOtherValueOfTheMarkIsAnOrdinaryColumn(String mark) {
    ChangeEvent event = Landed.event(BY_ARRIVAL, Landed.line("{\"id\":7," + mark + "}"));

    assertThat(event.op()).isEqualTo(ChangeEvent.Op.UPSERT);
  }

  @Test
  void deleteMayLackItsVersion() {
    ChangeEvent event = Landed.event(VERSIONED, Landed.line("{\"id\":7,\"op\":\"d\"}"));

    assertThat(event.version()).isNull();
  }

  @Test
  void upsertWithoutItsVersionIsRejected() {
    String reason =
        "Cannot accept the event: version column 'rev' is missing or null. Send it with every"
            + " upsert, or remove record.version to let the order of arrival decide.";

    assertThat(Landed.reason(VERSIONED, Landed.line("{\"id\":7}"))).isEqualTo(reason);
    assertThat(Landed.reason(VERSIONED, Landed.line("{\"id\":7,\"rev\":null}"))).isEqualTo(reason);
  }

  @ParameterizedTest
  @ValueSource(strings = {"\"maybe\"", "\"\"", "[]", "0.5", "2", "-1", "4294967297", "\"1\""})
  void markThatIsNeitherTrueNorFalseIsRejected(String mark) {
    assertThat(Landed.reason(BY_ARRIVAL, Landed.line("{\"id\":7,\"_deleted\":" + mark + "}")))
        .isEqualTo(
            "Cannot accept the event: column '_deleted' is neither true nor false. Send a"
                + " boolean.");
  }

  @Test
  void damagedLineKeepsTheReasonItLandedWith() {
    assertThat(Landed.reason(BY_ARRIVAL, Landed.damaged("{\"id\":7}", "Cannot read it: torn.")))
        .isEqualTo("Cannot read it: torn.");
  }

  @Test
  void markerWithoutContentIsRejected() {
    assertThat(Landed.reason(BY_ARRIVAL, Landed.line(0, null)))
        .isEqualTo("Cannot read the line: it has no content. Land the file again.");
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
                + " complete; otherwise mend the line and land it again.");
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      value = {"[1], array", "7, number", "`\"x\"`, string", "null, null", "true, boolean"})
  void lineThatIsNotAnObjectIsRejected(String line, String kind) {
    assertThat(Landed.reason(BY_ARRIVAL, Landed.line(line)))
        .isEqualTo(
            "Cannot read the line as an event: it is a JSON "
                + kind
                + ", expected is one JSON object per line.");
  }

  @Test
  void hugeStringIsReadWhole() {
    String big = "x".repeat(15 * 1024 * 1024);

    ChangeEvent event = Landed.event(BY_ARRIVAL, Landed.line("{\"id\":7,\"t\":\"" + big + "\"}"));

    assertThat(event.fields().get("t").textValue()).hasSize(big.length());
  }
}
