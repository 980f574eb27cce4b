package dev.freshet.core.vector;

/**
 * How thoroughly a vector index is searched: the more, the better the recall and the longer it
 * takes. An index without a graph, quantised vectors or more than one partition ignores the
 * parameter for it, so one set suits every type of index.
 *
 * @param probes partitions that are searched; an index with fewer is searched whole
 * @param efPerK candidates a graph search keeps for each neighbour asked for, and for 20 if fewer
 *     are asked for
 * @param refine candidates per neighbour that are compared by their exact vectors. At least 1: a
 *     search never reports a distance of quantised vectors
 */
public record SearchParameters(int probes, int efPerK, int refine) {

  /** The parameters of a table that was not tuned. */
  public static final SearchParameters DEFAULT = new SearchParameters(12, 5, 2);

  private static final int PROBES_MAX = 100_000;
  private static final int PER_NEIGHBOUR_MAX = 1_000;

  /** Fewer neighbours than this need as many candidates as this many. */
  private static final int EF_NEIGHBOURS_MIN = 20;

  /** Bounds what a search for thousands of neighbours reads. */
  private static final int EF_MAX = 50_000;

  private static final int COMPARED_MAX = 20_000;

  public SearchParameters {
    if (isOutside(probes, PROBES_MAX)
        || isOutside(efPerK, PER_NEIGHBOUR_MAX)
        || isOutside(refine, PER_NEIGHBOUR_MAX)) {
      throw new IllegalArgumentException(
          "Invalid search parameters: %d probes, ef %d, refine %d"
              .formatted(probes, efPerK, refine));
    }
  }

  private static boolean isOutside(int value, int max) {
    return value < 1 || value > max;
  }

  /**
   * Candidates a graph search keeps for {@code k} neighbours, at least as many as are compared
   * exactly.
   */
  public int ef(int k) {
    long wanted = (long) efPerK * Math.max(k, EF_NEIGHBOURS_MIN);
    return (int) Math.max(Math.min(wanted, EF_MAX), (long) refine(k) * k);
  }

  /** Candidates per neighbour that are compared exactly when {@code k} are asked for. */
  public int refine(int k) {
    return Math.max(1, Math.min(refine, COMPARED_MAX / Math.max(1, k)));
  }

  /** These with another {@code probes}. */
  public SearchParameters withProbes(int newProbes) {
    return new SearchParameters(newProbes, efPerK, refine);
  }

  /** These with another {@code efPerK}. */
  public SearchParameters withEfPerK(int newEfPerK) {
    return new SearchParameters(probes, newEfPerK, refine);
  }

  /** These with another {@code refine}. */
  public SearchParameters withRefine(int newRefine) {
    return new SearchParameters(probes, efPerK, newRefine);
  }
}
