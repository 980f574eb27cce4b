package dev.freshet.pipeline.change;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.freshet.pipeline.document.RejectedLine;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SourcePositionTest {

  private static final long ARRIVAL = Landed.line("").arrival();

  @Test
  void logSequenceNumberOfPostgresIsVersionAndPosition() throws RejectedLine {
    assertThat(of("{\"lsn\":26724320,\"ts_us\":9}"))
        .isEqualTo(new SourcePosition(26724320, 26724320));
  }

  @Test
  void systemChangeNumberOfOracleMayBeText() throws RejectedLine {
    assertThat(of("{\"scn\":\"2868546\",\"ts_ms\":9}"))
        .isEqualTo(new SourcePosition(2868546, 2868546));
  }

  @Test
  void binlogOfMysqlOrdersByFileNumberThenPosition() throws RejectedLine {
    List<SourcePosition> ordered =
        List.of(
            binlog("mysql-bin.000009", 4_294_967_295L),
            binlog("mysql-bin.000010", 4),
            binlog("mysql-bin.000010", 154),
            binlog("mysql-bin.999999", 4),
            binlog("mysql-bin.1000000", 4));

    assertThat(ordered).isSortedAccordingTo((a, b) -> Long.compare(a.version(), b.version()));
    assertThat(ordered).extracting(SourcePosition::version).doesNotHaveDuplicates();
    assertThat(ordered).allMatch(each -> each.position() == each.version());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"file\":\"binlog\",\"pos\":4,\"ts_ms\":5}",
        "{\"file\":\"bin.x1\",\"pos\":4,\"ts_ms\":5}",
        "{\"file\":\"bin.000001\",\"pos\":null,\"ts_ms\":5}",
        "{\"lsn\":null,\"scn\":null,\"ts_ms\":5}"
      })
  void clockIsTheVersionOfASourceWithoutALogAndArrivalDecidesBetweenEqualTicks(String source)
      throws RejectedLine {
    assertThat(of(source)).isEqualTo(new SourcePosition(5000, ARRIVAL));
  }

  @Test
  void microsecondsOfTheSourceCountBeforeMillisecondsAndBeforeTheEnvelope() throws RejectedLine {
    assertThat(at("{\"source\":{\"ts_us\":7,\"ts_ms\":5},\"ts_us\":9}").version()).isEqualTo(7);
    assertThat(at("{\"source\":{\"ts_ms\":5},\"ts_us\":9}").version()).isEqualTo(5000);
    assertThat(at("{\"source\":{},\"ts_us\":9}").version()).isEqualTo(9);
    assertThat(at("{\"ts_ms\":9}").version()).isEqualTo(9000);
  }

  @Test
  void orderOfArrivalIsAllThatIsLeftWithoutAnyOfThem() throws RejectedLine {
    assertThat(at("{}")).isEqualTo(new SourcePosition(ARRIVAL, ARRIVAL));
  }

  @Test
  void largestBinlogPositionIsStillInOrder() throws RejectedLine {
    assertThat(binlog("bin.8388607", (1L << 40) - 1).version()).isEqualTo(Long.MAX_VALUE);
    assertThat(binlog("bin.8388607", (1L << 40) - 1).version())
        .isGreaterThan(binlog("bin.8388607", 4).version());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"file\":\"bin.8388608\",\"pos\":4}",
        "{\"file\":\"bin.123456789012\",\"pos\":4}",
        "{\"file\":\"bin.000001\",\"pos\":1099511627776}",
        "{\"file\":\"bin.000001\",\"pos\":-1}",
        "{\"lsn\":9223372036854775808}",
        "{\"scn\":\"9223372036854775808\"}",
        "{\"ts_ms\":9223372036854776}",
        "{\"ts_ms\":9223372036854775807}"
      })
  void positionBeyond64BitsIsRejected(String source) {
    assertThatThrownBy(() -> of(source))
        .isInstanceOf(RejectedLine.class)
        .hasMessageStartingWith("Cannot accept the event: its log position or time at the source");
  }

  @Test
  void timeBeyond64BitsIsUnknown() {
    assertThat(SourcePosition.time(json("{\"source\":{\"ts_ms\":9223372036854775807}}"))).isNull();
  }

  @Test
  void timeHasMicrosecondsAndMayLieBefore1970() {
    assertThat(SourcePosition.time(json("{\"source\":{\"ts_us\":1795228958723543}}")))
        .isEqualTo(Instant.parse("2026-11-21T02:42:38.723543Z"));
    assertThat(SourcePosition.time(json("{\"ts_us\":-1}")))
        .isEqualTo(Instant.parse("1969-12-31T23:59:59.999999Z"));
    assertThat(SourcePosition.time(json("{}"))).isNull();
  }

  @Test
  void laterFilesAndLaterLinesArriveLater() {
    LandedRow longest = row(1, Integer.MAX_VALUE);

    assertThat(row(1, 2).arrival()).isGreaterThan(row(1, 1).arrival());
    assertThat(row(2, 0).arrival()).isGreaterThan(longest.arrival());
    assertThat(row(1L << 31, 5).arrival()).isPositive();
  }

  private static LandedRow row(long sequence, long line) {
    return new LandedRow("", line, "/landing/a", sequence, 1, Landed.AT, null);
  }

  private static SourcePosition binlog(String file, long position) throws RejectedLine {
    return of("{\"file\":\"%s\",\"pos\":%d}".formatted(file, position));
  }

  private static SourcePosition of(String source) throws RejectedLine {
    return at("{\"source\":" + source + "}");
  }

  private static SourcePosition at(String envelope) throws RejectedLine {
    return SourcePosition.of(json(envelope), Landed.line(""));
  }

  private static JsonNode json(String text) {
    try {
      return new ObjectMapper().readTree(text);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(e);
    }
  }
}
