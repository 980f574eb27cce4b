package dev.freshet.maintenance.layer;

import dev.freshet.core.config.HomeLayout;
import dev.freshet.core.error.FreshetException;
import dev.freshet.core.maintenance.MaintenanceStep;
import dev.freshet.core.maintenance.PlannedStep;
import dev.freshet.core.maintenance.StepOutcome;
import dev.freshet.core.maintenance.TableContent;
import dev.freshet.home.HomeLock;
import dev.freshet.home.delta.upkeep.LayerShape;
import dev.freshet.home.delta.upkeep.LayerUpkeep;
import dev.freshet.home.process.Owned;
import dev.freshet.maintenance.calibration.StepHistory;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Observes the Delta tables of a home from time to time and takes the steps they need: after a look
 * and its steps that took {@code t} it rests for twenty times {@code t}, and for twenty seconds at
 * least. A table that cannot be observed does not keep the others from theirs. Not thread-safe.
 */
public final class LayerCare implements Function<MaintenanceStep, StepOutcome> {

  private static final Logger LOGGER = LoggerFactory.getLogger(LayerCare.class);

  static final Duration PAUSE_MIN = Duration.ofSeconds(20);
  private static final int REST = 20;

  private final Path home;
  private final Map<String, LayerUpkeep> tables;
  private final Map<String, Long> versions = new HashMap<>();
  private final InstantSource clock;
  private Instant due = Instant.MIN;

  private LayerCare(Path home, Map<String, LayerUpkeep> tables, InstantSource clock) {
    this.home = home;
    this.tables = tables;
    this.clock = clock;
  }

  /** Care for the tables of a home, whether they exist yet or not. Touches nothing. */
  public static LayerCare of(HomeLayout layout, InstantSource clock) {
    Map<String, Path> paths = new LinkedHashMap<>();
    paths.put("bronze", layout.bronze());
    paths.put("silver", layout.silver());
    paths.put("gold", layout.gold());
    paths.put("quarantine", layout.quarantine());
    paths.put("ledger", layout.ledger());
    paths.put("maintenance", layout.maintenanceRuns());
    Map<String, LayerUpkeep> tables = new LinkedHashMap<>();
    paths.forEach((name, path) -> tables.put(name, new LayerUpkeep(name, path, clock)));
    return new LayerCare(layout.home(), tables, clock);
  }

  /**
   * The steps that the tables need, if it is time to look; those that failed too recently are left
   * out.
   */
  public List<PlannedStep> planIfDue(StepHistory history) {
    Instant now = clock.instant();
    if (now.isBefore(due)) {
      return List.of();
    }
    due = now.plus(PAUSE_MIN);
    List<PlannedStep> steps = new ArrayList<>();
    tables.forEach(
        (name, table) ->
            observe(name, table)
                .ifPresent(
                    shape -> {
                      versions.put(name, shape.version());
                      steps.addAll(LayerPolicy.plan(shape));
                    }));
    worked(now);
    steps.removeIf(planned -> history.pauses(planned.step(), now));
    return steps;
  }

  private static Optional<LayerShape> observe(String name, LayerUpkeep table) {
    try {
      return table.observe();
    } catch (FreshetException failed) {
      LOGGER
          .atWarn()
          .addKeyValue("table", name)
          .addKeyValue("error", failed.getMessage())
          .log("table cannot be maintained, it will be tried again");
      return Optional.empty();
    }
  }

  /** The content of each table, by its name. */
  public Map<String, Supplier<Optional<TableContent>>> contents() {
    Map<String, Supplier<Optional<TableContent>>> contents = new LinkedHashMap<>();
    tables.forEach((name, table) -> contents.put(name, table::content));
    return contents;
  }

  /** Version of the step's table when it was observed. */
  public long version(MaintenanceStep step) {
    return versions.getOrDefault(step.subject(), 0L);
  }

  /**
   * Takes a step that was planned here.
   *
   * @throws FreshetException with {@code ALREADY_RUNNING} while the pipeline takes damaged files
   *     out of the tables
   */
  @Override
  public StepOutcome apply(MaintenanceStep step) {
    Instant started = clock.instant();
    LayerUpkeep table = Objects.requireNonNull(tables.get(step.subject()), step.subject());
    try (Owned lock = new Owned()) {
      lock.own(HomeLock.LAYERS.acquire(home));
      if (step instanceof MaintenanceStep.CompactLayer compact) {
        return table.compact(compact.tier(), compact.files());
      }
      if (step instanceof MaintenanceStep.CleanLayer clean) {
        return table.clean(clean.entries());
      }
      return table.checkpoint();
    } finally {
      worked(started);
    }
  }

  private void worked(Instant started) {
    Duration took = Duration.between(started, clock.instant());
    due = due.plus(took.isNegative() ? Duration.ZERO : took.multipliedBy(REST));
  }
}
