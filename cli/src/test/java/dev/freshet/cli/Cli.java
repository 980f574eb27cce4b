package dev.freshet.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.freshet.cli.answer.Output;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine;

/** Runs a verb in this process. */
public final class Cli {

  private static final ObjectMapper JSON = new ObjectMapper();

  /** The keys that a configuration must have; a test appends its own. */
  public static final String MINIMAL =
      """
      name: docs
      source: { path: landing }
      record: { key: [id] }
      document: { text: "{body}" }
      """;

  private Cli() {}

  /** How a verb ended. */
  public record Ended(int exit, String out, String err) {

    /** The one JSON object on stdout. */
    public JsonNode json() {
      return parse(out);
    }

    /** Asserts what every error must look like: message on stderr, nothing but JSON on stdout. */
    public void expectError(int exitCode, String code, String message) {
      assertThat(exit).as("exit code; stderr: %s", err).isEqualTo(exitCode);
      assertThat(err).isEqualTo(message + "\n");
      if (!out.isEmpty()) {
        assertThat(names(json())).containsExactly("error");
        assertThat(json().at("/error/name").asText()).isEqualTo(code);
        assertThat(json().at("/error/message").asText()).isEqualTo(message);
      }
    }
  }

  public static Ended execute(String... arguments) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    CommandLine command = Freshet.commandLine();
    command.setOut(new PrintWriter(out));
    command.setErr(new PrintWriter(err));
    int exit = command.execute(arguments);
    return new Ended(exit, out.toString(), err.toString());
  }

  /** Writes a configuration to {@code directory}, where {@code landing} is made as well. */
  public static String pipeline(Path directory, String yaml) throws IOException {
    Files.createDirectories(directory.resolve("landing"));
    return Files.writeString(directory.resolve("pipeline.yaml"), yaml).toString();
  }

  /** The JSON that {@code --output json} prints for {@code answer}. */
  public static JsonNode json(Object answer) {
    StringWriter out = new StringWriter();
    Output.printJson(new PrintWriter(out), answer);
    return parse(out.toString());
  }

  /** The text that is printed for {@code answer} otherwise. */
  public static String text(Output.Answer answer) {
    StringWriter out = new StringWriter();
    PrintWriter writer = new PrintWriter(out);
    answer.print(writer);
    writer.flush();
    return out.toString();
  }

  /** The names of an object's fields, in order. */
  public static List<String> names(JsonNode object) {
    List<String> names = new ArrayList<>();
    object.fieldNames().forEachRemaining(names::add);
    return names;
  }

  private static JsonNode parse(String text) {
    try {
      assertThat(text.strip().lines()).as("lines on stdout").hasSize(1);
      return JSON.readTree(text);
    } catch (IOException e) {
      throw new AssertionError("no JSON: " + text, e);
    }
  }
}
