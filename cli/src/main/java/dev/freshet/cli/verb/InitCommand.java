package dev.freshet.cli.verb;

import dev.freshet.cli.answer.ExitCode;
import dev.freshet.cli.answer.Output;
import dev.freshet.core.error.ErrorCode;
import dev.freshet.core.error.FreshetException;
import dev.freshet.core.error.InvalidRequestException;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

@Command(
    name = "init",
    description = "Writes a commented pipeline.yaml and a sample landing file to start from.",
    mixinStandardHelpOptions = true)
public final class InitCommand implements Callable<Integer> {

  static final String CONFIG = "pipeline.yaml";
  static final String SAMPLE = "landing/sample.jsonl";

  @Parameters(paramLabel = "DIR", description = "The directory; created when missing.")
  Path directory;

  @Mixin Output output;

  @Override
  public Integer call() {
    Path config = directory.resolve(CONFIG);
    Path sample = directory.resolve(SAMPLE);
    for (Path file : List.of(config, sample)) {
      if (Files.exists(file)) {
        throw new InvalidRequestException(
            "Cannot write " + file + ": it exists. Name another directory, or move it away.");
      }
    }
    write("init/pipeline.yaml", config);
    write("init/sample.jsonl", sample);
    output.print(new Initialised(List.of(config, sample)));
    return ExitCode.OK;
  }

  private static void write(String resource, Path file) {
    try (InputStream content =
        Objects.requireNonNull(InitCommand.class.getResourceAsStream(resource), resource)) {
      Files.createDirectories(file.toAbsolutePath().getParent());
      Files.copy(content, file);
    } catch (IOException e) {
      throw new FreshetException(
          ErrorCode.STORE_UNAVAILABLE,
          "Cannot write " + file + ": " + e.getMessage() + ". Name a directory you may write to.",
          e);
    }
  }

  /**
   * What was written.
   *
   * @param files the configuration and the sample
   */
  public record Initialised(List<Path> files) implements Output.Answer {

    @Override
    public void print(PrintWriter out) {
      files.forEach(file -> out.println("wrote " + file));
      out.println();
      out.println("Next:");
      out.println("  freshet run --once -f " + files.get(0));
      out.println("  freshet search \"I lost my password\" -f " + files.get(0));
    }
  }
}
