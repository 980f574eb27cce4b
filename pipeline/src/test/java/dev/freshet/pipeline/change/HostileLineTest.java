package dev.freshet.pipeline.change;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.core.config.RecordConfig;
import dev.freshet.core.config.value.ChangeFormat;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Lines that are made to take long, much memory or a deep stack are events or are rejected. */
class HostileLineTest {

  static Stream<String> values() {
    String digits = "9".repeat(2_000_000);
    return Stream.of(
        "1e999999999",
        "-1e-999999999",
        "0e999999999",
        "1e9999999999",
        "1e-9999999999",
        digits,
        "0." + digits,
        "\"" + digits + "\"",
        "\"1e999999999\"",
        "{\"$numberDecimal\":\"" + digits + "\"}",
        "\"{\\\"$numberDecimal\\\":\\\"" + digits + "\\\"}\"",
        "\"{\\\"$date\\\":1e999999999}\"",
        "\"" + "a".repeat(10_000_000) + "\"",
        "\"\\ud800\"",
        "\"\\u0000\"",
        "[".repeat(900) + "]".repeat(900),
        "[".repeat(1_000_000),
        "[".repeat(1_000_000) + "]".repeat(1_000_000),
        "{\"a\":".repeat(900) + "1" + "}".repeat(900),
        "{\"a\":".repeat(100_000) + "1" + "}".repeat(100_000),
        "\"" + "\\\"".repeat(1_000_000),
        "1}\"" + "\\\"".repeat(1_000_000),
        "1,\"" + "n".repeat(1_000_000) + "\":1");
  }

  @ParameterizedTest
  @MethodSource("values")
  @Timeout(20)
  void isAnEventOrRejected(String value) {
    EventReader plain =
        EventReaderTest.reader(
            ChangeFormat.PLAIN,
            new RecordConfig(List.of("id"), Optional.of("v"), Optional.empty()),
            "{body}",
            "m");
    EventReader debezium =
        EventReaderTest.reader(ChangeFormat.DEBEZIUM, RecordConfig.of("id"), "{body}", "m");
    for (String column : new String[] {"id", "v", "body", "m", "x"}) {
      String row = "{\"id\":1,\"v\":1,\"body\":\"b\",\"" + column + "\":" + value + "}";
      assertThat(plain.read(Landed.line(row))).isNotNull();
      for (String line :
          new String[] {
            "{\"op\":\"c\",\"after\":" + row + "}",
            "{\"op\":\"c\",\"ts_ms\":" + value + "}",
            "{\"op\":\"u\",\"after\":{\"id\":1},\"source\":{\"lsn\":" + value + "}}"
          }) {
        assertThat(debezium.read(Landed.line(line))).isNotNull();
      }
    }
  }
}
