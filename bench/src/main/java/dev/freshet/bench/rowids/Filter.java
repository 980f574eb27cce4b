package dev.freshet.bench.rowids;

import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Predicate;

/**
 * A condition on the rows that a search may return.
 *
 * @param name as an addition to the name of an index
 * @param condition for the library
 * @param matches the same for the model
 */
record Filter(String name, String condition, Predicate<TrialRow> matches) {

  /** One that the bitmap answers, and one that no index answers. */
  static List<Filter> both(SplittableRandom random) {
    String tenant = RowMaker.tenant(random.nextInt(RowMaker.TENANTS));
    String word = RowMaker.word(random.nextInt(RowMaker.WORDS));
    return List.of(
        new Filter(
            " with an indexed filter",
            "tenant = '" + tenant + "'",
            row -> row.tenant().equals(tenant)),
        new Filter(
            " with a filter no index answers",
            "text LIKE '%" + word + "%'",
            row -> row.text().contains(word)));
  }
}
