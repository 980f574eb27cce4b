package dev.freshet.cli.verb;

import dev.freshet.cli.answer.ExitCode;
import dev.freshet.cli.answer.IssuedKey;
import dev.freshet.cli.answer.Output;
import dev.freshet.core.config.FreshetConfig;
import dev.freshet.core.vector.VectorTableSpec;
import dev.freshet.server.security.ApiKeys;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "add",
    description =
        "Makes a key and shows it, this once. From the first key on the server answers nobody without"
            + " one.",
    mixinStandardHelpOptions = true)
final class KeysAdd implements Callable<Integer> {

  @Parameters(
      paramLabel = "NAME",
      description = "Whom the key is for; stands in the audit log. Lower-case letters, digits, -.")
  String name;

  @Option(
      names = "--rows",
      paramLabel = "SQL",
      description =
          "Condition that every row the key sees satisfies, such as \"tenant = 'a'\". Such a key can"
              + " search and nothing else. All rows without it.")
  @Nullable String rows;

  @Option(
      names = "--expires",
      paramLabel = "TIME",
      converter = TimeSpan.class,
      description = "How long it counts, such as 90d or 12h; for ever without it.")
  @Nullable Duration expires;

  @Mixin PipelineFile file;
  @Mixin Output output;

  @Override
  public Integer call() {
    FreshetConfig config = file.read();
    ApiKeys.Issued issued =
        KeysCommand.keys(config)
            .add(
                name,
                Optional.ofNullable(rows),
                VectorTableSpec.filterColumns(config.document().metadata()),
                Optional.ofNullable(expires));
    output.print(IssuedKey.of(issued));
    return ExitCode.OK;
  }
}
