package dev.freshet.cli.verb;

import dev.freshet.cli.config.PipelineYaml;
import dev.freshet.core.config.FreshetConfig;
import java.nio.file.Path;
import picocli.CommandLine.Option;

/** The option that names the configuration of a pipeline. */
public final class PipelineFile {

  @Option(
      names = {"-f", "--file"},
      paramLabel = "FILE",
      defaultValue = "pipeline.yaml",
      description = "The pipeline's configuration (default: ${DEFAULT-VALUE}).")
  Path file;

  public FreshetConfig read() {
    return yaml().read(file);
  }

  /** The reader of the file. */
  PipelineYaml yaml() {
    return new PipelineYaml(System::getenv);
  }
}
