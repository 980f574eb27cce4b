package dev.freshet.cli.wiring;

import dev.freshet.home.process.RestartPolicy;
import java.util.List;
import java.util.Locale;

/** The purpose of a child process, and how it is started. */
enum ChildRole {
  /** Maintenance can wait, a backlog cannot: it gets what the pipeline leaves of the processor. */
  OPTIMIZE(
      List.of("nice", "-n", "10"),
      "-Xmx512m",
      "FRESHET_OPTIMIZE_JAVA_OPTS",
      RestartPolicy.PATIENT,
      "native memory is beside -Xmx and grows with the rows indexed at once; grant more, or see"
          + " optimize.mode"),

  /** Users wait for its answers. */
  SERVE(
      List.of(),
      "-Xmx1g",
      "FRESHET_SERVE_JAVA_OPTS",
      RestartPolicy.PROMPT,
      "the indexes are in native memory, beside -Xmx; grant more");

  private final List<String> before;
  private final String heap;
  private final String optionsVariable;
  private final RestartPolicy restart;
  private final String onNativeMemory;

  ChildRole(
      List<String> before,
      String heap,
      String optionsVariable,
      RestartPolicy restart,
      String onNativeMemory) {
    this.before = before;
    this.heap = heap;
    this.optionsVariable = optionsVariable;
    this.restart = restart;
    this.onNativeMemory = onNativeMemory;
  }

  /** The beginning of the command line, before the JVM. */
  List<String> before() {
    return before;
  }

  /** The option for Java's heap alone; native memory is beside it. */
  String heap() {
    return heap;
  }

  /** The variable with more options for the JVM of the process. */
  String optionsVariable() {
    return optionsVariable;
  }

  RestartPolicy restart() {
    return restart;
  }

  /** Advice about native memory after the system killed the process. */
  String onNativeMemory() {
    return onNativeMemory;
  }

  /** The verb, which is also its name in the log. */
  String verb() {
    return name().toLowerCase(Locale.ROOT);
  }
}
