package dev.freshet.cli.answer;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.std.ToStringSerializer;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import dev.freshet.home.process.OutOfMemory;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Prints the one answer of a verb. */
public final class Output {

  /** The formats of an answer. */
  public enum Format {
    TABLE,
    JSON
  }

  /** An answer as text; the same record is its JSON. */
  public interface Answer {

    /** Writes the answer for a person to read. */
    void print(PrintWriter out);
  }

  private static final String OPTION = "--output";

  private static final Pattern JSON_WANTED =
      Pattern.compile("(?:^| )(?:-o[ =]?|" + OPTION + "[ =])(?i:json)(?: |$)");

  private static final ObjectMapper JSON =
      JsonMapper.builder()
          .addModule(new JavaTimeModule())
          // A path is written as a shell takes it; Jackson would write a file: URI.
          .addModule(new SimpleModule().addSerializer(Path.class, ToStringSerializer.instance))
          .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
          .build();

  @Spec(Spec.Target.MIXEE)
  CommandSpec command;

  @Option(
      names = {"-o", OPTION},
      paramLabel = "FORMAT",
      defaultValue = "table",
      description = "table (default) or json: one JSON object on stdout.")
  Format format;

  /** Prints the answer in the format that was asked for. */
  public void print(Answer answer) {
    PrintWriter out = command.commandLine().getOut();
    if (isJson()) {
      printJson(out, answer);
    } else {
      answer.print(out);
      out.flush();
    }
  }

  /** Where progress is printed: stderr, so that it never mixes with the answer. */
  public PrintWriter progress() {
    return command.commandLine().getErr();
  }

  /** Prints what is not wrong and should be known, beside the progress. */
  public void warn(String warning) {
    progress().println("warning: " + warning);
    progress().flush();
  }

  /** Whether the answer is printed as JSON. */
  public boolean isJson() {
    return format == Format.JSON;
  }

  /** Whether a parsed command line asks for JSON. */
  static boolean isJson(CommandLine command) {
    OptionSpec option = command.getCommandSpec().findOption(OPTION);
    return option != null && option.getValue() == Format.JSON;
  }

  /** Whether a command line that could not be parsed to its end asks for JSON. */
  static boolean asksForJson(List<String> arguments) {
    return JSON_WANTED.matcher(String.join(" ", arguments)).find();
  }

  /** Prints {@code answer} as one line of JSON. */
  public static void printJson(PrintWriter out, Object answer) {
    try {
      String document = JSON.writeValueAsString(answer);
      if (OutOfMemory.mayAnswer()) {
        out.println(document);
        out.flush();
      }
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("An answer cannot fail to become JSON", e);
    }
  }
}
