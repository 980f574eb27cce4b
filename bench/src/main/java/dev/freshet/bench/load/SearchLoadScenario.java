package dev.freshet.bench.load;

import dev.freshet.bench.rig.Notes;
import dev.freshet.bench.rig.Scenario;
import dev.freshet.cli.wiring.FileTree;
import dev.freshet.core.embed.EmbedderSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * Searches of this project's table and its server beside Lucene and jvector on the same vectors,
 * all tuned to the same recall: closed and open loops, at rest and while rows stream in. Each
 * contender and size has a process of its own, one after the other.
 */
public final class SearchLoadScenario implements Scenario {

  /** Batches that may be due while stages end and rows are looked for. */
  private static final int SPARE_SECONDS = 120;

  /** More than any stage takes beyond the seconds that count. */
  private static final int STAGE_EXTRA_SECONDS = 10;

  /**
   * All figures.
   *
   * @param failed why a contender has none, by contender and rows
   */
  record Figures(LoadOptions options, List<ContenderReport> reports, Map<String, String> failed) {}

  @Override
  public Object measure(Path root) throws Exception {
    return measure(root, List.of());
  }

  @Override
  public Object measure(Path root, List<String> arguments) throws Exception {
    LoadOptions options = LoadOptions.parse(arguments);
    List<ContenderReport> reports = new ArrayList<>();
    Map<String, String> failed = new TreeMap<>();
    try (Notes notes = Notes.open(root)) {
      for (int rows : options.rows()) {
        List<ContenderReport> ofSize = measure(root, notes, options, rows, failed);
        LoadTables.print(ofSize);
        reports.addAll(ofSize);
      }
    }
    failed.forEach((who, why) -> System.out.println("no figures of " + who + ": " + why));
    if (!reports.isEmpty()) {
      Path plot = root.resolve("bench").resolve("results").resolve("search-load.png");
      LoadPlot.write(reports, plot);
      System.out.println("plot: " + root.relativize(plot));
    }
    return new Figures(options, reports, failed);
  }

  private static List<ContenderReport> measure(
      Path root, Notes notes, LoadOptions options, int rows, Map<String, String> failed)
      throws IOException, InterruptedException {
    Path directory = Files.createTempDirectory("search-load-");
    try {
      int replacements = replacements(options);
      LoadData data = new LoadData(Files.createDirectory(directory.resolve("data")));
      data.make(notes, rows, replacements, options.questions());
      EmbedderSpec model = notes.embedder().spec();
      List<ContenderReport> reports = new ArrayList<>();
      for (ContenderKind kind : options.contenders()) {
        Path work = Files.createDirectory(directory.resolve(kind.label()));
        try {
          reports.add(
              new ContenderProcess(
                      new ContenderTrial.Task(
                          kind,
                          new ContenderTrial.Places(
                              root.toString(), data.directory().toString(), work.toString()),
                          rows,
                          new ContenderTrial.Model(model.dimension(), model.fingerprint()),
                          replacements,
                          options))
                  .run());
        } catch (IOException e) {
          failed.put(String.format(Locale.ROOT, "%s, %d rows", kind.label(), rows), e.getMessage());
        } finally {
          new FileTree(work).delete();
        }
      }
      return reports;
    } finally {
      new FileTree(directory).delete();
    }
  }

  private static int replacements(LoadOptions options) {
    int stages = options.stages().size() * (options.loops().seconds() + STAGE_EXTRA_SECONDS);
    return options.replaced() * (stages + SPARE_SECONDS);
  }
}
