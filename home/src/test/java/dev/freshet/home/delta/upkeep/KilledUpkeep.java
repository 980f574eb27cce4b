package dev.freshet.home.delta.upkeep;

import dev.freshet.core.maintenance.StepOutcome;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Random;

/**
 * A process that maintains one Delta table without a pause until it is killed. Its clock is two
 * hours ahead, so that what compactions replaced is cleaned up at once. It reports each step.
 */
public final class KilledUpkeep {

  private KilledUpkeep() {}

  public static void main(String[] arguments) {
    Random random = new Random(Long.parseLong(arguments[1]));
    LayerUpkeep upkeep =
        new LayerUpkeep(
            "gold", Path.of(arguments[0]), () -> Instant.now().plus(Duration.ofHours(2)));
    while (true) {
      String step;
      StepOutcome outcome;
      switch (random.nextInt(4)) {
        case 0 -> {
          step = "checkpoint";
          outcome = upkeep.checkpoint();
        }
        case 1 -> {
          step = "clean";
          outcome = upkeep.clean(1 + random.nextInt(40));
        }
        default -> {
          step = "compact";
          outcome = upkeep.compact(random.nextInt(4) / 3, 2 + random.nextInt(20));
        }
      }
      System.out.println(step + " " + outcome.getClass().getSimpleName());
    }
  }
}
