package dev.freshet.cli;

import dev.freshet.storage.AtomicFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * What series of random trouble have survived, over all builds of this checkout: lines of a number
 * and a name in the file {@code .totals} beside the root pom, or the one that {@code
 * -Dfreshet.totals} names. A series adds to it at its end, if it found nothing.
 */
public final class SeriesTotals {

  private SeriesTotals() {}

  /** Adds the counts and prints the totals of these names. */
  public static void add(Map<String, Integer> counts) throws IOException {
    Path file = Path.of(System.getProperty("freshet.totals", "../.totals")).toAbsolutePath();
    Map<String, Long> totals = new TreeMap<>();
    if (Files.exists(file)) {
      for (String line : Files.readAllLines(file)) {
        String[] parts = line.split(" ", 2);
        totals.put(parts[1], Long.parseLong(parts[0]));
      }
    }
    counts.forEach((name, count) -> totals.merge(name, (long) count, Long::sum));
    StringBuilder lines = new StringBuilder();
    totals.forEach((name, count) -> lines.append(count).append(' ').append(name).append('\n'));
    new AtomicFile(file).replace(lines.toString().getBytes(StandardCharsets.UTF_8));
    counts
        .keySet()
        .forEach(
            name ->
                System.out.printf(Locale.ROOT, "%s: %d over all builds%n", name, totals.get(name)));
  }
}
