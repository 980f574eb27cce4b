package dev.freshet.pipeline.feed;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.freshet.core.config.SourceConfig;
import dev.freshet.core.config.value.ChangeFormat;
import dev.freshet.core.config.value.DiscoveryMode;
import dev.freshet.core.config.value.SourceFormat;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

class FeedCheckTest {

  private static final String ENVELOPE =
      "{\"before\":null,\"after\":{\"id\":1},\"source\":{\"lsn\":1},\"op\":\"c\"}";
  private static final String FIVETRAN = "{\"id\":1,\"_fivetran_deleted\":false}";

  @Test
  void envelopeUnderPlainIsRefusedWithTheKeyToSet() throws IOException {
    assertThat(check(ChangeFormat.PLAIN).refusal(row(ENVELOPE)))
        .hasValue(
            "Cannot read the line with source.changes: plain: it looks like a Debezium change event, for it has 'source' and 'op' beside 'before' or 'after'. Set source.changes: debezium, and land the file again if it was read before.");
  }

  @Test
  void formatThatIsNotReadIsRefusedWithWhatToLandInstead() throws IOException {
    assertThat(check(ChangeFormat.PLAIN).refusal(row(FIVETRAN)))
        .hasValueSatisfying(
            reason ->
                assertThat(reason)
                    .startsWith(
                        "Cannot read the line with source.changes: plain: it looks like a row of Fivetran, for it has '_fivetran_deleted' or '_fivetran_active'. This version does not read that format. Land each row as one JSON object"));
  }

  @Test
  void adviceForEachFormatThatIsNotReadMakesAPlainRow() throws IOException {
    ObjectNode advised = row(FIVETRAN);
    advised.remove("_fivetran_deleted");
    advised.put("is_deleted", false);

    assertThat(check(ChangeFormat.PLAIN).refusal(advised)).isEmpty();
  }

  @Test
  void rowsThatPlainReadsAreNotRefused() throws IOException {
    FeedCheck plain = check(ChangeFormat.PLAIN);

    assertThat(plain.refusal(row("{\"id\":1,\"__deleted\":\"true\"}"))).isEmpty();
    assertThat(plain.refusal(row("{\"id\":1,\"title\":\"t\"}"))).isEmpty();
  }

  @Test
  void lineThatTheConfiguredFormatCannotReadIsToldByItsMarks() {
    FeedCheck debezium = check(ChangeFormat.DEBEZIUM);

    assertThat(debezium.reasonFor("{\"id\":1,\"__deleted\":\"true\"}"))
        .hasValueSatisfying(
            reason ->
                assertThat(reason)
                    .contains("ExtractNewRecordState", "Set source.changes: plain, and"));
    assertThat(debezium.reasonFor(ENVELOPE)).isEmpty();
    assertThat(debezium.reasonFor("{\"id\":1}")).isEmpty();
    assertThat(debezium.reasonFor("[1")).isEmpty();
    assertThat(debezium.reasonFor("[]")).isEmpty();
    assertThat(debezium.reasonFor(null)).isEmpty();
  }

  @Test
  void filesThatAreRecordsHaveNoChangeFormat() throws IOException {
    FeedCheck text =
        FeedCheck.of(
            new SourceConfig(
                Path.of("landing"),
                SourceFormat.TEXT,
                ChangeFormat.PLAIN,
                DiscoveryMode.AUTO,
                Map.of()));

    assertThat(text.reasonFor(ENVELOPE)).isEmpty();
    assertThat(text.refusal(row(ENVELOPE))).isEmpty();
  }

  private static FeedCheck check(ChangeFormat changes) {
    return FeedCheck.of(
        new SourceConfig(
            Path.of("landing"), SourceFormat.JSON, changes, DiscoveryMode.AUTO, Map.of()));
  }

  private static ObjectNode row(String json) throws IOException {
    return (ObjectNode) new ObjectMapper().readTree(json);
  }
}
