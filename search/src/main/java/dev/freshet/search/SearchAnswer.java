package dev.freshet.search;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.freshet.core.vector.Freshness;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a search found, in the shape of the HTTP API.
 *
 * @param hits best first
 * @param freshness of the answer
 * @param tookMs time to embed the question, where that is needed, and to search
 * @param partial why a hybrid search was answered by one of its rankings only; null if it was not
 * @param truncated why there are fewer hits than were found; null if there are not
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record SearchAnswer(
    List<SearchHit> hits,
    Freshness freshness,
    long tookMs,
    @Nullable Partial partial,
    @Nullable Truncated truncated) {

  /** Most bytes of the texts and metadata of one answer, in UTF-8. */
  public static final int CONTENT_BYTES_MAX = 4 << 20;

  /**
   * Half of a hybrid search.
   *
   * @param mode the ranking that answered, as users write it
   * @param reason why the other one could not, and what to do
   */
  public record Partial(String mode, String reason) {

    static Partial of(Mode mode, String reason) {
      return new Partial(mode.toString(), reason);
    }
  }

  /**
   * Hits that were left out because of their size.
   *
   * @param found how many hits would have been answered
   * @param reason why they are not, and what to do
   */
  public record Truncated(int found, String reason) {

    static Truncated of(int found, int answered) {
      return new Truncated(
          found,
          "The first %d of %d hits are answered: texts and metadata of more are larger than %d bytes. Name the fields you need, or ask for fewer hits."
              .formatted(answered, found, CONTENT_BYTES_MAX));
    }
  }

  public SearchAnswer {
    hits = List.copyOf(hits);
  }

  /** A complete answer. */
  public SearchAnswer(List<SearchHit> hits, Freshness freshness, long tookMs) {
    this(hits, freshness, tookMs, null, null);
  }
}
