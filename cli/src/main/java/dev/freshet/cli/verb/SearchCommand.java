package dev.freshet.cli.verb;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.freshet.cli.answer.ExitCode;
import dev.freshet.cli.answer.Output;
import dev.freshet.cli.answer.Text;
import dev.freshet.cli.wiring.Wiring;
import dev.freshet.core.config.FreshetConfig;
import dev.freshet.core.embed.Embedder;
import dev.freshet.core.filter.Filter;
import dev.freshet.core.vector.Freshness;
import dev.freshet.core.vector.VectorTableReader;
import dev.freshet.home.PipelineHome;
import dev.freshet.search.Mode;
import dev.freshet.search.Question;
import dev.freshet.search.SearchAnswer;
import dev.freshet.search.SearchHit;
import dev.freshet.search.SearchRequest;
import dev.freshet.search.SearchService;
import java.io.PrintWriter;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
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
public final class SearchCommand implements Callable<Integer> {

  @Parameters(paramLabel = "TEXT", description = "What to look for.")
  String text;

  @Option(
      names = "-k",
      paramLabel = "N",
      defaultValue = "10",
      description =
          "How many chunks, 1 to " + SearchRequest.K_MAX + " (default: ${DEFAULT-VALUE}).")
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
              + "words, best match first (BM25). hybrid: by meaning and words.")
  Mode mode;

  @Option(
      names = "--per-record",
      paramLabel = "N",
      description = "Most chunks of one record; any number without it.")
  @Nullable Integer perRecord;

  @Mixin PipelineFile file;
  @Mixin Output output;

  @Override
  public Integer call() {
    SearchRequest request =
        new SearchRequest(
            new Question.Text(text),
            mode,
            k,
            Optional.ofNullable(filter).map(Filter::parse),
            perRecord == null ? OptionalInt.empty() : OptionalInt.of(perRecord));
    FreshetConfig config = file.read();
    Wiring wiring = new Wiring(config);
    try (VectorTableReader reader = wiring.openReader();
        LazyModel model = new LazyModel(wiring)) {
      SearchService service =
          new SearchService(
              reader, model, new PipelineHome(config)::liveAsOf, InstantSource.system());
      output.print(Found.of(service.search(request)));
    }
    return ExitCode.OK;
  }

  /** Opens the model when it is needed: a search for words needs none. */
  private static final class LazyModel implements Supplier<Embedder>, AutoCloseable {

    private final Wiring wiring;
    private @Nullable Embedder opened;

    LazyModel(Wiring wiring) {
      this.wiring = wiring;
    }

    @Override
    public Embedder get() {
      Embedder model = opened == null ? wiring.openEmbedder() : opened;
      opened = model;
      return model;
    }

    @Override
    public void close() {
      if (opened != null) {
        opened.close();
      }
    }
  }

  /**
   * The answer, in the shape of the HTTP API.
   *
   * @param hits best first
   * @param freshness of the answer
   * @param tookMs to embed the text, where that is needed, and search, without the start of the
   *     process
   * @param partial why a hybrid search was answered by one of its rankings; null if it was not
   * @param truncated why there are fewer hits than were found; null if there are not
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Found(
      List<SearchHit> hits,
      Freshness freshness,
      long tookMs,
      SearchAnswer.@Nullable Partial partial,
      SearchAnswer.@Nullable Truncated truncated)
      implements Output.Answer {

    private static final int LINE = 100;

    public static Found of(SearchAnswer answer) {
      return new Found(
          answer.hits(), answer.freshness(), answer.tookMs(), answer.partial(), answer.truncated());
    }

    @Override
    public void print(PrintWriter out) {
      int rank = 1;
      for (SearchHit hit : hits) {
        out.printf(Locale.ROOT, "%2d  %.3f  %s%n", rank++, hit.score(), hit.key());
        out.println("           " + Text.oneLine(hit.text(), LINE));
      }
      if (hits.isEmpty()) {
        out.println("nothing found");
      }
      if (partial != null) {
        out.println("only by " + partial.mode() + ": " + partial.reason());
      }
      if (truncated != null) {
        out.println(truncated.reason());
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
