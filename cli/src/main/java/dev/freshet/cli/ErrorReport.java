package dev.freshet.cli;

import dev.freshet.core.error.ErrorCode;
import dev.freshet.core.error.FreshetException;
import java.io.PrintWriter;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.ParseResult;

/**
 * Tells an error: its message on stderr, and with {@code --output json} an object {@code {"error":
 * {"code", "name", "message"}}} on stdout. An error nobody foresaw comes with its stack.
 */
final class ErrorReport implements IExecutionExceptionHandler {

  @Override
  public int handleExecutionException(Exception e, CommandLine command, ParseResult parsed) {
    ErrorCode code = e instanceof FreshetException known ? known.code() : ErrorCode.INTERNAL;
    PrintWriter err = command.getErr();
    if (code == ErrorCode.INTERNAL) {
      e.printStackTrace(err);
    }
    String message = String.valueOf(e.getMessage());
    err.println(message);
    err.flush();
    if (Output.isJson(command)) {
      Output.printJson(
          command.getOut(), new Failure(new Problem(code.number(), code.name(), message)));
    }
    return ExitCode.of(code);
  }

  /** What stands on stdout instead of an answer. */
  private record Failure(Problem error) {}

  private record Problem(int code, String name, String message) {}
}
