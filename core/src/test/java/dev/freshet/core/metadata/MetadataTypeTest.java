package dev.freshet.core.metadata;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class MetadataTypeTest {

  @ParameterizedTest
  @CsvSource({
    "integer, 42, 42",
    "integer, 42.0, 42",
    "integer, 4.2e1, 42",
    "integer, -9223372036854775808, -9223372036854775808",
    "integer, 42.5,",
    "integer, 9223372036854775808,",
    "integer, 1e400,",
    "integer, 042,",
    "integer, ' 42',",
    "integer, NaN,",
    "number, 42, 42.0",
    "number, 0.10, 0.1",
    "number, -0.0, 0.0",
    "number, Infinity,",
    "number, '1,5',",
    "boolean, true, true",
    "boolean, 1, true",
    "boolean, 0.0, false",
    "boolean, TRUE,",
    "boolean, 2,",
    "time, 2026-01-01T00:30:00+02:00, 2025-12-31T22:30:00Z",
    "time, 2026-01-01, 2026-01-01T00:00:00Z",
    "time, 2026-01-01T00:30:00,",
    "time, 1767225600,",
    "text, 2026-01-01, 2026-01-01",
  })
  void textIsConvertedToADeclaredTypeWithoutLossOrNotAtAll(
      String type, String landed, String converted) {
    Optional<MetadataValue> value =
        MetadataType.spelled(type).orElseThrow().convert(new MetadataValue.Text(landed));
    Optional<MetadataValue> number =
        Spelling.number(landed)
            .flatMap(
                spelled ->
                    MetadataType.spelled(type)
                        .orElseThrow()
                        .convert(new MetadataValue.Number(spelled)));

    if (type.equals("boolean") && Spelling.number(landed).isPresent()) {
      assertThat(number.map(MetadataValue::text)).isEqualTo(Optional.ofNullable(converted));
    } else {
      assertThat(value.map(MetadataValue::text)).isEqualTo(Optional.ofNullable(converted));
    }
  }

  @Test
  void listsAndTheirElementsAreConverted() {
    MetadataValue list = new MetadataValue.Texts(List.of("a", "say \"b\""));

    assertThat(MetadataType.TEXT.convert(list))
        .contains(new MetadataValue.Text("[\"a\",\"say \\\"b\\\"\"]"));
    assertThat(MetadataType.TEXTS.convert(new MetadataValue.Text("a")))
        .contains(new MetadataValue.Texts(List.of("a")));
    assertThat(MetadataType.TEXTS.convert(new MetadataValue.Json("[1,null]", List.of("1"))))
        .contains(new MetadataValue.Texts(List.of("1")));
    assertThat(MetadataType.TEXTS.convert(new MetadataValue.Json("{}", null))).isEmpty();
    assertThat(MetadataType.INTEGER.convert(list)).isEmpty();
  }

  static Stream<MetadataValue> values() {
    return Stream.concat(
        Stream.of("", "a", "42", "042", "1e400", "true", "2026-01-01", "[1]")
            .map(MetadataValue.Text::new),
        Stream.of("0", "-1", "9223372036854775807", "9223372036854775808", "0.1", "1E+22", "1E+400")
            .map(number -> new MetadataValue.Number(new BigDecimal(number))));
  }

  @ParameterizedTest
  @MethodSource("values")
  void cellsSayWhatTheValueWas(MetadataValue value) {
    assertThat(MetadataValue.of(value.cells())).contains(value);
  }

  @Test
  void cellsOfEveryOtherType() {
    Instant time = Instant.parse("2026-01-01T00:00:00Z");
    for (MetadataValue value :
        List.of(
            new MetadataValue.Truth(false),
            new MetadataValue.Time(time),
            new MetadataValue.Texts(List.of()),
            new MetadataValue.Json("[null]", List.of()))) {
      assertThat(MetadataValue.of(value.cells())).contains(value);
    }
    assertThat(MetadataValue.of(Map.of())).isEmpty();
    assertThat(new MetadataValue.Text("2026-01-01").cells())
        .isEqualTo(Map.of(MetadataType.TEXT, "2026-01-01", MetadataType.TIME, time));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "2026-02-30",
        "2026-01-01T24:00:00Z",
        "2026-01-01 00:00:00Z",
        "2026-01-01T00:00:00",
        "2026-01-01T00:00:00.1234567Z",
        "0000-12-31T23:59:59Z",
        "9999-12-31T23:59:59-01:00",
        "20260101",
        "now"
      })
  void whatIsNoInstantStaysAText(String text) {
    assertThat(Spelling.time(text)).isEmpty();
  }

  /** Reading such numbers must not take time that grows with what they say. */
  @Test
  void hugeExponentsCostNothing() {
    MetadataValue.Number huge = new MetadataValue.Number(new BigDecimal("1E+999999999"));
    MetadataValue.Number tiny = new MetadataValue.Number(new BigDecimal("1E-999999999"));

    assertThat(huge.cells()).containsEntry(MetadataType.NUMBER, Double.POSITIVE_INFINITY);
    assertThat(tiny.cells()).containsEntry(MetadataType.NUMBER, 0.0);
    assertThat(MetadataType.INTEGER.convert(huge)).isEmpty();
    assertThat(MetadataType.BOOLEAN.convert(huge)).isEmpty();
    assertThat(MetadataType.NUMBER.convert(huge)).contains(huge);
    assertThat(Spelling.number("1e9999")).isEmpty();
  }
}
