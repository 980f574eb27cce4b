package dev.freshet.cli.verb;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.freshet.autoloader.filelog.FileHistory.Archived;
import dev.freshet.autoloader.filelog.FileLogDamagedException;
import dev.freshet.autoloader.state.TrackedFile;
import dev.freshet.autoloader.state.TrackedFiles;
import dev.freshet.autoloader.state.TrackedState;
import dev.freshet.cli.answer.ExitCode;
import dev.freshet.cli.answer.Output;
import dev.freshet.cli.answer.Text;
import dev.freshet.core.error.ErrorCode;
import dev.freshet.core.error.FreshetException;
import dev.freshet.core.error.InvalidRequestException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
    name = "files",
    description = {
      "Lists the files of the landing zone, the newest first, and how far each has come:",
      "discovered, processed, committed, archived, or skipped with the reason."
    },
    mixinStandardHelpOptions = true)
public final class FilesCommand implements Callable<Integer> {
  private static final int LIMIT_MAX = 1_000_000;

  @Mixin PipelineFile file;

  @Option(
      names = "--state",
      paramLabel = "STATE",
      description = "Only discovered, processed, committed, archived or skipped.")
  @Nullable TrackedState state;

  @Option(
      names = "--path",
      paramLabel = "TEXT",
      description = "Only files whose path contains this.")
  @Nullable String path;

  @Option(
      names = {"-n", "--limit"},
      paramLabel = "N",
      defaultValue = "20",
      description = "At most this many files, 1 to 1000000 (default: ${DEFAULT-VALUE}).")
  int limit;

  @Mixin Output output;

  @Override
  public Integer call() {
    if (limit < 1 || limit > LIMIT_MAX) {
      throw new InvalidRequestException(
          "Cannot list " + limit + " files. Set --limit to a number from 1 to " + LIMIT_MAX + ".");
    }
    output.print(new ListedFiles(list(file.read().layout().fileLog())));
    return ExitCode.OK;
  }

  private List<ListedFile> list(Path fileLog) {
    List<ListedFile> found = new ArrayList<>();
    if (!Files.exists(fileLog)) {
      return found;
    }
    try (TrackedFiles files = TrackedFiles.open(fileLog)) {
      files.newest(this::isWanted, limit, each -> found.add(ListedFile.of(each)));
      return found;
    } catch (FileLogDamagedException e) {
      throw new FreshetException(
          ErrorCode.STORE_DAMAGED,
          "Cannot list files: file log "
              + fileLog
              + " is damaged ("
              + e.reason()
              + "). Start `freshet run`: it puts the file log aside and begins a new one.",
          e);
    } catch (UncheckedIOException e) {
      throw new FreshetException(ErrorCode.STORE_UNAVAILABLE, String.valueOf(e.getMessage()), e);
    }
  }

  private boolean isWanted(TrackedFile each) {
    return (state == null || each.state() == state)
        && (path == null || each.file().path().contains(path));
  }

  /**
   * The files that were asked for.
   *
   * @param files the newest first; those without a sequence come last
   */
  public record ListedFiles(List<ListedFile> files) implements Output.Answer {

    @Override
    public void print(PrintWriter out) {
      if (files.isEmpty()) {
        out.println("no such file was found yet");
      }
      for (ListedFile each : files) {
        out.printf(
            "%-10s %s  %s%n", each.state(), each.discoveredAt(), Text.printable(each.path()));
        if (each.reason() != null) {
          out.println("           " + Text.printable(each.reason()));
        }
        if (each.movedTo() != null) {
          out.println("           moved to " + Text.printable(each.movedTo()));
        }
      }
    }
  }

  /**
   * A file version.
   *
   * @param file as it was found
   * @param state {@code discovered}, {@code processed}, {@code committed}, {@code archived} or
   *     {@code skipped}
   * @param sequence its number in the file log; null if it is skipped
   * @param reason why it is skipped; null in every other state
   * @param times when it came how far
   * @param archiveMode {@code DELETE} or {@code MOVE}; null if it is not archived
   * @param movedTo where it is now; null if it was not moved
   */
  public record ListedFile(
      @JsonUnwrapped Found file,
      @Nullable Long sequence,
      String state,
      @Nullable String reason,
      @JsonUnwrapped Times times,
      @Nullable String archiveMode,
      @Nullable String movedTo) {

    /**
     * The file as it was found.
     *
     * @param path where it landed
     * @param size in bytes
     * @param modifiedAt its modification time
     */
    public record Found(String path, long size, Instant modifiedAt) {}

    /**
     * When it came how far; null where it has not, or where an earlier build did not record it.
     *
     * @param discoveredAt when it was found
     * @param processedAt when the batch that has the last of it began
     * @param committedAt when Spark had that batch in its checkpoint
     * @param archivedAt when it was deleted or moved
     */
    public record Times(
        Instant discoveredAt,
        @Nullable Instant processedAt,
        @Nullable Instant committedAt,
        @Nullable Instant archivedAt) {}

    String path() {
      return file.path();
    }

    Instant discoveredAt() {
      return times.discoveredAt();
    }

    static ListedFile of(TrackedFile each) {
      return new ListedFile(
          new Found(each.file().path(), each.file().size(), each.file().modifiedAt()),
          each.sequence() == 0 ? null : each.sequence(),
          each.state().label(),
          each.reason().isEmpty() ? null : each.reason(),
          new Times(
              each.times().discoveredAt(),
              each.times().processedAt().orElse(null),
              each.times().committedAt().orElse(null),
              each.archived().flatMap(Archived::at).orElse(null)),
          each.archived().map(archived -> archived.mode().name()).orElse(null),
          each.archived().flatMap(Archived::movedTo).orElse(null));
    }
  }
}
