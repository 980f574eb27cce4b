package dev.freshet.cli.keys;

import dev.freshet.cli.answer.ExitCode;
import dev.freshet.cli.answer.IssuedKey;
import dev.freshet.cli.answer.Output;
import dev.freshet.cli.verb.PipelineFile;
import dev.freshet.core.config.FreshetConfig;
import dev.freshet.core.filter.FilterColumns;
import dev.freshet.core.vector.VectorTableReader;
import dev.freshet.core.vector.VectorTableSpec;
import dev.freshet.lance.LanceVectorTable;
import dev.freshet.server.security.ApiKeys;
import java.nio.file.Files;
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
        "Creates a key and shows it this once. As soon as there is a key, the server answers only"
            + " requests with a valid one.",
    mixinStandardHelpOptions = true)
final class KeysAdd implements Callable<Integer> {

  @Parameters(
      paramLabel = "NAME",
      description = "Whom the key is for; named in the audit log. Lower-case letters, digits, -.")
  String name;

  @Option(
      names = "--rows",
      paramLabel = "SQL",
      description =
          "Condition on the rows the key sees, such as \"tenant = 'a'\"; all rows without it. A key"
              + " with a condition can only search.")
  @Nullable String rows;

  @Option(
      names = "--expires",
      paramLabel = "TIME",
      converter = TimeSpan.class,
      description = "How long it is valid, such as 90d or 12h; without it the key never expires.")
  @Nullable Duration expires;

  @Mixin PipelineFile file;
  @Mixin Output output;

  @Override
  public Integer call() {
    FreshetConfig config = file.read();
    ApiKeys.Issued issued =
        KeysCommand.keys(config)
            .add(name, Optional.ofNullable(rows), columns(config), Optional.ofNullable(expires));
    output.print(IssuedKey.of(issued));
    return ExitCode.OK;
  }

  /** The columns of the table with their types, if there is one; otherwise the declared ones. */
  private FilterColumns columns(FreshetConfig config) {
    if (rows == null || !Files.exists(config.layout().vectorTable())) {
      return VectorTableSpec.filterColumns(config.document().metadata().columns());
    }
    try (VectorTableReader table = LanceVectorTable.openReader(config.layout().vectorTable())) {
      return table.spec().filterColumns();
    }
  }
}
