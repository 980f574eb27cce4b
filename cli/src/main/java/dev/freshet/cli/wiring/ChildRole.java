package dev.freshet.cli.wiring;

import dev.freshet.home.process.RestartPolicy;
import java.util.List;
import java.util.Locale;

/** What a process beside this one is for, and how it is treated. */
enum ChildRole {
  /** Maintenance can wait, a backlog cannot: it gets what the pipeline leaves of the processor. */
  OPTIMIZE(
      List.of("nice", "-n", "10"),
      "-Xmx512m",
      "FRESHET_OPTIMIZE_JAVA_OPTS",
      RestartPolicy.PATIENT,
      "native memory is beside -Xmx and grows with the rows indexed at once; grant more, or see"
          + " optimize.mode"),

  /** People wait for it. */
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

  /** What the command line begins with, before the JVM. */
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

  /** What to know of native memory when the system killed the process. */
  String onNativeMemory() {
    return onNativeMemory;
  }

  /** As verbs are spelled, and as it is called in the log. */
  String verb() {
    return name().toLowerCase(Locale.ROOT);
  }
}
