package dev.freshet.pipeline.document;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.freshet.core.config.ChunkingConfig;
import dev.freshet.core.config.DocumentConfig;
import dev.freshet.core.config.FreshetConfig;
import dev.freshet.core.config.RecordConfig;
import dev.freshet.core.config.SourceConfig;
import dev.freshet.core.config.value.ChangeFormat;
import dev.freshet.core.config.value.DiscoveryMode;
import dev.freshet.core.config.value.DocumentFormat;
import dev.freshet.core.config.value.SourceFormat;
import dev.freshet.core.config.value.TextTemplate;
import dev.freshet.core.embed.DocumentExtractor;
import dev.freshet.core.embed.ExtractOutcome;
import dev.freshet.core.error.ErrorCode;
import dev.freshet.core.error.FreshetException;
import dev.freshet.pipeline.change.EventReader;
import dev.freshet.pipeline.change.Landed;
import dev.freshet.pipeline.change.Reading;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Documents in base64, read by an extractor that knows a few texts. */
class BinaryDocumentTest {

  private static final DocumentExtractor EXTRACTOR =
      new DocumentExtractor() {
        @Override
        public ExtractOutcome extract(byte[] content) {
          String text = new String(content, StandardCharsets.UTF_8);
          if (text.equals("reader is gone")) {
            throw new FreshetException(ErrorCode.EXTRACTION_FAILED, "Cannot read documents: gone.");
          }
          return text.equals("locked")
              ? new ExtractOutcome.Unreadable("it is encrypted. Land it without a password.")
              : new ExtractOutcome.Extracted("<p>" + text + "</p>");
        }

        @Override
        public void close() {}
      };

  @Test
  void columnIsDecodedAndReadByTheExtractor() {
    assertThat(text(base64("pumps need oil"))).isEqualTo("<p>pumps need oil</p>");
  }

  @ParameterizedTest
  @ValueSource(strings = {"w7_Dvz4-Pw==", "w7_Dvz4-Pw", "w7/D\\r\\nvz4+\\nPw=="})
  void everyCommonSpellingOfBase64IsTaken(String base64) {
    assertThat(text(base64)).isEqualTo("<p>ÿÿ>>?</p>");
  }

  @Test
  void recordWithoutAFileIsAnEmptyDocument() {
    assertThat(text("")).isEmpty();
    assertThat(((Reading.Event) read("{\"id\":1,\"file\":null}")).document())
        .isEqualTo(new Document("", Map.of()));
  }

  @Test
  void whatIsNoBase64IsRejected() {
    assertThat(reason("\\\\x255044462d"))
        .isEqualTo(
            "Cannot read the document in column 'file': it is not base64. Send the column as"
                + " base64 (Debezium: binary.handling.mode bytes or base64), or set document.format to how"
                + " the column is written.");
  }

  @Test
  void documentThatCannotBeReadIsRejectedWithTheReason() {
    assertThat(reason(base64("locked")))
        .isEqualTo(
            "Cannot read the document in column 'file': it is encrypted. Land it without a"
                + " password.");
  }

  @Test
  void extractorThatDoesNotWorkAtAllIsNotTheDocumentsFault() {
    assertThatThrownBy(() -> line(base64("reader is gone"))).isInstanceOf(FreshetException.class);
  }

  @Test
  void columnOfADebeziumEventIsReadLikewise() {
    EventReader reader = reader(ChangeFormat.DEBEZIUM);

    Reading reading =
        reader.read(
            Landed.line(
                "{\"op\":\"c\",\"source\":{\"lsn\":7},\"after\":{\"id\":1,\"file\":\""
                    + base64("pumps")
                    + "\"}}"));

    assertThat(Objects.requireNonNull(((Reading.Event) reading).document()).text())
        .isEqualTo("<p>pumps</p>");
  }

  private static String text(String base64) {
    Reading reading = line(base64);
    assertThat(reading).isInstanceOf(Reading.Event.class);
    return Objects.requireNonNull(((Reading.Event) reading).document()).text();
  }

  private static String reason(String base64) {
    Reading reading = line(base64);
    assertThat(reading).isInstanceOf(Reading.Rejected.class);
    return ((Reading.Rejected) reading).reason();
  }

  private static Reading line(String base64) {
    return read("{\"id\":1,\"file\":\"" + base64 + "\"}");
  }

  private static Reading read(String line) {
    return reader(ChangeFormat.PLAIN).read(Landed.line(line));
  }

  private static EventReader reader(ChangeFormat changes) {
    return EventReader.of(
        FreshetConfig.of(
            "test",
            Path.of("/home"),
            new SourceConfig(
                Path.of("/landing"), SourceFormat.JSON, changes, DiscoveryMode.AUTO, Map.of()),
            RecordConfig.of("id"),
            new DocumentConfig(
                TextTemplate.parse("{file}"),
                DocumentFormat.BINARY,
                List.of(),
                ChunkingConfig.defaults())),
        EXTRACTOR);
  }

  private static String base64(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }
}
