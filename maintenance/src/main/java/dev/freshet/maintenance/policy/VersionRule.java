package dev.freshet.maintenance.policy;

import static dev.freshet.maintenance.policy.InWords.count;
import static dev.freshet.maintenance.policy.InWords.duration;

import dev.freshet.core.maintenance.MaintenanceStep;
import dev.freshet.core.maintenance.PlannedStep;
import dev.freshet.core.maintenance.TableShape;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** Decides when old table versions are removed. */
final class VersionRule {

  /** So few versions are never removed. */
  static final int VERSIONS_KEPT = 10;

  private final TableShape shape;
  private final MaintenanceTargets targets;

  VersionRule(TableShape shape, MaintenanceTargets targets) {
    this.shape = shape;
    this.targets = targets;
  }

  /** Removes versions older than the retention, once the oldest exceeds it by a tenth. */
  Optional<PlannedStep> remove(Instant now) {
    Duration age = Duration.between(shape.oldestVersionAt(), now);
    Duration patience = targets.retention().plus(targets.retention().dividedBy(10));
    if (shape.versions() <= VERSIONS_KEPT || age.compareTo(patience) <= 0) {
      return Optional.empty();
    }
    String reason =
        "%s versions, the oldest %s old; kept for %s; threshold %d"
            .formatted(
                count(shape.versions()),
                duration(age),
                duration(targets.retention()),
                VERSIONS_KEPT);
    return Optional.of(
        new PlannedStep(
            new MaintenanceStep.RemoveVersions(now.minus(targets.retention())), reason));
  }
}
