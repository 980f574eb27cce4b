package dev.freshet.pipeline.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.autoloader.option.AutoloaderOptions;
import dev.freshet.autoloader.option.CloudFilesFormat;
import dev.freshet.core.config.DocumentConfig;
import dev.freshet.core.config.EmbeddingConfig;
import dev.freshet.core.config.FreshetConfig;
import dev.freshet.core.config.IndexConfig;
import dev.freshet.core.config.InputConfig;
import dev.freshet.core.config.OperationConfig;
import dev.freshet.core.config.OptimizeConfig;
import dev.freshet.core.config.PipelineConfig;
import dev.freshet.core.config.RecordConfig;
import dev.freshet.core.config.ServeConfig;
import dev.freshet.core.config.SloConfig;
import dev.freshet.core.config.SourceConfig;
import dev.freshet.core.config.value.ChangeFormat;
import dev.freshet.core.config.value.DiscoveryMode;
import dev.freshet.core.config.value.FilesPerTrigger;
import dev.freshet.core.config.value.SourceFormat;
import dev.freshet.core.config.value.TokensPerTrigger;
import dev.freshet.core.config.value.Topology;
import dev.freshet.pipeline.session.BatchMemory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class FusedQueryTest {

  private static final Path LANDING = Path.of("/landing");

  @Test
  void defaultsBoundABatchByFilesAndBytes() {
    AutoloaderOptions options = options(SourceFormat.JSON, DiscoveryMode.AUTO, Map.of());

    assertThat(options.format()).isEqualTo(CloudFilesFormat.ENVELOPE);
    assertThat(options.position().fileLog()).contains("/home/articles/filelog");
    assertThat(options.position().startAfter()).isEqualTo(17);
    assertThat(options.limits().maxFiles()).isEqualTo(1000);
    assertThat(options.limits().maxBytes()).hasValue(BatchMemory.batchEndBytes());
    assertThat(options.limits().admission()).contains("stream");
    assertThat(options.discovery().events()).isTrue();
    assertThat(options.readerOptions())
        .isEqualTo(
            Map.of("jsonlines", "true", "maxFileBytes", Long.toString(BatchMemory.maxFileBytes())));
  }

  @Test
  void configuredNumberOfFilesIsBoundedByTheHeapToo() {
    AutoloaderOptions options =
        options(config(SourceFormat.JSON, DiscoveryMode.AUTO, Map.of(), FilesPerTrigger.of(7)));

    assertThat(options.limits().maxFiles()).isEqualTo(7);
    assertThat(options.limits().maxBytes()).hasValue(BatchMemory.batchEndBytes());
  }

  @Test
  void discoveryByListingTakesNoWatch() {
    assertThat(options(SourceFormat.JSON, DiscoveryMode.LISTING, Map.of()).discovery().events())
        .isFalse();
  }

  @Test
  void textFilesAreReadWhole() {
    assertThat(options(SourceFormat.TEXT, DiscoveryMode.AUTO, Map.of()).readerOptions())
        .containsEntry("wholetext", "true");
  }

  @Test
  void optionsOfTheUserAreHandedOnWhateverTheirCase() {
    AutoloaderOptions options =
        options(
            SourceFormat.JSON,
            DiscoveryMode.AUTO,
            Map.of(
                "cloudfiles.MAXBYTESPERTRIGGER", "2m",
                "pathGlobFilter", "*.jsonl",
                "Autoloader.FileLog", "/elsewhere"));

    assertThat(options.limits().maxBytes()).hasValue(2 * 1024 * 1024);
    assertThat(options.files().glob()).contains("*.jsonl");
    assertThat(options.position().fileLog())
        .as("recovery relies on it")
        .contains("/home/articles/filelog");
  }

  private static AutoloaderOptions options(
      SourceFormat format, DiscoveryMode discovery, Map<String, String> given) {
    return options(config(format, discovery, given, FilesPerTrigger.AUTO));
  }

  /** The options as the source parses them; it refuses unknown ones. */
  private static AutoloaderOptions options(FreshetConfig config) {
    Map<String, String> options = new HashMap<>(FusedQuery.sourceOptions(config, "stream", 17));
    options.put("path", LANDING.toString());
    return AutoloaderOptions.parse(options);
  }

  private static FreshetConfig config(
      SourceFormat format,
      DiscoveryMode discovery,
      Map<String, String> options,
      FilesPerTrigger limit) {
    return new FreshetConfig(
        "articles",
        Path.of("/home/articles"),
        new InputConfig(
            new SourceConfig(LANDING, format, ChangeFormat.PLAIN, discovery, options),
            RecordConfig.of("path"),
            DocumentConfig.of("{value}")),
        EmbeddingConfig.defaults(),
        IndexConfig.defaults(),
        new OperationConfig(
            new PipelineConfig(Topology.FUSED, Duration.ZERO, limit, TokensPerTrigger.AUTO),
            OptimizeConfig.defaults(),
            ServeConfig.defaults(),
            SloConfig.defaults()));
  }
}
