package dev.freshet.core.config;

import static dev.freshet.core.config.Refusal.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.core.config.value.ChangeFormat;
import dev.freshet.core.config.value.DiscoveryMode;
import dev.freshet.core.config.value.SourceFormat;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SourceAndRecordConfigTest {

  private static final Path LANDING = Path.of("/landing");

  @Test
  void sourceHasDefaults() {
    assertThat(SourceConfig.of(LANDING))
        .isEqualTo(
            new SourceConfig(
                LANDING, SourceFormat.JSON, ChangeFormat.PLAIN, DiscoveryMode.AUTO, Map.of()));
  }

  @Test
  void sourceCopiesItsOptionsAndHidesTheirValues() {
    // Given
    Map<String, String> options = new HashMap<>(Map.of("token", "s3cret"));

    // When
    SourceConfig source =
        new SourceConfig(
            LANDING, SourceFormat.JSON, ChangeFormat.DEBEZIUM, DiscoveryMode.LISTING, options);
    options.clear();

    // Then
    assertThat(source.options()).containsExactly(Map.entry("token", "s3cret"));
    assertThat(source.toString())
        .isEqualTo(
            "SourceConfig[location=/landing, format=JSON, changes=DEBEZIUM, discovery=LISTING, epoch=0,"
                + " options=[token]]");
  }

  @Test
  void filesAreNoChangeEvents() {
    assertRefused(
        () ->
            new SourceConfig(
                LANDING, SourceFormat.TEXT, ChangeFormat.DEBEZIUM, DiscoveryMode.AUTO, Map.of()),
        "Cannot use source.changes: 'debezium' does not go with source.format: text."
            + " Set source.changes: plain; a file is a record then, not a change event.");
  }

  @Test
  void optionsWithAKeyOfTheirOwnAreRefused() {
    assertOptionRefused("cloudFiles.format", "source.format");
    assertOptionRefused("CLOUDFILES.FORMAT", "source.format");
    assertOptionRefused("cloudFiles.maxFilesPerTrigger", "pipeline.max-files-per-trigger");
    assertOptionRefused("path", "source.path");
  }

  @Test
  void recordKeyMayBeComposedAndNested() {
    // When
    RecordConfig record = new RecordConfig(List.of("tenant", "doc.id"), Optional.of("doc.version"));

    // Then
    assertThat(record.key()).containsExactly("tenant", "doc.id");
    assertThat(record.version()).contains("doc.version");
    assertThat(RecordConfig.of("id").version()).isEmpty();
  }

  @Test
  void recordWithoutKeyIsRefused() {
    assertRefused(
        () -> new RecordConfig(List.of(), Optional.empty()),
        "Cannot use record.key: it names no field. Name the fields that identify a record.");
  }

  @Test
  void malformedFieldNamesAreRefused() {
    String remedy =
        " Name a field of the record, or join nested ones with dots, such as author.name.";
    assertRefused(
        () -> new RecordConfig(List.of("a.", "{b}", ""), Optional.of(" v")),
        "Cannot use record.key: 'a.' is not the name of a field." + remedy,
        "Cannot use record.key: '{b}' is not the name of a field." + remedy,
        "Cannot use record.key: '' is not the name of a field." + remedy,
        "Cannot use record.version: ' v' is not the name of a field." + remedy);
  }

  @Test
  void fieldThatComesTwiceIsRefused() {
    assertRefused(
        () -> RecordConfig.of("id", "ID"),
        "Cannot use record.key: 'ID' is listed twice. Name every field once.");
  }

  @Test
  void versionInsideTheKeyIsRefused() {
    assertRefused(
        () -> new RecordConfig(List.of("id"), Optional.of("id")),
        "Cannot use record.version: 'id' is part of record.key, so no record would have two"
            + " versions. Name the field that grows with every change, such as updated_at, or"
            + " leave it out.");
  }

  private static void assertOptionRefused(String option, String key) {
    assertRefused(
        () ->
            new SourceConfig(
                LANDING,
                SourceFormat.JSON,
                ChangeFormat.PLAIN,
                DiscoveryMode.AUTO,
                Map.of(option, "1")),
        "Cannot use source.options."
            + option
            + ": this setting has a key of its own. Set "
            + key
            + ".");
  }
}
