package dev.freshet.embedding.http;

import java.net.http.HttpHeaders;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Reads how long a service asks its callers to wait. The headers in order of preference: {@code
 * retry-after-ms} (Azure OpenAI), {@code Retry-After} in seconds or as a date (RFC 9110, section
 * 10.2.3), and the longer of {@code x-ratelimit-reset-requests} and {@code -tokens} (OpenAI: {@code
 * 17ms}, {@code 1.5s}, {@code 6m0s}). A value that cannot be read counts as absent. Pure.
 */
final class AskedWait {

  /** No caller waits longer; the limit also prevents an overflow. */
  private static final double MAX_SECONDS = Duration.ofDays(1).toSeconds();

  private static final Pattern NUMBER = Pattern.compile("[0-9]{1,12}(\\.[0-9]{1,9})?");
  private static final Pattern PART =
      Pattern.compile("\\G([0-9]{1,9}(?:\\.[0-9]{1,9})?)(ms|h|m|s)");

  private AskedWait() {}

  static Optional<Duration> of(HttpHeaders headers, Instant now) {
    return headers
        .firstValue("retry-after-ms")
        .flatMap(text -> number(text, 0.001))
        .or(() -> headers.firstValue("retry-after").flatMap(text -> secondsOrDate(text, now)))
        .or(
            () ->
                Stream.of("x-ratelimit-reset-requests", "x-ratelimit-reset-tokens")
                    .flatMap(name -> headers.firstValue(name).stream())
                    .flatMap(text -> reset(text).stream())
                    .max(Duration::compareTo));
  }

  private static Optional<Duration> secondsOrDate(String text, Instant now) {
    return number(text, 1).or(() -> date(text, now));
  }

  private static Optional<Duration> number(String text, double unitSeconds) {
    String stripped = text.strip();
    return NUMBER.matcher(stripped).matches()
        ? Optional.of(seconds(Double.parseDouble(stripped) * unitSeconds))
        : Optional.empty();
  }

  private static Optional<Duration> date(String text, Instant now) {
    try {
      Instant until =
          ZonedDateTime.parse(text.strip(), DateTimeFormatter.RFC_1123_DATE_TIME).toInstant();
      return Optional.of(seconds(Math.max(0, Duration.between(now, until).toMillis() / 1000.0)));
    } catch (DateTimeParseException unreadable) {
      return Optional.empty();
    }
  }

  private static Optional<Duration> reset(String text) {
    OptionalDouble sum = sumOfParts(text.strip());
    return sum.isPresent() ? Optional.of(seconds(sum.getAsDouble())) : number(text, 1);
  }

  /** Seconds of {@code 1h2m3.5s}; empty if the text is anything else. */
  private static OptionalDouble sumOfParts(String text) {
    Matcher part = PART.matcher(text);
    double sum = 0;
    int end = 0;
    while (part.find()) {
      double unit =
          switch (part.group(2)) {
            case "h" -> 3600;
            case "m" -> 60;
            case "s" -> 1;
            default -> 0.001;
          };
      sum += Double.parseDouble(part.group(1)) * unit;
      end = part.end();
    }
    return end > 0 && end == text.length() ? OptionalDouble.of(sum) : OptionalDouble.empty();
  }

  private static Duration seconds(double seconds) {
    return Duration.ofMillis((long) Math.ceil(Math.min(seconds, MAX_SECONDS) * 1000));
  }
}
