package dev.freshet.cli.keys;

import dev.freshet.core.config.FreshetConfig;
import dev.freshet.server.security.ApiKeyFile;
import dev.freshet.server.security.ApiKeys;
import java.time.InstantSource;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

@Command(
    name = "keys",
    description =
        "Manages the API keys of the search server, which notices changes within a second.",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "VERB",
    subcommands = {
      KeysAdd.class,
      KeysList.class,
      KeysRotate.class,
      KeysRevoke.class,
      KeysReset.class
    })
public final class KeysCommand implements Runnable {

  @Spec CommandSpec spec;

  @Override
  public void run() {
    throw new ParameterException(
        spec.commandLine(), "No verb is given. Name one of the verbs below.");
  }

  /** The keys of a pipeline. */
  static ApiKeys keys(FreshetConfig config) {
    return new ApiKeys(new ApiKeyFile(config.layout().apiKeys()), InstantSource.system());
  }
}
