package dev.freshet.cli;

import dev.freshet.cli.answer.ErrorReport;
import dev.freshet.cli.answer.ExitCode;
import dev.freshet.cli.answer.Output;
import dev.freshet.core.GeneratedDoc;
import dev.freshet.core.error.ErrorCode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/** Prints {@code docs/cli.md} from the commands and the records they answer with. */
final class CliPage {

  private static final String INTRODUCTION =
      """
      # Command line

      %s
      `./freshet VERB [options]` at the root of a checkout, where the first start builds; `bin/freshet` in an unpacked
      archive. `freshet VERB --help` says what stands here. In a checkout, `./freshet dist` builds the archive.

      **Output.** The answer of a verb goes to stdout: text for a person, or with `-o json` one JSON object
      on one line. Progress, logs and errors go to stderr. Fields are never renamed or removed, new ones may
      come. Times are ISO 8601 in UTC, fields that end in `Ms` are milliseconds, a field without a value is
      null.

      **Errors.** A message on stderr; with `-o json` also an object on stdout, instead of the answer. Its
      codes are in [`errors.md`](errors.md).

      %s
      ## Exit codes

      | code | meaning | error codes |
      |---|---|---|
      %s
      A process that is ended by a signal has 128 and the number of the signal: 130 after Ctrl-C, 143 after
      SIGTERM. `run` and `demo` finish the batch at hand before, `optimize` the step.

      ## Environment

      | variable | meaning |
      |---|---|
      | `FRESHET_LOG_LEVEL` | `warn` (default), `info`: the start and the end of each batch, or `debug` |
      | `FRESHET_JAVA_OPTS` | more options for the JVM, such as `-Xmx4g`; without, `-Xmx1g`. A heap below 16 MiB, or for `run` and `demo` below 450 MiB, is a wrong setting |
      | `FRESHET_OPTIMIZE_JAVA_OPTS` | the same for the process that `run` and `demo` start, which has `-Xmx512m` and logs to `optimize.log` in the home |
      | `FRESHET_SERVE_JAVA_OPTS` | the same for the process that `serve` and `demo` start, which has `-Xmx1g` |
      | `JAVA_HOME` | the Java to use, 17 or newer; a checkout needs a JDK |
      | `TMPDIR` | where each process keeps its temporary files, until the next start after it clears them away |
      | `XDG_CACHE_HOME` | where an unpacked archive keeps what makes starts quicker, else `~/.cache` |
      """;

  private CliPage() {}

  static String print(Map<String, Class<? extends Output.Answer>> answers) {
    CommandLine freshet = Freshet.commandLine();
    StringBuilder page =
        new StringBuilder(
            INTRODUCTION.formatted(
                GeneratedDoc.HEADER,
                fields(ErrorReport.Failure.class),
                exitCodes(freshet.getCommandSpec())));
    verbs(freshet).forEach((name, verb) -> page.append(verb(name, verb, answers.get(name))));
    return page.toString();
  }

  /** Every verb with its name; a verb with verbs of its own is replaced by those. */
  static Map<String, CommandSpec> verbs(CommandLine freshet) {
    Map<String, CommandSpec> verbs = new LinkedHashMap<>();
    freshet
        .getSubcommands()
        .forEach(
            (name, verb) -> {
              if (verb.getSubcommands().isEmpty()) {
                verbs.put(name, verb.getCommandSpec());
              }
              verbs(verb).forEach((inner, spec) -> verbs.put(name + " " + inner, spec));
            });
    return verbs;
  }

  private static String exitCodes(CommandSpec freshet) {
    return freshet.usageMessage().exitCodeList().entrySet().stream()
        .map(
            code ->
                "| %s | %s | %s |\n"
                    .formatted(code.getKey(), code.getValue(), errors(code.getKey())))
        .collect(Collectors.joining());
  }

  private static String errors(String exitCode) {
    return Arrays.stream(ErrorCode.values())
        .filter(code -> ExitCode.of(code) == Integer.parseInt(exitCode))
        .map(code -> "`" + code.name() + "`")
        .collect(Collectors.joining(", "));
  }

  private static String verb(String name, CommandSpec verb, Class<?> answer) {
    List<ArgSpec> arguments = new ArrayList<>(verb.positionalParameters());
    verb.options().stream()
        .filter(option -> !option.usageHelp() && !option.versionHelp() && !option.hidden())
        .forEach(arguments::add);
    return "\n## "
        + name
        + "\n\n```\n"
        + new CommandLine.Help(verb, CommandLine.Help.defaultColorScheme(CommandLine.Help.Ansi.OFF))
            .synopsis(0)
            .strip()
            .replaceAll("\\s+", " ")
        + "\n```\n\n"
        + String.join(" ", verb.usageMessage().description())
        + "\n\n| argument | default | meaning |\n|---|---|---|\n"
        + arguments.stream().map(CliPage::row).collect(Collectors.joining())
        + ends(verb)
        + "\nAnswer:\n\n"
        + fields(answer);
  }

  private static String row(ArgSpec argument) {
    String names =
        argument instanceof OptionSpec option
            ? Stream.of(option.names())
                .map(name -> "`" + name + "`")
                .collect(Collectors.joining(", "))
            : "";
    String label =
        argument instanceof PositionalParamSpec || argument.arity().max() > 0
            ? "`" + argument.paramLabel() + "`"
            : "";
    String meaning =
        String.join(" ", argument.description())
            .replaceAll(" \\(default: [^)]*\\)| \\(default\\)", "");
    return "| %s | %s | %s |\n"
        .formatted((names + " " + label).strip(), standard(argument), meaning);
  }

  private static String standard(ArgSpec argument) {
    if (argument.required()) {
      return "**required**";
    }
    String value = argument.defaultValueString();
    return value == null || value.equals("null") || value.equals("false") ? "" : "`" + value + "`";
  }

  private static String ends(CommandSpec verb) {
    Map<String, String> codes = verb.usageMessage().exitCodeList();
    return codes.isEmpty()
        ? ""
        : codes.entrySet().stream()
            .map(code -> "- " + code.getKey() + ": " + code.getValue() + "\n")
            .collect(Collectors.joining("", "\nExit codes:\n\n", ""));
  }

  private static String fields(Class<?> answer) {
    return AnswerFields.of(answer).stream()
        .map(field -> "| `%s` | %s | %s |\n".formatted(field.path(), field.type(), field.meaning()))
        .collect(Collectors.joining("", "| field | value | meaning |\n|---|---|---|\n", ""));
  }
}
