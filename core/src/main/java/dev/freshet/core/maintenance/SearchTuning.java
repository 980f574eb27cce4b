package dev.freshet.core.maintenance;

import dev.freshet.core.vector.SearchParameters;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.Predicate;
import java.util.function.ToIntFunction;

/**
 * Finds the search parameters that reach a recall target with the least work, by searching for the
 * same sample repeatedly. Work is ordered by the parameters themselves, not by timings, which on a
 * busy machine say more about other processes. One instance per tuning; not thread-safe.
 *
 * <p>First all parameters grow together, rung by rung of a ladder, until a rung reaches the target.
 * Then each parameter is lowered as far as the others still reach the target: a graph index of few
 * partitions keeps its {@code ef}, an index of quantised vectors its refining. That needs no
 * knowledge of the type of index.
 *
 * @param <E> what a measurement may throw
 */
public final class SearchTuning<E extends Exception> {

  /**
   * Doubling from the defaults up. None is cheaper than the defaults: the sample consists of stored
   * vectors, which are easier to find than real queries, and the index is fresh and will age.
   */
  private static final List<SearchParameters> LADDER =
      List.of(
          SearchParameters.DEFAULT,
          new SearchParameters(24, 10, 4),
          new SearchParameters(48, 20, 8),
          new SearchParameters(96, 40, 16),
          new SearchParameters(192, 80, 32));

  /** Measures how much of the truth searches with some parameters find, on one fixed sample. */
  @FunctionalInterface
  public interface Meter<E extends Exception> {
    /** Searches for the sample with {@code parameters}. */
    RecallEstimate measure(SearchParameters parameters) throws E;
  }

  private record Dimension(
      ToIntFunction<SearchParameters> value,
      BiFunction<SearchParameters, Integer, SearchParameters> with) {}

  private static final List<Dimension> DIMENSIONS =
      List.of(
          new Dimension(SearchParameters::probes, SearchParameters::withProbes),
          new Dimension(SearchParameters::efPerK, SearchParameters::withEfPerK),
          new Dimension(SearchParameters::refine, SearchParameters::withRefine));

  private final double target;
  private final Meter<E> meter;
  private final Map<SearchParameters, RecallEstimate> measured = new LinkedHashMap<>();

  /**
   * @param target recall to reach, 0 to 1
   */
  public SearchTuning(double target, Meter<E> meter) {
    this.target = target;
    this.meter = meter;
  }

  /**
   * The cheapest parameters for which the whole confidence interval of the sample lies above the
   * target; otherwise the cheapest with which the sample reached it; otherwise the cheapest of
   * those that found most, see {@link TunedSearch#reached}. Measures at most 17 times.
   */
  public TunedSearch tune() throws E {
    for (int rung = 0; rung < LADDER.size(); rung++) {
      if (surely(measure(LADDER.get(rung)))) {
        return takenBack(rung, this::surely);
      }
    }
    double most = measured.values().stream().mapToDouble(RecallEstimate::recall).max().orElse(0);
    Predicate<RecallEstimate> enough = estimate -> estimate.recall() >= Math.min(most, target);
    int rung = 0;
    while (!enough.test(measure(LADDER.get(rung)))) {
      rung++;
    }
    return takenBack(rung, enough);
  }

  private boolean surely(RecallEstimate estimate) {
    return estimate.atLeast() >= target;
  }

  private TunedSearch takenBack(int rung, Predicate<RecallEstimate> enough) throws E {
    SearchParameters chosen = LADDER.get(rung);
    for (Dimension dimension : DIMENSIONS) {
      chosen = takenBack(chosen, dimension, rung, enough);
    }
    return new TunedSearch(chosen, measure(chosen), target);
  }

  /** The parameters with the lowest value of one dimension that is still enough. */
  private SearchParameters takenBack(
      SearchParameters from, Dimension dimension, int rung, Predicate<RecallEstimate> enough)
      throws E {
    for (SearchParameters lower : LADDER.subList(0, rung)) {
      SearchParameters cheaper = dimension.with().apply(from, dimension.value().applyAsInt(lower));
      if (enough.test(measure(cheaper))) {
        return cheaper;
      }
    }
    return from;
  }

  private RecallEstimate measure(SearchParameters parameters) throws E {
    RecallEstimate known = measured.get(parameters);
    if (known == null) {
      known = meter.measure(parameters);
      measured.put(parameters, known);
    }
    return known;
  }
}
