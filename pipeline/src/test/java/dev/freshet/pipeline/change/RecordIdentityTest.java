package dev.freshet.pipeline.change;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.core.config.RecordConfig;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RecordIdentityTest {

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      value = {
        "7, 7",
        "`\"7\"`, 7",
        "true, true",
        "12345678901234567890123, 12345678901234567890123",
        "100.0, 100.0",
        "`\" a|b\\\\ \"`, ` a|b\\ `"
      })
  void keyOfOneColumnIsItsText(String json, String expected) {
    assertThat(key("{\"id\":" + json + "}", "id")).isEqualTo(expected);
  }

  @Test
  void keyMayStandInANestedObject() {
    assertThat(key("{\"a\":{\"b\":{\"id\":5}}}", "a.b.id")).isEqualTo("5");
    assertThat(key("{\"a.b\":6,\"a\":{\"b\":5}}", "a.b")).isEqualTo("6");
  }

  @Test
  void compositeKeyJoinsItsColumnsInTheConfiguredOrder() {
    assertThat(key("{\"id\":5,\"tenant\":\"x\"}", "tenant", "id")).isEqualTo("x|5");
  }

  @Test
  void differentCompositeKeysAreNeverEqual() {
    List<String> parts = List.of("a", "|", "\\", "a|", "|a", "\\|", "a\\", "\\\\", "a|a");
    Set<String> keys = new HashSet<>();
    for (String first : parts) {
      for (String second : parts) {
        keys.add(key(object(first, second), "a", "b"));
      }
    }
    assertThat(keys).hasSize(parts.size() * parts.size());
  }

  @ParameterizedTest
  @ValueSource(strings = {"{}", "{\"id\":null}", "{\"ID\":7}"})
  void eventWithoutItsKeyIsRejected(String line) {
    assertThat(rejection(line, "id"))
        .isEqualTo(
            "Cannot accept the event: key column 'id' is missing or null. Send the key with every"
                + " event or fix record.key.");
  }

  @Test
  void eventWithoutOnePartOfItsKeyIsRejected() {
    assertThat(rejection("{\"tenant\":\"x\"}", "tenant", "id")).contains("key column 'id'");
  }

  @ParameterizedTest
  @ValueSource(strings = {"{}", "[7]"})
  void nestedKeyIsRejected(String value) {
    assertThat(rejection("{\"id\":" + value + "}", "id"))
        .isEqualTo(
            "Cannot accept the event: key column 'id' holds a nested value. Name a column with a"
                + " plain value in record.key.");
  }

  @Test
  void emptyAndEndlessKeysAreRejected() {
    assertThat(rejection("{\"id\":\"\"}", "id"))
        .isEqualTo(
            "Cannot accept the event: key column 'id' has 0 characters, allowed are 1 to 4096."
                + " Fix the key.");
    assertThat(rejection("{\"id\":\"" + "k".repeat(4097) + "\"}", "id"))
        .contains("has 4097 characters, allowed are 1 to 4096");
    assertThat(key("{\"id\":\"" + "k".repeat(4096) + "\"}", "id")).hasSize(4096);
  }

  @ParameterizedTest
  @ValueSource(strings = {"\\ud800", "a\\udc00", "\\udc00\\ud800", "\\ud800\\ud83d\\ude00"})
  void keyWithHalfOfASurrogatePairIsRejectedSinceItWouldBeStoredAsAnother(String escaped) {
    String reason =
        "Cannot accept the event: key column 'id' holds half of a surrogate pair, which no UTF-8"
            + " text can hold. Fix the key.";

    assertThat(rejection("{\"id\":\"" + escaped + "\"}", "id")).isEqualTo(reason);
    assertThat(rejection("{\"a\":\"x\",\"id\":\"" + escaped + "\"}", "a", "id")).isEqualTo(reason);
    assertThat(key("{\"id\":\"\\ud83d\\ude00\"}", "id")).isEqualTo("\uD83D\uDE00");
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      value = {
        "41, 41",
        "-9223372036854775808, -9223372036854775808",
        "`\" 41 \"`, 41",
        "`\"+41\"`, 41",
        "`\"1795228958723543000\"`, 1795228958723543000",
        "`\"9223372036854775807\"`, 9223372036854775807",
        "`\"1970-01-01T00:00:01Z\"`, 1000000",
        "`\"1970-01-01T01:00:01.000002+01:00\"`, 1000002",
        "`\"1970-01-01 00:00:01\"`, 1000000",
        "`\"1970-01-02\"`, 86400000000",
        "`\"1969-12-31T23:59:59.999999Z\"`, -1",
        "`\"9999-12-31\"`, 253402214400000000",
        "`\"9999-12-31T23:59:59.999999Z\"`, 253402300799999999",
        "`\"0001-01-01\"`, -62135596800000000"
      })
  void versionIsAWholeNumberOrMicrosecondsOfATime(String json, long expected) {
    assertThat(version(json)).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      value = {
        "1.5; a number with a fraction or of more than 64 bits",
        "9223372036854775808; a number with a fraction or of more than 64 bits",
        "`\"9223372036854775808\"`; text that is neither a whole number of 64 bits nor a time",
        "`\"yesterday\"`; text that is neither a whole number of 64 bits nor a time",
        "`\"\"`; text that is neither a whole number of 64 bits nor a time",
        "`\"+999999999-12-31\"`; text that is neither a whole number of 64 bits nor a time",
        "`\"-999999999-01-01T00:00Z\"`; text that is neither a whole number of 64 bits nor a time",
        "true; boolean",
        "[1]; array",
        "{}; object"
      },
      delimiter = ';')
  void versionThatHasNoOrderIsRejected(String json, String kind) {
    PlainParser parser =
        PlainParserTest.parser(new RecordConfig(List.of("id"), Optional.of("rev")));

    assertThat(Landed.reason(parser, Landed.line("{\"id\":7,\"rev\":" + json + "}")))
        .isEqualTo(
            "Cannot accept the event: version column 'rev' is of a kind that has no order ("
                + kind
                + "). Use a whole number or an ISO-8601 time.");
  }

  private static String object(String first, String second) {
    return "{\"a\":\"%s\",\"b\":\"%s\"}"
        .formatted(first.replace("\\", "\\\\"), second.replace("\\", "\\\\"));
  }

  private static PlainParser keyed(String... columns) {
    return PlainParserTest.parser(new RecordConfig(Arrays.asList(columns), Optional.empty()));
  }

  private static String key(String line, String... columns) {
    return Landed.event(keyed(columns), Landed.line(line)).recordKey();
  }

  private static String rejection(String line, String... columns) {
    return Landed.reason(keyed(columns), Landed.line(line));
  }

  private static Long version(String json) {
    PlainParser parser =
        PlainParserTest.parser(new RecordConfig(List.of("id"), Optional.of("rev")));
    return Landed.event(parser, Landed.line("{\"id\":7,\"rev\":" + json + "}")).version();
  }
}
