package dev.freshet.cli;

import dev.freshet.cli.answer.ExitCode;
import dev.freshet.cli.answer.Output;
import dev.freshet.cli.answer.Text;
import dev.freshet.cli.wiring.Wiring;
import dev.freshet.core.config.FreshetConfig;
import dev.freshet.core.embed.EmbedOutcome;
import dev.freshet.core.embed.Embedder;
import dev.freshet.core.embed.InputType;
import dev.freshet.core.error.InvalidRequestException;
import dev.freshet.core.vector.Hit;
import dev.freshet.core.vector.SearchResult;
import dev.freshet.core.vector.TextQuery;
import dev.freshet.core.vector.VectorQuery;
import dev.freshet.core.vector.VectorTableReader;
import dev.freshet.pipeline.PipelineHome;
import dev.freshet.pipeline.status.RunStatus;
import java.io.PrintWriter;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "search",
    description = "Finds the chunks nearest in meaning to a text, or those that hold its words.",
    mixinStandardHelpOptions = true)
final class SearchCommand implements Callable<Integer> {

  private static final int MOST_HITS = 1000;

  /** How hits are found. */
  enum Mode {
    /** By the meaning of the text. */
    VECTOR,
    /** By its words. */
    TEXT;

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  @Parameters(paramLabel = "TEXT", description = "What to look for.")
  String text;

  @Option(
      names = "-k",
      paramLabel = "N",
      defaultValue = "10",
      description = "How many chunks, 1 to " + MOST_HITS + " (default: ${DEFAULT-VALUE}).")
  int k;

  @Option(
      names = "--filter",
      paramLabel = "SQL",
      description = "Condition that every hit satisfies, such as \"author = 'mira'\".")
  @Nullable String filter;

  @Option(
      names = "--mode",
      paramLabel = "MODE",
      defaultValue = "vector",
      description =
          "How hits are found: ${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}). text: by its "
              + "words, best match first (BM25).")
  Mode mode;

  @Mixin PipelineFile file;
  @Mixin Output output;

  @Override
  public Integer call() {
    if (k < 1 || k > MOST_HITS) {
      throw new InvalidRequestException(
          "Cannot search for " + k + " chunks: -k is not in 1 to " + MOST_HITS + ". Change it.");
    }
    FreshetConfig config = file.read();
    Wiring wiring = new Wiring(config);
    PipelineHome home = new PipelineHome(config);
    try (VectorTableReader reader = wiring.openReader()) {
      output.print(
          switch (mode) {
            case VECTOR -> byMeaning(wiring, home, reader);
            case TEXT -> search(home, reader, () -> reader.search(new TextQuery(text, k, filter)));
          });
    }
    return ExitCode.OK;
  }

  private Found byMeaning(Wiring wiring, PipelineHome home, VectorTableReader reader) {
    try (Embedder embedder = wiring.openEmbedder()) {
      wiring.requireSameModel(embedder, reader);
      return search(
          home, reader, () -> reader.search(new VectorQuery(vector(embedder), k, filter)));
    }
  }

  private static Found search(
      PipelineHome home, VectorTableReader reader, Supplier<SearchResult> search) {
    long started = System.nanoTime();
    Optional<RunStatus> before = home.report();
    SearchResult result = search.get();
    long tookMs = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - started);
    long unindexed = reader.state().unindexedRows();
    return new Found(result.hits(), Freshness.of(result, before, unindexed, Instant.now()), tookMs);
  }

  private float[] vector(Embedder embedder) {
    EmbedOutcome outcome = embedder.embed(List.of(text), InputType.QUERY).get(0);
    if (outcome instanceof EmbedOutcome.Embedded embedded) {
      return embedded.vector();
    }
    throw new InvalidRequestException(
        "Cannot search for this text: "
            + ((EmbedOutcome.Rejected) outcome).reason()
            + ". Search for another text.");
  }

  /**
   * The answer, in the shape of the HTTP API.
   *
   * @param hits best first
   * @param freshness of the answer
   * @param tookMs to embed the text, where that is needed, and search, without the start of the
   *     process
   */
  record Found(List<Hit> hits, Freshness freshness, long tookMs) implements Output.Answer {

    private static final int LINE = 100;

    @Override
    public void print(PrintWriter out) {
      int rank = 1;
      for (Hit hit : hits) {
        out.printf(Locale.ROOT, "%2d  %.3f  %s%n", rank++, hit.score(), hit.key());
        out.println("           " + Text.oneLine(hit.text(), LINE));
      }
      if (hits.isEmpty()) {
        out.println("nothing found");
      }
      out.printf(
          Locale.ROOT,
          "%d hits in %d ms, table version %d, as of %s%n",
          hits.size(),
          tookMs,
          freshness.version(),
          freshness.asOf() == null
              ? "never"
              : freshness.asOf() + " (" + Text.millis(freshness.lagMs()) + " ago)");
    }
  }
}
