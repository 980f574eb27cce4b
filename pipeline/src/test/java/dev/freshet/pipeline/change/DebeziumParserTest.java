package dev.freshet.pipeline.change;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.core.config.RecordConfig;
import dev.freshet.pipeline.document.DocumentFields;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DebeziumParserTest {

  private static final String PLACEHOLDER = "\"__debezium_unavailable_value\"";
  private static final DocumentFields FIELDS = new DocumentFields(Set.of("body"));
  private static final DebeziumParser BY_LOG =
      new DebeziumParser(new RecordIdentity(RecordConfig.of("id")), FIELDS);
  private static final DebeziumParser VERSIONED =
      new DebeziumParser(
          new RecordIdentity(new RecordConfig(List.of("id"), Optional.of("rev"))), FIELDS);

  @ParameterizedTest
  @ValueSource(strings = {"c", "r", "u"})
  void createReadAndUpdateAreUpsertsAtTheirLogPosition(String op) {
    ChangeEvent event =
        Landed.event(
            BY_LOG, Landed.line(envelope(op, "null", "{\"id\":7,\"body\":\"x\"}", "\"lsn\":42")));

    assertThat(event.op()).isEqualTo(ChangeEvent.Op.UPSERT);
    assertThat(event.recordKey()).isEqualTo("7");
    assertThat(event.version()).isEqualTo(42);
    assertThat(event.position()).isEqualTo(42);
    assertThat(event.fields()).hasToString("{\"id\":7,\"body\":\"x\"}");
  }

  @Test
  void deleteTakesItsKeyFromBefore() {
    ChangeEvent event =
        Landed.event(
            BY_LOG, Landed.line(envelope("d", "{\"id\":7}", "null", "\"lsn\":42,\"ts_us\":5")));

    assertThat(event)
        .isEqualTo(
            new ChangeEvent(
                ChangeEvent.Op.DELETE, "7", 42L, 42, null, Instant.EPOCH.plusNanos(5000)));
  }

  @Test
  void keyOfTheMessageStandsInWhereTheRowHasNone() {
    String delete = envelope("d", "null", "null", "\"lsn\":42");

    assertThat(Landed.event(BY_LOG, Landed.line(message("{\"id\":7}", delete))).recordKey())
        .isEqualTo("7");
  }

  @Test
  void versionColumnOutranksTheLogPositionWhichStaysThePosition() {
    ChangeEvent event =
        Landed.event(
            VERSIONED, Landed.line(envelope("u", "null", "{\"id\":7,\"rev\":3}", "\"lsn\":42")));

    assertThat(event.version()).isEqualTo(3);
    assertThat(event.position()).isEqualTo(42);
  }

  @Test
  void deleteOfASourceThatSendsNoOldValuesHasNoVersion() {
    ChangeEvent event =
        Landed.event(
            VERSIONED, Landed.line(envelope("d", "{\"id\":7,\"rev\":null}", "null", "\"lsn\":42")));

    assertThat(event.version()).isNull();
    assertThat(event.position()).isEqualTo(42);
  }

  @Test
  void upsertWithoutItsVersionColumnIsRejected() {
    assertThat(
            Landed.reason(
                VERSIONED, Landed.line(envelope("c", "null", "{\"id\":7}", "\"lsn\":42"))))
        .startsWith("Cannot accept the event: version column 'rev' is missing or null.");
  }

  @Test
  void payloadIsUnwrappedWhereverTheConverterSendsSchemas() {
    String envelope = envelope("c", "null", "{\"id\":7,\"body\":\"x\"}", "\"lsn\":42");
    String wrapped = "{\"schema\":{},\"payload\":" + envelope + "}";
    String delete = envelope("d", "null", "null", "\"lsn\":43");

    assertThat(Landed.event(BY_LOG, Landed.line(wrapped)).recordKey()).isEqualTo("7");
    assertThat(
            Landed.event(
                    BY_LOG,
                    Landed.line(
                        message(
                            "{\"schema\":{},\"payload\":{\"id\":8}}",
                            "{\"schema\":{},\"payload\":" + delete + "}")))
                .recordKey())
        .isEqualTo("8");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "null",
        "{\"payload\":null}",
        "{\"schema\":null,\"payload\":null}",
        "{\"schema\":{\"type\":\"struct\"},\"payload\":null}",
        "{\"key\":{\"id\":2},\"value\":null}",
        "{\"key\":{\"id\":2},\"value\":{\"payload\":null}}",
        "{\"key\":{\"id\":2},\"value\":{\"schema\":null,\"payload\":null}}",
        "{\"key\":{},\"value\":{\"status\":\"BEGIN\",\"id\":\"7:1\",\"event_count\":null}}",
        "{\"status\":\"END\",\"id\":\"7:1\",\"event_count\":2}",
        "{\"op\":\"m\",\"message\":{\"prefix\":\"x\"},\"source\":{}}"
      })
  void tombstonesTransactionMarkersAndLogicalMessagesAreControlEvents(String line) {
    ChangeEvent event = Landed.event(BY_LOG, Landed.line(line));

    assertThat(event.op()).isEqualTo(ChangeEvent.Op.CONTROL);
    assertThat(event.recordKey()).isNull();
    assertThat(event.version()).isNull();
    assertThat(event.position()).isEqualTo(Landed.line("").arrival());
  }

  @Test
  void truncateIsRejectedSinceItNamesNoRecord() {
    assertThat(Landed.reason(BY_LOG, Landed.line(envelope("t", "null", "null", "\"lsn\":42"))))
        .isEqualTo(
            "Cannot apply the event: the source table was truncated, which names no record. Land a"
                + " delete for each record that is gone.");
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      delimiter = ';',
      value = {
        "{\"id\":7,\"title\":\"unwrapped\"}; it has no 'op'",
        "{\"op\":null}; it has no 'op'",
        "{\"id\":7,\"payload\":null}; it has no 'op'",
        "{\"op\":\"x\"}; 'op' is 'x'",
        "{\"op\":\"an operation of great length\"}; 'op' is 'an operation of grea…'",
        "{\"value\":\"text\"}; the value is not an object"
      })
  void lineThatIsNoEnvelopeIsRejectedWithAHintAtUnwrappedEvents(String line, String why) {
    assertThat(Landed.reason(BY_LOG, Landed.line(line)))
        .isEqualTo(
            "Cannot read the line as a Debezium event: "
                + why
                + ". If the connector unwraps its events (ExtractNewRecordState), use"
                + " source.changes: plain.");
  }

  @Test
  void upsertWithoutItsRowIsRejected() {
    assertThat(Landed.reason(BY_LOG, Landed.line(envelope("u", "{\"id\":7}", "null", ""))))
        .isEqualTo(
            "Cannot accept the event: an upsert without an 'after' object. Check the connector.");
  }

  @Test
  void deleteWithoutAnyKeyIsRejected() {
    assertThat(Landed.reason(BY_LOG, Landed.line(envelope("d", "null", "null", ""))))
        .startsWith("Cannot accept the event: key column 'id' is missing or null.");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"null", "{\"id\":7}", "{\"body\":null}", "{\"body\":" + PLACEHOLDER + "}"})
  void placeholderOfAnUnchangedLargeValueIsRejectedWhereTheOldValueIsNotThere(String before) {
    String after = "{\"id\":7,\"body\":" + PLACEHOLDER + "}";

    assertThat(Landed.reason(BY_LOG, Landed.line(envelope("u", before, after, "\"lsn\":42"))))
        .isEqualTo(
            "Cannot accept the event: column 'body' holds Debezium's placeholder for an unchanged"
                + " large value. Set REPLICA IDENTITY FULL on the source table and land the record"
                + " again.");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "[" + PLACEHOLDER + "]",
        "\"X19kZWJleml1bV91bmF2YWlsYWJsZV92YWx1ZQ==\"",
        "{\"__debezium_unavailable_value\":\"__debezium_unavailable_value\"}"
      })
  void placeholderIsKnownInTheFormsOfArraysBytesAndMaps(String placeholder) {
    String after = "{\"id\":7,\"body\":" + placeholder + "}";

    assertThat(Landed.reason(BY_LOG, Landed.line(envelope("u", "null", after, "\"lsn\":42"))))
        .contains("column 'body' holds Debezium's placeholder");
  }

  @Test
  void placeholderIsReplacedByTheOldValueWhereItIsThere() {
    String line =
        envelope(
            "u",
            "{\"id\":7,\"body\":\"old\"}",
            "{\"id\":7,\"body\":" + PLACEHOLDER + "}",
            "\"lsn\":1");

    assertThat(Landed.event(BY_LOG, Landed.line(line)).fields())
        .hasToString("{\"id\":7,\"body\":\"old\"}");
  }

  @Test
  void placeholderInAColumnThatNoDocumentUsesIsNoHarm() {
    String after = "{\"id\":7,\"body\":\"x\",\"blob\":" + PLACEHOLDER + "}";

    assertThat(Landed.event(BY_LOG, Landed.line(envelope("u", "null", after, "\"lsn\":1"))).op())
        .isEqualTo(ChangeEvent.Op.UPSERT);
  }

  private static String envelope(String op, String before, String after, String source) {
    return "{\"before\":%s,\"after\":%s,\"source\":{%s},\"op\":\"%s\"}"
        .formatted(before, after, source, op);
  }

  private static String message(String key, String value) {
    return "{\"key\":%s,\"value\":%s}".formatted(key, value);
  }
}
