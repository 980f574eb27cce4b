package dev.freshet.bench;

import dev.freshet.bench.discovery.DiscoveryScenario;
import dev.freshet.bench.embed.EmbeddingScenario;
import dev.freshet.bench.ingest.CatchUpScenario;
import dev.freshet.bench.ingest.ExecutorScenario;
import dev.freshet.bench.ingest.FreshnessScenario;
import dev.freshet.bench.ingest.IngestScenario;
import dev.freshet.bench.ingest.KnownFilesScenario;
import dev.freshet.bench.ingest.ManyFilesScenario;
import dev.freshet.bench.load.SearchLoadScenario;
import dev.freshet.bench.maintenance.LayersScenario;
import dev.freshet.bench.maintenance.OptimizeCostScenario;
import dev.freshet.bench.maintenance.SoakScenario;
import dev.freshet.bench.relevance.RelevanceScenario;
import dev.freshet.bench.rig.RawResult;
import dev.freshet.bench.rig.Scenario;
import dev.freshet.bench.server.ServerAbuseScenario;
import dev.freshet.bench.server.ServerKillScenario;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Runs a scenario by its name; {@code bench/run} builds and starts it. */
public final class Bench {

  private static final Map<String, Scenario> SCENARIOS =
      new TreeMap<>(
          Map.ofEntries(
              Map.entry("catch-up", new CatchUpScenario()),
              Map.entry("discovery", new DiscoveryScenario()),
              Map.entry("embedding", new EmbeddingScenario()),
              Map.entry("executors", new ExecutorScenario()),
              Map.entry("freshness", new FreshnessScenario()),
              Map.entry("ingest", new IngestScenario()),
              Map.entry("known-files", new KnownFilesScenario()),
              Map.entry("layers", new LayersScenario()),
              Map.entry("many-files", new ManyFilesScenario()),
              Map.entry("optimize-cost", new OptimizeCostScenario()),
              Map.entry("relevance", new RelevanceScenario()),
              Map.entry("search-load", new SearchLoadScenario()),
              Map.entry("server-abuse", new ServerAbuseScenario()),
              Map.entry("server-kill", new ServerKillScenario()),
              Map.entry("soak", new SoakScenario())));

  private Bench() {}

  /**
   * @param args the checkout's directory, the scenario's name and its options
   */
  public static void main(String[] args) throws Exception {
    Scenario scenario = args.length >= 2 ? SCENARIOS.get(args[1]) : null;
    if (scenario == null) {
      System.err.println("Cannot run this: name one of the scenarios " + SCENARIOS.keySet() + ".");
      System.exit(2);
      return;
    }
    Path root = Path.of(args[0]);
    keep(root, args[1], scenario.measure(root, List.of(args).subList(2, args.length)));
  }

  private static void keep(Path root, String name, Object figures) throws IOException {
    Path file = RawResult.write(root.resolve("bench").resolve("results"), name, figures);
    System.out.println("raw result: " + root.relativize(file));
  }
}
