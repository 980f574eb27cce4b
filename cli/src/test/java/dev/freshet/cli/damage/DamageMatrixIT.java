package dev.freshet.cli.damage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.cli.damage.CaseResult.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Every kind of file below a home, damaged in every way, met by every verb: it is put right, or
 * named with what to do. No verb answers INTERNAL, hangs, says equal of a table that is not, or
 * ends its process more than twice by native code.
 *
 * <p>The default build takes some of the cases, the long one all of them.
 */
class DamageMatrixIT {

  private static final boolean LONG = Boolean.getBoolean("freshet.test.long");

  /** At most so many cases. */
  private static final int CASES =
      Integer.getInteger("freshet.damage.cases", LONG ? Integer.MAX_VALUE : 4);

  /** So many are worth a second process. */
  private static final int MANY = 32;

  private static final long SEED = Long.getLong("freshet.seed", 20261130L);
  private static final String ONLY = System.getProperty("freshet.damage.only", "");

  @TempDir Path directory;

  @Test
  @Timeout(value = 90, unit = TimeUnit.MINUTES)
  void damagedHomesAreHealedOrRefusedByName() throws Exception {
    Path healthy = directory.resolve("healthy");
    new ProbeProcess(healthy, directory.resolve("make")).makeHomes();
    List<DamageCase> cases = chosen(all(healthy));

    List<CaseResult> results = examine(healthy, cases);

    Map<Outcome, Integer> counts = new TreeMap<>();
    List<String> wrong = new ArrayList<>();
    List<String> lines = new ArrayList<>();
    for (int i = 0; i < cases.size(); i++) {
      CaseResult result = results.get(i);
      counts.merge(result.outcome(), 1, Integer::sum);
      String line = "%s %s: %s".formatted(result.outcome(), cases.get(i).line(), result.detail());
      lines.add(line);
      if (result.outcome() == Outcome.WRONG) {
        wrong.add(line);
      }
    }
    Files.write(Path.of("target", "damage.txt"), lines);
    System.out.printf(Locale.ROOT, "%d damaged homes: %s (seed %d)%n", cases.size(), counts, SEED);
    assertThat(wrong).isEmpty();
  }

  /** In two processes side by side, if there is much to do. */
  private List<CaseResult> examine(Path healthy, List<DamageCase> cases) throws Exception {
    int half = cases.size() < MANY ? cases.size() : cases.size() / 2;
    ProbeProcess first = new ProbeProcess(healthy, directory.resolve("first"));
    ProbeProcess second = new ProbeProcess(healthy, directory.resolve("second"));
    CompletableFuture<List<CaseResult>> beside =
        CompletableFuture.supplyAsync(
            () -> {
              try {
                return second.examine(cases.subList(half, cases.size()));
              } catch (Exception e) {
                throw new IllegalStateException(e);
              }
            });
    List<CaseResult> results = new ArrayList<>(first.examine(cases.subList(0, half)));
    results.addAll(beside.get());
    return results;
  }

  private static List<DamageCase> chosen(List<DamageCase> all) {
    List<DamageCase> some =
        new ArrayList<>(all.stream().filter(each -> each.line().contains(ONLY)).toList());
    Collections.shuffle(some, new Random(SEED));
    return some.subList(0, Math.min(CASES, some.size()));
  }

  /** Indexes of the home with the many rows, everything else of the small one. */
  private static List<DamageCase> all(Path healthy) throws IOException {
    List<DamageCase> cases = new ArrayList<>();
    for (String home : List.of(HealthyHomes.SMALL, HealthyHomes.INDEXED)) {
      HomeFiles files = new HomeFiles(healthy.resolve(home).resolve("home"));
      for (String kind : files.kinds()) {
        boolean index = kind.contains("_indices");
        if (index == home.equals(HealthyHomes.INDEXED)) {
          for (Path file : files.ends(kind)) {
            for (Harm harm : Harm.values()) {
              cases.add(new DamageCase(home, file, harm));
            }
          }
        }
      }
    }
    return cases;
  }
}
