package dev.freshet.cli.quarantine;

import dev.freshet.cli.answer.ExitCode;
import dev.freshet.cli.answer.Output;
import dev.freshet.cli.answer.ReasonText;
import dev.freshet.cli.answer.Text;
import dev.freshet.cli.verb.PipelineFile;
import dev.freshet.core.error.InvalidRequestException;
import dev.freshet.home.PipelineHome;
import dev.freshet.home.layer.QuarantinedLine;
import dev.freshet.home.quarantine.QuarantineFilter;
import dev.freshet.home.quarantine.ReasonGroup;
import java.io.PrintWriter;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
    name = "list",
    description = "Lists rows in quarantine, the newest first, or counts them by their reason.",
    mixinStandardHelpOptions = true)
public final class QuarantineList implements Callable<Integer> {

  /** How far a row came. */
  enum Stage {
    READ,
    EMBED
  }

  private static final int LIMIT_MAX = 10_000;

  @Mixin PipelineFile file;

  @Option(
      names = "--stage",
      paramLabel = "STAGE",
      description = "Only read (no valid event) or embed (the model refuses its text).")
  @Nullable Stage stage;

  @Option(
      names = "--reason",
      paramLabel = "TEXT",
      description = "Only rows whose reason contains this, upper and lower case alike.")
  @Nullable String reason;

  @Option(
      names = "--path",
      paramLabel = "TEXT",
      description = "Only rows of landed files whose path contains this.")
  @Nullable String path;

  @Option(
      names = {"-n", "--limit"},
      paramLabel = "N",
      defaultValue = "20",
      description = "At most this many rows, 1 to 10000 (default: ${DEFAULT-VALUE}).")
  int limit;

  @Option(names = "--by-reason", description = "Count the rows by their reason instead.")
  boolean byReason;

  @Mixin Output output;

  @Override
  public Integer call() {
    if (limit < 1 || limit > LIMIT_MAX) {
      throw new InvalidRequestException(
          "Cannot list " + limit + " rows. Set --limit to a number from 1 to " + LIMIT_MAX + ".");
    }
    PipelineHome home = new PipelineHome(file.read());
    QuarantineFilter filter =
        new QuarantineFilter(
            Optional.ofNullable(stage).map(each -> each.name().toLowerCase(Locale.ROOT)),
            Optional.ofNullable(reason),
            Optional.ofNullable(path));
    output.print(
        new Quarantined(
            home.quarantined(),
            byReason
                ? List.of()
                : home.newestQuarantined(limit, filter).stream().map(Row::of).toList(),
            byReason ? home.quarantineReasons(filter) : List.of()));
    return ExitCode.OK;
  }

  /**
   * Rows in quarantine.
   *
   * @param quarantined rows in the whole table
   * @param rows that were asked for, the newest first; none with {@code --by-reason}
   * @param reasons of the rows that were asked for, the most frequent first; only with {@code
   *     --by-reason}
   */
  public record Quarantined(long quarantined, List<Row> rows, List<ReasonGroup> reasons)
      implements Output.Answer {

    @Override
    public void print(PrintWriter out) {
      if (quarantined == 0) {
        out.println("no row is in quarantine");
      } else if (rows.isEmpty() && reasons.isEmpty()) {
        out.println(
            "none of the " + Text.count(quarantined, "row") + " in quarantine is such a row");
      }
      new ReasonText(reasons).print(out);
      for (Row row : rows) {
        out.printf(
            "%-10s %s  %s  %s%n",
            row.id(), row.landedAt(), row.stage(), ReasonText.place(row.file(), row.line()));
        out.println("           " + Text.printable(row.reason()));
      }
    }
  }

  /**
   * A row in quarantine.
   *
   * @param id by which {@code quarantine show} finds it: the number of the file version, and the
   *     line
   * @param file where it landed
   * @param line in the file from 1; 0 for the file itself
   * @param landedAt when the file landed
   * @param stage {@code read}: it is no valid event, or {@code embed}: the model refuses its text
   * @param reason why, and what to do
   * @param recordKey null if it was not understood
   */
  public record Row(
      String id,
      String file,
      long line,
      Instant landedAt,
      String stage,
      String reason,
      @Nullable String recordKey) {

    static Row of(QuarantinedLine row) {
      return new Row(
          row.sequence() + ":" + row.line(),
          row.file(),
          row.line(),
          row.landedAt(),
          row.stage(),
          row.reason(),
          row.recordKey());
    }
  }
}
