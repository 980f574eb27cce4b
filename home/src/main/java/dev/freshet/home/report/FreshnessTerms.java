package dev.freshet.home.report;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/**
 * The time from landing to queryable as its seven terms, which add up to it exactly. In JSON an
 * object of milliseconds by the label of the term. Immutable.
 */
public final class FreshnessTerms {

  private static final FreshnessTerm[] ORDER = FreshnessTerm.values();
  private static final double NANOS_PER_MILLI = 1e6;

  /** The longest total that is told; a file may carry any time. */
  private static final Duration LONGEST = Duration.ofDays(36_500);

  private final long[] nanos;

  private FreshnessTerms(long[] nanos) {
    this.nanos = nanos;
  }

  /**
   * The terms of a file. The clocks behind the instants may differ: an end that lies before the end
   * of the term before it makes its term zero, and one that lies after the last end is cut there.
   *
   * @param landed when the file landed. After the last end it makes all terms zero; more than 36500
   *     days before the last end it counts as that
   * @param ends when each term ended, in the order of {@link FreshnessTerm}
   */
  public static FreshnessTerms between(Instant landed, List<Instant> ends) {
    if (ends.size() != ORDER.length) {
      throw new IllegalArgumentException("Invalid ends of terms: " + ends);
    }
    Instant last = ends.get(ORDER.length - 1);
    Instant from = within(landed, last.minus(LONGEST), last);
    long[] nanos = new long[ORDER.length];
    for (int term = 0; term < ORDER.length; term++) {
      Instant end = within(ends.get(term), from, last);
      nanos[term] = Duration.between(from, end).toNanos();
      from = end;
    }
    return new FreshnessTerms(nanos);
  }

  private static Instant within(Instant instant, Instant first, Instant last) {
    Instant capped = instant.isAfter(last) ? last : instant;
    return capped.isBefore(first) ? first : capped;
  }

  /**
   * Terms that are told one by one.
   *
   * @param nanos nanoseconds of a term, not negative; rounded to whole ones
   */
  public static FreshnessTerms of(ToDoubleFunction<FreshnessTerm> nanos) {
    return new FreshnessTerms(
        Arrays.stream(ORDER).mapToLong(term -> Math.round(nanos.applyAsDouble(term))).toArray());
  }

  /** From JSON; a term that is missing is zero. */
  @JsonCreator
  static FreshnessTerms ofMillis(Map<String, Double> millis) {
    return of(term -> millis.getOrDefault(term.label() + "Ms", 0.0) * NANOS_PER_MILLI);
  }

  /** As JSON: milliseconds by name, such as {@code detectionMs}, in order. */
  @JsonValue
  public Map<String, Double> millis() {
    Map<String, Double> millis = new LinkedHashMap<>();
    for (FreshnessTerm term : ORDER) {
      millis.put(term.label() + "Ms", millis(term));
    }
    return millis;
  }

  /** One of the terms. */
  public Duration of(FreshnessTerm term) {
    return Duration.ofNanos(nanos[term.ordinal()]);
  }

  /** One of the terms, in milliseconds. */
  public double millis(FreshnessTerm term) {
    return nanos[term.ordinal()] / NANOS_PER_MILLI;
  }

  /** From landing to queryable: the sum of the terms. */
  public Duration total() {
    return Duration.ofNanos(Arrays.stream(nanos).sum());
  }

  /** From landing to queryable, in milliseconds. */
  public double totalMillis() {
    return Arrays.stream(nanos).sum() / NANOS_PER_MILLI;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof FreshnessTerms terms && Arrays.equals(nanos, terms.nanos);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(nanos);
  }

  @Override
  public String toString() {
    return millis().toString();
  }
}
