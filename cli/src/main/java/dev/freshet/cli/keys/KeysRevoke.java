package dev.freshet.cli.keys;

import dev.freshet.cli.answer.ExitCode;
import dev.freshet.cli.answer.Output;
import dev.freshet.cli.verb.PipelineFile;
import dev.freshet.server.security.ApiKey;
import java.io.PrintWriter;
import java.time.Instant;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

@Command(
    name = "revoke",
    description = "Revokes a key, and also the one before its last rotation.",
    mixinStandardHelpOptions = true)
public final class KeysRevoke implements Callable<Integer> {

  @Parameters(paramLabel = "NAME", description = "Which key.")
  String name;

  @Mixin PipelineFile file;
  @Mixin Output output;

  @Override
  public Integer call() {
    ApiKey revoked = KeysCommand.keys(file.read()).revoke(name);
    output.print(new Revoked(revoked.name(), revoked.id(), revoked.revoked().orElseThrow()));
    return ExitCode.OK;
  }

  /**
   * A key that is not valid any more.
   *
   * @param name whom it was for
   * @param id the part of the key before the secret
   * @param revoked when it was revoked
   */
  public record Revoked(String name, String id, Instant revoked) implements Output.Answer {

    @Override
    public void print(PrintWriter out) {
      out.println(name + " is revoked; a running server notices within a second");
    }
  }
}
