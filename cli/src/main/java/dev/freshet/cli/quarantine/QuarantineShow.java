package dev.freshet.cli.quarantine;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.freshet.cli.answer.ExitCode;
import dev.freshet.cli.answer.Output;
import dev.freshet.cli.answer.ReasonText;
import dev.freshet.cli.answer.Text;
import dev.freshet.cli.verb.PipelineFile;
import dev.freshet.core.error.InvalidRequestException;
import dev.freshet.home.PipelineHome;
import dev.freshet.home.layer.QuarantinedLine;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

@Command(
    name = "show",
    description = "Shows a row in quarantine as it landed.",
    mixinStandardHelpOptions = true)
public final class QuarantineShow implements Callable<Integer> {

  private static final Pattern ID = Pattern.compile("(\\d{1,18}):(\\d{1,18})");

  @Parameters(paramLabel = "ID", description = "The row, by its id in quarantine list.")
  String id;

  @Mixin PipelineFile file;
  @Mixin Output output;

  @Override
  public Integer call() {
    Matcher parts = ID.matcher(id);
    if (!parts.matches()) {
      throw new InvalidRequestException(
          "Cannot find row '"
              + id
              + "': an id is two numbers such as 12:3. Take one of `freshet"
              + " quarantine list`.");
    }
    QuarantinedLine.WithPayload found =
        new PipelineHome(file.read())
            .quarantined(Long.parseLong(parts.group(1)), Long.parseLong(parts.group(2)))
            .orElseThrow(
                () ->
                    new InvalidRequestException(
                        "Cannot find row "
                            + id
                            + ": no such row is in quarantine. Take an id of `freshet quarantine"
                            + " list`."));
    output.print(new Shown(QuarantineList.Row.of(found.row()), found.payload()));
    return ExitCode.OK;
  }

  /**
   * A row in quarantine.
   *
   * @param row all but the line itself
   * @param payload the line as it landed; null if the row is about a whole file
   */
  public record Shown(@JsonUnwrapped QuarantineList.Row row, @Nullable String payload)
      implements Output.Answer {

    @Override
    public void print(PrintWriter out) {
      out.println("row     " + row.id());
      out.println("landed  " + ReasonText.place(row.file(), row.line()) + ", " + row.landedAt());
      out.println("stage   " + row.stage());
      out.println("key     " + (row.recordKey() == null ? "not understood" : row.recordKey()));
      out.println("reason  " + Text.printable(row.reason()));
      out.println();
      out.println(payload == null ? "(the row is about the whole file)" : Text.printable(payload));
    }
  }
}
