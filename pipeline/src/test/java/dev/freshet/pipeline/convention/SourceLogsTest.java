package dev.freshet.pipeline.convention;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.freshet.pipeline.document.RejectedLine;
import dev.freshet.pipeline.order.Relation;
import dev.freshet.pipeline.order.SourcePosition;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SourceLogsTest {

  private static final ObjectMapper JSON = new ObjectMapper();

  /**
   * Each line: the source of an event, the source of another one, and how the first stands to the
   * second.
   */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      textBlock =
          """
          # PostgreSQL: transactions in the order of their commits, whatever the places of their changes
          {"lsn":22313976,"sequence":"[\\"22314336\\",\\"22313976\\"]"}|{"lsn":22314160,"sequence":"[\\"22313736\\",\\"22314160\\"]"}|NEWER
          {"lsn":22313792,"sequence":"[\\"22314568\\",\\"22313792\\"]"}|{"lsn":22314392,"sequence":"[\\"22314336\\",\\"22314392\\"]"}|NEWER
          {"lsn":100}|{"lsn":200}|OLDER
          {"lsn":100}|{"lsn":100}|SAME
          {"connector":"postgresql","name":"a","lsn":100}|{"connector":"postgresql","name":"b","lsn":200}|UNDECIDED
          # MySQL: a GTID of the same source, else file, position and row
          {"file":"b.000009","pos":9,"row":0,"gtid":"u:7"}|{"file":"b.000002","pos":4,"row":0,"gtid":"u:8"}|OLDER
          {"file":"b.000009","pos":9,"row":0,"gtid":"u:7"}|{"file":"b.000002","pos":4,"row":0,"gtid":"v:8"}|UNDECIDED
          {"file":"b.000009","pos":9,"row":1,"gtid":"u:7"}|{"file":"b.000009","pos":9,"row":0,"gtid":"u:7"}|NEWER
          {"file":"b.000010","pos":4,"row":0}|{"file":"b.000009","pos":4294967295,"row":3}|NEWER
          {"file":"b.1000000","pos":4}|{"file":"b.999999","pos":4}|NEWER
          {"file":"b.000009","pos":9,"row":1}|{"file":"b.000009","pos":9,"row":0}|NEWER
          {"file":"b.000009","pos":9}|{"file":"c.000001","pos":9}|UNDECIDED
          {"file":"b.8388608","pos":1099511627776}|{"file":"b.8388607","pos":4}|NEWER
          # MariaDB: domain-server-number
          {"connector":"mariadb","file":"b.000001","pos":4,"gtid":"0-2-9"}|{"connector":"mariadb","file":"b.000007","pos":4,"gtid":"0-1-8"}|NEWER
          {"connector":"mariadb","file":"b.000001","pos":4,"gtid":"1-2-9"}|{"connector":"mariadb","file":"b.000007","pos":4,"gtid":"0-1-8"}|UNDECIDED
          # SQL Server
          {"commit_lsn":"00000027:00000bf0:0009","change_lsn":"00000027:00000bf0:0005","event_serial_no":1}|{"commit_lsn":"00000027:00000bf0:0009","change_lsn":"00000027:00000bf0:0002","event_serial_no":1}|NEWER
          {"commit_lsn":"00000027:00000bf0:0009","change_lsn":"00000027:00000bf0:0005","event_serial_no":2}|{"commit_lsn":"00000027:00000bf0:0009","change_lsn":"00000027:00000bf0:0005","event_serial_no":1}|NEWER
          {"commit_lsn":"00000028:00000001:0001","change_lsn":"00000027:00000001:0001"}|{"commit_lsn":"00000027:ffffffff:0009","change_lsn":"00000027:00000bf0:0005"}|NEWER
          # Oracle
          {"scn":"100","commit_scn":"150","rs_id":"0x00001a.00000010.0010","ssn":0}|{"scn":"120","commit_scn":"140","rs_id":"0x00001a.00000020.0010","ssn":0}|NEWER
          {"scn":"100","commit_scn":"150","rs_id":"0x00001a.00000011.0010","ssn":0}|{"scn":"100","commit_scn":"150","rs_id":"0x00001a.00000010.0010","ssn":7}|NEWER
          {"scn":"100","commit_scn":"150","rs_id":"0x00001a.00000010.0010","ssn":1}|{"scn":"100","commit_scn":"150","rs_id":"0x00001a.00000010.0010","ssn":0}|NEWER
          # MongoDB
          {"connector":"mongodb","ts_ms":5000,"ord":2}|{"connector":"mongodb","ts_ms":5000,"ord":1}|NEWER
          {"connector":"mongodb","ts_ms":6000,"ord":1}|{"connector":"mongodb","ts_ms":5000,"ord":9}|NEWER
          # No log, or not the same one: a clock decides nothing
          {"ts_ms":5000}|{"ts_ms":4000}|UNDECIDED
          {"lsn":7}|{"file":"b.000001","pos":4}|UNDECIDED
          {"file":"binlog","pos":4,"ts_ms":5}|{"file":"binlog","pos":3,"ts_ms":4}|UNDECIDED
          {"file":"bin.000001","pos":null}|{"file":"bin.000001","pos":3}|UNDECIDED
          {"lsn":null,"scn":null,"ts_ms":5}|{"lsn":6,"ts_ms":4}|UNDECIDED
          """)
  void changesStandAsTheLogOfTheirConnectorSays(String source, String other, Relation relation)
      throws RejectedLine {
    assertThat(log(source).relationTo(log(other))).isEqualTo(relation);
    Relation reverse =
        switch (relation) {
          case NEWER -> Relation.OLDER;
          case OLDER -> Relation.NEWER;
          default -> relation;
        };
    assertThat(log(other).relationTo(log(source))).isEqualTo(reverse);
  }

  /**
   * Each line: the source of a row that a snapshot read, the source of a change of the log, and how
   * the change stands to the row.
   */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      textBlock =
          """
          {"lsn":500,"sequence":"[null,\\"500\\"]"}|{"lsn":600,"sequence":"[null,\\"600\\"]"}|NEWER
          # The first transaction after the snapshot may have written before it.
          {"lsn":500,"sequence":"[null,\\"500\\"]"}|{"lsn":400,"sequence":"[null,\\"400\\"]"}|UNDECIDED
          {"lsn":500,"sequence":"[null,\\"500\\"]"}|{"lsn":400,"sequence":"[\\"550\\",\\"400\\"]"}|NEWER
          {"lsn":500,"sequence":"[null,\\"500\\"]"}|{"lsn":400,"sequence":"[\\"390\\",\\"400\\"]"}|OLDER
          # A read of an incremental snapshot has no lsn.
          {"lsn":null,"sequence":"[\\"500\\",\\"500\\"]"}|{"lsn":400,"sequence":"[\\"550\\",\\"400\\"]"}|NEWER
          {"lsn":null,"sequence":"[\\"500\\",\\"500\\"]"}|{"lsn":400,"sequence":"[\\"390\\",\\"400\\"]"}|OLDER
          {"lsn":null,"sequence":"[null,null]"}|{"lsn":400,"sequence":"[\\"390\\",\\"400\\"]"}|UNDECIDED
          {"file":"b.000002","pos":154,"row":0,"gtid":null}|{"file":"b.000002","pos":154,"row":0,"gtid":"u:7"}|UNDECIDED
          {"file":"b.000002","pos":154,"row":0}|{"file":"b.000002","pos":200,"row":0,"gtid":"u:7"}|NEWER
          {"file":"b.000002","pos":154,"row":0}|{"file":"b.000002","pos":4,"row":0,"gtid":"u:7"}|OLDER
          {"commit_lsn":"00000027:00000bf0:0009","change_lsn":null}|{"commit_lsn":"00000027:00000bf0:0010","change_lsn":"00000027:00000001:0001"}|NEWER
          {"commit_lsn":"00000027:00000bf0:0009","change_lsn":null}|{"commit_lsn":"00000027:00000bf0:0009","change_lsn":"00000027:00000001:0001"}|UNDECIDED
          {"scn":"130"}|{"scn":"100","commit_scn":"150"}|NEWER
          {"scn":"130"}|{"scn":"100","commit_scn":"120"}|OLDER
          {"connector":"mongodb","ts_ms":5000,"ord":2}|{"connector":"mongodb","ts_ms":5000,"ord":1}|OLDER
          """)
  void changeStandsToARowThatASnapshotReadByItsCommit(
      String snapshot, String change, Relation relation) throws RejectedLine {
    SourcePosition read = SourceLogs.ofEnvelope(envelope(snapshot), 0, true);

    assertThat(log(change).relationTo(read)).isEqualTo(relation);
  }

  @Test
  void readThatLandsAgainAfterTheFirstTransactionIsNotNewerByItsPlace() throws RejectedLine {
    SourcePosition read =
        SourceLogs.ofEnvelope(
            envelope("{\"lsn\":500,\"sequence\":\"[null,\\\"500\\\"]\"}"), 0, true);

    assertThat(read.relationTo(log("{\"lsn\":400,\"sequence\":\"[null,\\\"400\\\"]\"}")))
        .isEqualTo(Relation.UNDECIDED);
    assertThat(read.relationTo(log("{\"lsn\":400,\"sequence\":\"[\\\"390\\\",\\\"400\\\"]\"}")))
        .isEqualTo(Relation.NEWER);
  }

  @Test
  void epochIsComparedFirst() throws RejectedLine {
    JsonNode low = envelope("{\"lsn\":1}");
    JsonNode high = envelope("{\"lsn\":9}");

    assertThat(
            SourceLogs.ofEnvelope(low, 1, false).relationTo(SourceLogs.ofEnvelope(high, 0, false)))
        .isEqualTo(Relation.NEWER);
  }

  @Test
  void changeStandsToARecordOfAnEarlierVersionOfFreshetByItsNumber() throws RejectedLine {
    assertThat(log("{\"lsn\":7}").relationTo(SourcePosition.ofNumber(8))).isEqualTo(Relation.OLDER);
    assertThat(log("{\"ts_ms\":7}").relationTo(SourcePosition.ofNumber(8)))
        .isEqualTo(Relation.UNDECIDED);
  }

  @Test
  void numberOfAPlaceIsShownAsTheVersion() throws RejectedLine {
    assertThat(log("{\"lsn\":26724320,\"ts_us\":9}").number()).isEqualTo(26724320);
    assertThat(log("{\"file\":\"b.000002\",\"pos\":5}").number()).isEqualTo((2L << 40) + 5);
    assertThat(log("{\"file\":\"b.8388608\",\"pos\":5}").number()).isNull();
    assertThat(log("{\"scn\":\"2868546\"}").number()).isEqualTo(2868546);
    assertThat(log("{\"ts_ms\":9}").number()).isNull();
  }

  @Test
  void flatRowsSayTheirPlaceInTheFieldsThatWereAdded() throws RejectedLine {
    SourcePosition unwrapped =
        SourceLogs.ofRow(
            json(
                "{\"id\":1,\"__op\":\"r\",\"__lsn\":7,\"__source_ts_ms\":3,"
                    + "\"__source_sequence\":\"[\\\"9\\\",\\\"7\\\"]\"}"),
            0);

    assertThat(unwrapped.read()).isTrue();
    assertThat(unwrapped.micros()).isEqualTo(3000);
    assertThat(unwrapped.places()).hasSize(1);
    assertThat(unwrapped.places().get(0).commit()).isEqualTo(List.of(9L));
    assertThat(SourceLogs.ofRow(json("{\"id\":1,\"lsn\":7,\"file\":\"a.1\",\"pos\":2}"), 0))
        .isEqualTo(SourcePosition.none(0));
  }

  @ParameterizedTest
  @ValueSource(strings = {"{\"lsn\":9223372036854775808}", "{\"scn\":\"9223372036854775808\"}"})
  void placeBeyond64BitsIsRejected(String source) {
    assertThatThrownBy(() -> log(source))
        .isInstanceOf(RejectedLine.class)
        .hasMessageStartingWith("Cannot accept the event: its log position or time at the source");
  }

  @Test
  void microsecondsOfTheSourceCountBeforeMillisecondsAndBeforeTheEnvelope() throws RejectedLine {
    assertThat(at("{\"source\":{\"ts_us\":7,\"ts_ms\":5},\"ts_us\":9}").micros()).isEqualTo(7);
    assertThat(at("{\"source\":{\"ts_ms\":5},\"ts_us\":9}").micros()).isEqualTo(5000);
    assertThat(at("{\"source\":{},\"ts_us\":9}").micros()).isEqualTo(9);
    assertThat(at("{\"ts_ms\":9}").micros()).isEqualTo(9000);
    assertThat(at("{}").micros()).isNull();
  }

  @Test
  void timeHasMicrosecondsAndMayLieBefore1970() throws RejectedLine {
    assertThat(at("{\"source\":{\"ts_us\":1795228958723543}}").time())
        .isEqualTo(Instant.parse("2026-11-21T02:42:38.723543Z"));
    assertThat(at("{\"ts_us\":-1}").time()).isEqualTo(Instant.parse("1969-12-31T23:59:59.999999Z"));
    assertThat(at("{}").time()).isNull();
  }

  private static SourcePosition log(String source) throws RejectedLine {
    return SourceLogs.ofEnvelope(envelope(source), 0, false);
  }

  private static SourcePosition at(String envelope) throws RejectedLine {
    return SourceLogs.ofEnvelope(json(envelope), 0, false);
  }

  private static JsonNode envelope(String source) {
    return json("{\"source\":" + source + "}");
  }

  private static JsonNode json(String text) {
    try {
      return JSON.readTree(text);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(text, e);
    }
  }
}
