package dev.freshet.cli.answer;

import dev.freshet.core.error.ErrorCode;
import dev.freshet.home.process.OutOfMemory;
import java.util.List;

/**
 * What a process says when it has run out of memory: a message, and with {@code --output json} the
 * object that {@link ErrorReport} prints for every error. It is made when the process starts, and
 * with as few classes as possible.
 *
 * @param message on stderr
 * @param json whether stdout gets the object
 */
public record MemoryEnd(String message, boolean json) {

  private static final long MIB = 1 << 20;

  /** Of a process with these arguments. */
  public static MemoryEnd of(List<String> arguments) {
    return new MemoryEnd(
        "Cannot go on: the process had too little memory, with a heap of "
            + Runtime.getRuntime().maxMemory() / MIB
            + " MiB. Start it with a larger heap (-Xmx in "
            + optionsVariable(arguments)
            + "); nothing is lost.",
        Output.asksForJson(arguments));
  }

  private static String optionsVariable(List<String> arguments) {
    if (arguments.contains("--worker")) {
      return "FRESHET_SERVE_JAVA_OPTS";
    }
    return arguments.contains("--supervised") ? "FRESHET_OPTIMIZE_JAVA_OPTS" : "FRESHET_JAVA_OPTS";
  }

  /** The end of the process. */
  public OutOfMemory.Ending ending() {
    return OutOfMemory.Ending.of(
        ExitCode.OUT_OF_MEMORY, message + "\n", json ? object() + "\n" : "");
  }

  private String object() {
    return "{\"error\":{\"code\":%d,\"name\":\"%s\",\"message\":\"%s\"}}"
        .formatted(ErrorCode.OUT_OF_MEMORY.number(), ErrorCode.OUT_OF_MEMORY.name(), message);
  }
}
