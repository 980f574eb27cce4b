package dev.freshet.home.settings;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.core.config.ChunkingConfig;
import dev.freshet.core.config.DocumentConfig;
import dev.freshet.core.config.FreshetConfig;
import dev.freshet.core.config.RecordConfig;
import dev.freshet.core.config.SourceConfig;
import dev.freshet.core.config.value.DocumentFormat;
import dev.freshet.core.config.value.TextTemplate;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SettingsFileTest {

  private static final Instant NOON = Instant.parse("2026-05-04T12:00:00Z");
  private static final Instant LATER = NOON.plusSeconds(60);

  @TempDir Path dir;
  private SettingsFile file;
  private FreshetConfig before;

  @BeforeEach
  void open() {
    before = config("id", "{title}\n\n{body}", 256);
    file = new SettingsFile(before.layout());
  }

  @Test
  void homeThatNeverRanHasNoSettingsAndTheFirstRunWritesThem() {
    assertThat(file.read()).isEmpty();

    file.run(before, NOON, true);

    assertThat(file.read())
        .hasValueSatisfying(
            settings -> {
              assertThat(settings.pending(before)).isEmpty();
              assertThat(settings.lastChanges()).isEmpty();
              assertThat(settings.values())
                  .containsEntry("document.text", "{title}\n\n{body}")
                  .containsEntry("record.key", "[id]")
                  .containsEntry("source.changes", "plain")
                  .containsEntry("embedding.model", "all-minilm-l6-v2")
                  .hasSize(TrackedKey.values().length);
            });
  }

  @Test
  void changedKeyIsToldBeforeTheNextRunWithWhatItMeansAndWhatToDo() {
    file.run(before, NOON, true);

    List<SettingChange> pending =
        file.read().orElseThrow().pending(config("slug", "{title}\n\n{body}", 256));

    assertThat(pending)
        .singleElement()
        .satisfies(
            change ->
                assertThat(change.explained(before.layout()))
                    .isEqualTo(
                        "record.key is '[slug]' now, and was '[id]' when home %s was last run. Records that are indexed keep their old keys: updates and deletes do not reach them any more. Set it back, or set home to a new directory and start `run`, which reads everything that is still in the landing zone again."
                            .formatted(dir.resolve("home"))));
  }

  @Test
  void changeThatARunBeganWithIsRememberedWithItsTime() {
    file.run(before, NOON, true);
    FreshetConfig after = config("id", "{title}", 256);

    file.run(after, LATER, false);

    HomeSettings settings = file.read().orElseThrow();
    assertThat(settings.pending(after)).isEmpty();
    assertThat(settings.lastChanges())
        .containsExactly(new SettingChange(LATER, "document.text", "{title}\n\n{body}", "{title}"));
    assertThat(settings.lastChanges().get(0).explained(before.layout()))
        .startsWith(
            "document.text is '{title}' since 2026-05-04T12:01:00Z, and was '{title}\\n\\n{body}' before. Records that are indexed keep what they have until they land again.");
  }

  @Test
  void changeThatConcernsTheVectorTableAloneIsForgottenOnceTheTableIsFilledAgain() {
    file.run(before, NOON, true);
    FreshetConfig after = config("id", "{title}", 64);
    file.run(after, LATER, false);
    assertThat(file.read().orElseThrow().lastChanges())
        .extracting(SettingChange::key)
        .containsExactly("document.chunking.max-tokens", "document.text");

    file.run(after, LATER.plusSeconds(60), true);

    assertThat(file.read().orElseThrow().lastChanges())
        .extracting(SettingChange::key)
        .containsExactly("document.text");
  }

  @Test
  void damagedFileIsAsIfThereWereNone() throws IOException {
    file.run(before, NOON, true);
    for (String damaged : List.of("{ damaged", "", "{}", "{\"values\":null}")) {
      Files.writeString(before.layout().settings(), damaged);

      assertThat(file.read()).as(damaged).isEmpty();
    }

    file.run(before, LATER, false);

    assertThat(file.read()).isPresent();
  }

  @Test
  void fileOfALaterVersionWithMoreKeysAndFieldsIsRead() throws IOException {
    Files.createDirectories(before.layout().settings().getParent());
    Files.writeString(
        before.layout().settings(),
        "{\"values\":{\"record.key\":\"[old]\",\"later.key\":\"x\"},\"changes\":[],\"more\":1}");

    assertThat(file.read().orElseThrow().pending(before))
        .containsExactly(new SettingChange(null, "record.key", "[old]", "[id]"));
  }

  private FreshetConfig config(String key, String text, int maxTokens) {
    return FreshetConfig.of(
        "test",
        dir.resolve("home"),
        SourceConfig.of(dir.resolve("landing")),
        RecordConfig.of(key),
        new DocumentConfig(
            TextTemplate.parse(text),
            DocumentFormat.TEXT,
            List.of(),
            new ChunkingConfig(maxTokens, 16)));
  }
}
