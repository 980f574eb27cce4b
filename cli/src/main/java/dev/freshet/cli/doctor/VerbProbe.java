package dev.freshet.cli.doctor;

import com.fasterxml.jackson.core.JacksonException;
import dev.freshet.cli.doctor.Diagnosis.Check;
import dev.freshet.core.mask.MaskedJson;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Asks another verb, in a process of its own: it opens what native code reads, which may end the
 * process or never return when a file is damaged.
 *
 * @param config the configuration of the pipeline
 * @param scratch a directory for temporary files of the process
 * @param limit after this time the process is ended
 */
record VerbProbe(Path config, Path scratch, Duration limit) {

  private static final String MAIN = "dev.freshet.cli.Freshet";

  private static final List<String> NOT_FOR_CHILDREN =
      List.of("-Xmx", "-XX:ArchiveClassesAtExit", "-Djava.io.tmpdir=", "-agentlib:", "-javaagent:");

  /**
   * How a verb ended.
   *
   * @param exit its exit code
   * @param answer the shape of its JSON; null if it printed none
   * @param error name of its error; null if it had none
   */
  record Ended(int exit, @Nullable Object answer, @Nullable String error) {

    /** The outcome as a check. */
    Check check(String name, String advice) {
      if (exit == 0) {
        return Check.ok(name, "as it should be");
      }
      String found = "exit code " + exit + (error == null ? "" : ", " + error);
      return Check.wrong(name, found, advice);
    }
  }

  /**
   * Starts a verb and waits for it.
   *
   * @throws IOException if it cannot be started, or does not end in time
   */
  Ended ask(String verb) throws IOException, InterruptedException {
    Path own = Files.createDirectories(scratch.resolve(verb));
    Path out = own.resolve("answer.json");
    ProcessBuilder builder =
        new ProcessBuilder(command(verb, own))
            .redirectOutput(out.toFile())
            .redirectError(ProcessBuilder.Redirect.DISCARD);
    Process process = builder.start();
    try {
      if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
        throw new IOException(verb + " did not end within " + limit.toSeconds() + " s");
      }
      return ended(process.exitValue(), Files.readString(out));
    } finally {
      process.destroyForcibly();
    }
  }

  private List<String> command(String verb, Path temporary) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
        .filter(option -> NOT_FOR_CHILDREN.stream().noneMatch(option::startsWith))
        .forEach(command::add);
    command.addAll(
        List.of(
            "-Xmx1g",
            "-XX:-CreateCoredumpOnCrash",
            "-XX:ErrorFile=" + temporary.resolve("crash.log"),
            "-Djava.io.tmpdir=" + temporary,
            "-cp",
            System.getProperty("java.class.path"),
            MAIN,
            verb,
            "-f",
            config.toString(),
            "-o",
            "json"));
    return command;
  }

  private static Ended ended(int exit, String out) {
    try {
      Object answer = Collection.JSON.readValue(out, Object.class);
      Object error = answer instanceof Map<?, ?> map ? map.get("error") : null;
      Object name = error instanceof Map<?, ?> map ? map.get("name") : null;
      return new Ended(exit, MaskedJson.of(answer), name == null ? null : name.toString());
    } catch (JacksonException e) {
      // The process died before it could answer; its exit code says how.
      return new Ended(exit, null, null);
    } catch (IOException e) {
      throw new IllegalStateException("Text in memory cannot fail to be read", e);
    }
  }
}
