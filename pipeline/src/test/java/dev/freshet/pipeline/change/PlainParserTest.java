package dev.freshet.pipeline.change;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.autoloader.format.JsonLayout;
import dev.freshet.core.config.RecordConfig;
import dev.freshet.pipeline.convention.DeleteMarks;
import dev.freshet.pipeline.order.SourcePosition;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

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
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          {"id":7                | CUT
          {id:7}                 | NAMES_WITHOUT_QUOTES
          {"id":7} {"id":8}      | OBJECTS_ON_LINE
          {"id":7,}              | TRAILING_COMMA
          {'id':7}               | SINGLE_QUOTES
          // a comment           | COMMENT
          [{"id":7}]             | ARRAY
          "{\\"id\\":7}"         | TEXT_OF_JSON
          id,title               | CSV
          """)
  void lineThatIsNoObjectIsRejectedWithItsLayout(String line, JsonLayout layout) {
    assertThat(Landed.reason(BY_ARRIVAL, Landed.line(line))).isEqualTo(layout.reason());
  }

  @Test
  void lineThatIsDamagedInAnotherWayIsRejectedWithItsPlace() {
    assertThat(Landed.reason(BY_ARRIVAL, Landed.line("{\"id\":7}}")))
        .isEqualTo(
            "Cannot read the line as JSON: it is damaged at column 9. Write it by a JSON library and"
                + " land it again.");
    assertThat(Landed.reason(BY_ARRIVAL, Landed.line("12")))
        .isEqualTo(
            "Cannot read the line as an event: it is a JSON number, expected is one JSON object on"
                + " each line. Write an object with the columns of the record.");
  }

  @Test
  void lineThatLandedBeforeKeepsItsPlaceInTheOrderOfArrival() {
    LandedRow again =
        new LandedRow("{\"id\":7}", 2, "/a", new LandedRow.Landing(9, 4), 1, Instant.EPOCH, null);

    assertThat(again.sequence()).isEqualTo(9);
    assertThat(Landed.event(BY_ARRIVAL, again).version()).isEqualTo((4L << 31) + 2);
  }

  @Test
  void hugeStringIsReadWhole() {
    String big = "x".repeat(15 * 1024 * 1024);

    ChangeEvent event = Landed.event(BY_ARRIVAL, Landed.line("{\"id\":7,\"t\":\"" + big + "\"}"));

    assertThat(event.fields().get("t").textValue()).hasSize(big.length());
  }
}
