package dev.freshet.cli.wiring;

import dev.freshet.core.config.FreshetConfig;
import dev.freshet.core.config.value.SourceFormat;
import dev.freshet.core.embed.DocumentExtractor;
import dev.freshet.home.settings.HomeSettings;
import dev.freshet.home.settings.SettingChange;
import dev.freshet.home.settings.SettingsFile;
import dev.freshet.pipeline.sample.LandedSample;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What a user should know about a configuration that is valid: that it does not go with what is in
 * the home, with what has landed, or with its own objective. Reads only.
 */
public final class ConfigWarnings {

  private final FreshetConfig config;
  private final Optional<HomeSettings> last;

  public ConfigWarnings(FreshetConfig config) {
    this.config = config;
    this.last = new SettingsFile(config.layout()).read();
  }

  /** The keys that have another value than in the last run of the home, each with what to do. */
  public List<String> changedSinceLastRun() {
    return last.map(settings -> explained(settings.pending(config))).orElse(List.of());
  }

  /** The keys that were changed between runs and whose old value is still in what is indexed. */
  public List<String> changedBetweenRuns() {
    return last.map(settings -> explained(settings.lastChanges())).orElse(List.of());
  }

  private List<String> explained(List<SettingChange> changes) {
    return changes.stream().map(change -> change.explained(config.layout())).toList();
  }

  /** Whether the configuration contradicts its own objective. */
  public Optional<String> unreachableObjective() {
    return config.operation().unreachableObjective();
  }

  /**
   * What is strange about the landed files.
   *
   * @param sampled some of them
   */
  public List<String> of(LandedSample.Sampled sampled) {
    List<String> warnings = new ArrayList<>(sampled.missingColumns());
    String landing = config.source().location().text();
    String leftOut = sampled.firstLeftOut();
    if (sampled.report().files() == 0 && leftOut == null) {
      warnings.add("Nothing has landed in " + landing + " yet. Land a file there.");
    } else if (sampled.report().files() == 0) {
      warnings.add(
          "No file in %s is read, and %d entries are left out, such as %s. Names that start with . or _ or end with .tmp, .crc or ._COPYING_ are not read, nor is what source.options leaves out."
              .formatted(
                  landing,
                  sampled.report().leftOut(),
                  leftOut.substring(leftOut.lastIndexOf('/') + 1)));
    }
    return warnings;
  }

  /** What a run should know before it starts. */
  public List<String> ofRun() {
    List<String> warnings = new ArrayList<>(changedSinceLastRun());
    unreachableObjective().ifPresent(warnings::add);
    warnings.addAll(missingColumns());
    return warnings;
  }

  /** What may explain the result of a comparison. */
  public List<String> ofVerify() {
    List<String> warnings = ofRun();
    warnings.addAll(changedBetweenRuns());
    return warnings;
  }

  /**
   * Only where rows say which columns they have: a file that is a record always has the same. Rows
   * of formats that Spark reads are looked at by validate only, because it takes seconds.
   */
  private List<String> missingColumns() {
    SourceFormat format = config.source().format();
    if (format.isOneRecordPerFile() || format.hasColumns()) {
      return List.of();
    }
    try {
      return LandedSample.read(config, DocumentExtractor.none()).missingColumns();
    } catch (UncheckedIOException | IllegalArgumentException e) {
      // What the verb is for may work all the same, and says so if it does not.
      return List.of("Cannot look at what has landed: " + e.getMessage());
    }
  }
}
