package dev.freshet.home.report;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.freshet.core.maintenance.MaintenanceRun;
import dev.freshet.core.maintenance.RecallEstimate;
import dev.freshet.core.maintenance.StepKind;
import dev.freshet.core.maintenance.TableShape;
import dev.freshet.core.maintenance.TunedSearch;
import dev.freshet.core.vector.SearchParameters;
import dev.freshet.home.content.ContentState;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The last report of a maintenance process, and the table as it saw it: the content of {@code
 * optimize.json}. Losing it loses nothing. In JSON the fields of the work stand beside the others,
 * not below a name of their own.
 *
 * @param work which process reports, and what it is doing
 * @param table the table as observed last; null before
 * @param recall newest estimate of what the index finds; null while not measured
 * @param steps figures by kind of step, of all processes of this home; a kind that never ran is not
 *     there
 * @param newestRuns newest first, at most ten
 * @param content how far the files of all tables were read again, and which are damaged; null in a
 *     report of an earlier version
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record MaintenanceReport(
    @JsonUnwrapped Work work,
    @Nullable Table table,
    @Nullable RecallEstimate recall,
    Map<StepKind, Step> steps,
    List<MaintenanceRun> newestRuns,
    @Nullable ContentState content) {

  /** How many of the newest runs a report names at most. */
  public static final int NEWEST_RUNS = 10;

  private static final Logger LOGGER = LoggerFactory.getLogger(MaintenanceReport.class);

  /** What a maintenance process is doing. */
  public enum State {
    /** It looks at the table every few seconds. */
    WATCHING,
    /** A step is under way. */
    WORKING,
    /** There is no table yet, or storage does not answer. */
    WAITING,
    STOPPED,
    /** Its process ended without being asked to, and is started again. */
    ENDED
  }

  /**
   * Which process reports, and what it is doing.
   *
   * @param process the process that reports
   * @param state what it is doing
   * @param updatedAt when it reported
   * @param doing the step under way, why it waits, or how its process ended; null otherwise
   */
  public record Work(
      ProcessIdentity process, State state, Instant updatedAt, @Nullable String doing) {}

  public MaintenanceReport {
    steps = Map.copyOf(steps);
    newestRuns = List.copyOf(newestRuns);
  }

  /** The process that reports. */
  public ProcessIdentity process() {
    return work.process();
  }

  /** What the process is doing. */
  public State state() {
    return work.state();
  }

  /** When the process reported. */
  public Instant updatedAt() {
    return work.updatedAt();
  }

  /** The step under way, why it waits, or how its process ended; null otherwise. */
  public @Nullable String doing() {
    return work.doing();
  }

  /** The file that holds a report. */
  public static JsonFile<MaintenanceReport> file(Path path) {
    return new JsonFile<>(path, MaintenanceReport.class, StepJson.ANNOTATIONS);
  }

  /** Whether the process that wrote this still lives and maintains the table. */
  public boolean live() {
    return state() != State.STOPPED && state() != State.ENDED && process().stillRuns();
  }

  /**
   * Reports on behalf of a process that it has ended, unless another one maintains the table.
   *
   * @param how it ended, and whether it is started again
   */
  public static void tellEnd(Path path, String how, Instant at) {
    JsonFile<MaintenanceReport> file = file(path);
    try {
      Optional<MaintenanceReport> last = file.read();
      if (last.filter(MaintenanceReport::live).isEmpty()) {
        file.writeReport(last.orElseGet(() -> nothing(at)).ended(how, at));
      }
    } catch (IOException e) {
      LOGGER.atWarn().setCause(e).log("end of the optimize process was not reported");
    }
  }

  private static MaintenanceReport nothing(Instant at) {
    return new MaintenanceReport(
        new Work(ProcessIdentity.current(), State.ENDED, at, null),
        null,
        null,
        Map.of(),
        List.of(),
        null);
  }

  private MaintenanceReport ended(String how, Instant at) {
    return new MaintenanceReport(
        new Work(process(), State.ENDED, at, how), table, recall, steps, newestRuns, content);
  }

  /**
   * A version of the vector table. In JSON the fields of the stored rows and of the tail stand
   * beside the others, not below a name of their own.
   *
   * @param version table version
   * @param stored what it holds
   * @param tail what no vector index covers
   * @param deltaSegments segments of the vector index beside its base
   * @param versions versions that exist
   * @param deletedShare share of stored rows that are deleted, 0 to 1
   * @param search how the vector index is searched; null without one
   */
  @JsonIgnoreProperties(ignoreUnknown = true)
  public record Table(
      long version,
      @JsonUnwrapped Stored stored,
      @JsonUnwrapped Tail tail,
      int deltaSegments,
      long versions,
      double deletedShare,
      @Nullable Search search) {

    /** The figures of an observation. */
    public static Table of(TableShape shape) {
      return new Table(
          shape.version(),
          new Stored(shape.fragments().size(), shape.liveRows()),
          new Tail(shape.tail().size(), shape.tailRows()),
          shape.deltaSegments(),
          shape.versions(),
          shape.deletedShare(),
          shape.index().map(index -> Search.of(index.search())).orElse(null));
    }

    /** Fragments, whether an index covers them or not. */
    public int fragments() {
      return stored.fragments();
    }

    /** Rows a reader sees. */
    public long rows() {
      return stored.rows();
    }

    /** Fragments no vector index covers. */
    public int tailFragments() {
      return tail.tailFragments();
    }

    /** Rows no vector index covers. */
    public long tailRows() {
      return tail.tailRows();
    }
  }

  /**
   * What a version of the vector table holds.
   *
   * @param fragments all fragments
   * @param rows rows a reader sees
   */
  public record Stored(int fragments, long rows) {}

  /**
   * The part of the table that no vector index covers.
   *
   * @param tailFragments fragments no vector index covers
   * @param tailRows rows in them: a search scans them
   */
  public record Tail(int tailFragments, long tailRows) {}

  /**
   * The search parameters in force, and what they were tuned to. While nothing was tuned for this
   * index they are the defaults.
   *
   * @param probes partitions looked at
   * @param efPerK candidates a graph search keeps for each neighbour asked for
   * @param refine candidates per neighbour that are compared exactly
   * @param tunedAt when they were tuned; null while they are the defaults
   * @param tunedRecall share of the true neighbours a sample found then; null while they are the
   *     defaults
   * @param target share that was aimed at; null while they are the defaults
   */
  @JsonIgnoreProperties(ignoreUnknown = true)
  public record Search(
      int probes,
      int efPerK,
      int refine,
      @Nullable Instant tunedAt,
      @Nullable Double tunedRecall,
      @Nullable Double target) {

    private static Search of(Optional<TunedSearch> tuned) {
      SearchParameters used = tuned.map(TunedSearch::parameters).orElse(SearchParameters.DEFAULT);
      return new Search(
          used.probes(),
          used.efPerK(),
          used.refine(),
          tuned.map(known -> known.recall().at()).orElse(null),
          tuned.map(known -> known.recall().recall()).orElse(null),
          tuned.map(TunedSearch::target).orElse(null));
    }
  }

  /**
   * A kind of step.
   *
   * @param totals sums over all runs ever
   * @param runtime of the newest runs that were done, at most 32
   */
  public record Step(StepTotals totals, Percentiles runtime) {}
}
