package dev.freshet.pipeline.admission;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.core.config.DocumentConfig;
import dev.freshet.core.config.FreshetConfig;
import dev.freshet.core.config.RecordConfig;
import dev.freshet.core.config.SourceConfig;
import dev.freshet.core.config.value.ChangeFormat;
import dev.freshet.core.config.value.DiscoveryMode;
import dev.freshet.core.config.value.SourceFormat;
import dev.freshet.core.embed.DocumentExtractor;
import dev.freshet.testkit.embed.HashEmbedder;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LandedTextsTest {

  @TempDir Path directory;
  private final HashEmbedder model = new HashEmbedder(8);
  private Path landing;

  @BeforeEach
  void makeLandingZone() throws IOException {
    landing = Files.createDirectory(directory.resolve("landing"));
  }

  @Test
  void textsAndTokensAreThoseThePipelineWouldEmbed() throws IOException {
    Files.writeString(
        landing.resolve("a.json"),
        row("1", "one two|three") + "\n" + row("2", "four") + "no json\n");
    Files.writeString(landing.resolve("b.json"), "{\"id\":\"1\",\"op\":\"delete\"}\n");
    try (OutputStream gzip =
        new GZIPOutputStream(Files.newOutputStream(landing.resolve("c.json.gz")))) {
      gzip.write(row("3", "five six seven").getBytes(StandardCharsets.UTF_8));
    }
    Files.writeString(landing.resolve(".hidden.json"), row("4", "hidden"));
    Files.writeString(landing.resolve("other.txt"), row("5", "other"));

    TextSample sample = sample(Map.of("pathGlobFilter", "*.json*"));

    assertThat(sample.isLanded()).isTrue();
    assertThat(sample.texts())
        .containsExactlyInAnyOrder("one two", "three", "four", "five six seven");
    assertThat(sample.tokensPerFile()).containsExactly(4L + 3 + 3, 0L, 5L);
  }

  @Test
  void onlyTheBeginningOfALongFileIsReadAndItsTokensAreExtrapolated() throws IOException {
    String line = row("1", "one two three four five six seven eight");
    Files.writeString(landing.resolve("a.json"), line.repeat(20_000));

    TextSample sample = sample(Map.of());

    assertThat(sample.texts()).hasSizeLessThan(5_000);
    assertThat(sample.tokensPerFile())
        .singleElement()
        .satisfies(tokens -> assertThat(tokens).isBetween(198_000L, 202_000L));
  }

  @Test
  void textsAreBuiltInWhereNoneHasLanded() throws IOException {
    assertThat(sample(Map.of()).isLanded()).isFalse();
    Files.writeString(landing.resolve("a.json"), "no json\n");
    assertThat(sample(Map.of()).isLanded()).isFalse();
    Files.delete(landing.resolve("a.json"));
    Files.delete(landing);
    assertThat(sample(Map.of()).isLanded()).isFalse();
  }

  @Test
  void fileThatCannotBeReadIsLeftOut() throws IOException {
    Files.writeString(landing.resolve("a.json"), row("1", "one"));
    Files.writeString(landing.resolve("b.json.gz"), "this is not gzip\n");

    assertThat(sample(Map.of()).tokensPerFile()).containsExactly(3L);
  }

  @Test
  void ofManyFilesSomeAreReadAllOverThem() throws IOException {
    for (int i = 0; i < 600; i++) {
      Files.writeString(landing.resolve("%03d.json".formatted(i)), row("1", "file" + i / 100));
    }

    TextSample sample = sample(Map.of());

    assertThat(sample.tokensPerFile()).hasSize(60);
    assertThat(sample.texts().stream().distinct())
        .containsExactlyInAnyOrder("file0", "file1", "file2", "file3", "file4", "file5");
  }

  private TextSample sample(Map<String, String> options) {
    FreshetConfig config =
        FreshetConfig.of(
            "articles",
            directory.resolve("home"),
            new SourceConfig(
                landing, SourceFormat.JSON, ChangeFormat.PLAIN, DiscoveryMode.AUTO, options),
            RecordConfig.of("id"),
            DocumentConfig.of("{text}"));
    return LandedTexts.sample(
        config, DocumentExtractor.none(), text -> Arrays.asList(text.split("\\|")), model);
  }

  private static String row(String id, String text) {
    return "{\"id\":\"%s\",\"text\":\"%s\"}\n".formatted(id, text);
  }
}
