package dev.freshet.cli.answer;

import dev.freshet.core.error.ErrorCode;
import dev.freshet.core.error.FailureClass;
import dev.freshet.core.error.FreshetException;
import java.io.PrintWriter;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/**
 * Reports an error: its message on stderr, and with {@code --output json} an object {@code
 * {"error": {"code", "name", "message"}}} on stdout. For a wrong command line it adds suggestions
 * or the usage, for an internal error the stack trace.
 */
public final class ErrorReport implements IExecutionExceptionHandler, IParameterExceptionHandler {

  @Override
  public int handleParseException(ParameterException e, String[] args) {
    CommandLine command = e.getCommandLine();
    String message = "Cannot understand the command line: " + e.getMessage();
    PrintWriter err = command.getErr();
    err.println(message);
    if (!UnmatchedArgumentException.printSuggestions(e, err)) {
      err.println();
      command.usage(err);
    }
    return report(command, ErrorCode.INVALID_REQUEST, message, Output.asksForJson(List.of(args)));
  }

  @Override
  public int handleExecutionException(Exception e, CommandLine command, ParseResult parsed) {
    ErrorCode code = code(e);
    PrintWriter err = command.getErr();
    if (code == ErrorCode.INTERNAL) {
      e.printStackTrace(err);
    }
    String message =
        code == ErrorCode.OUT_OF_MEMORY
            ? MemoryEnd.of(parsed.originalArgs()).message()
            : String.valueOf(e.getMessage());
    err.println(message);
    return report(command, code, message, Output.isJson(command));
  }

  private static ErrorCode code(Exception e) {
    if (FailureClass.of(e) == FailureClass.MEMORY) {
      return ErrorCode.OUT_OF_MEMORY;
    }
    return e instanceof FreshetException known ? known.code() : ErrorCode.INTERNAL;
  }

  private static int report(CommandLine command, ErrorCode code, String message, boolean json) {
    command.getErr().flush();
    if (json) {
      Output.printJson(
          command.getOut(), new Failure(new Problem(code.number(), code.name(), message)));
    }
    return ExitCode.of(code);
  }

  /**
   * Printed to stdout in place of an answer.
   *
   * @param error what went wrong
   */
  public record Failure(Problem error) {}

  /**
   * An error.
   *
   * @param code its number, which never changes its meaning
   * @param name of the code
   * @param message what could not be done, why, and what to do
   */
  record Problem(int code, String name, String message) {}
}
