package dev.freshet.embedding.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpHeaders;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AskedWaitTest {

  private static final Instant NOW = Instant.parse("2026-03-01T10:00:00Z");

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          retry-after                | 7                             | 7000
          retry-after                | 0                             | 0
          retry-after                | 0.5                           | 500
          retry-after                | Sun, 01 Mar 2026 10:01:30 GMT | 90000
          retry-after                | Sun, 01 Mar 2026 09:00:00 GMT | 0
          retry-after                | 999999999                     | 86400000
          retry-after-ms             | 1250                          | 1250
          x-ratelimit-reset-requests | 17ms                          | 17
          x-ratelimit-reset-tokens   | 6m0s                          | 360000
          x-ratelimit-reset-tokens   | 1h2m3.5s                      | 3723500
          x-ratelimit-reset-tokens   | 12                            | 12000
          """)
  void everyFormIsRead(String header, String value, long millis) {
    assertThat(AskedWait.of(headers(Map.of(header, value)), NOW))
        .contains(Duration.ofMillis(millis));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "soon", "-5", "1 2", "Sun, 99 Mar 2026", "1s2"})
  void valueThatCannotBeReadCountsAsAbsent(String value) {
    assertThat(
            AskedWait.of(
                headers(
                    Map.of(
                        "retry-after-ms", value,
                        "retry-after", value,
                        "x-ratelimit-reset-tokens", value)),
                NOW))
        .isEmpty();
  }

  @Test
  void mostExactHeaderCountsAndTheLongerOfTwoResets() {
    Map<String, String> resets =
        Map.of("x-ratelimit-reset-requests", "2s", "x-ratelimit-reset-tokens", "1s");
    assertThat(AskedWait.of(headers(resets), NOW)).contains(Duration.ofSeconds(2));
    assertThat(
            AskedWait.of(
                headers(Map.of("retry-after", "1", "x-ratelimit-reset-requests", "2s")), NOW))
        .contains(Duration.ofSeconds(1));
    assertThat(AskedWait.of(headers(Map.of("retry-after", "1", "retry-after-ms", "300")), NOW))
        .contains(Duration.ofMillis(300));
    assertThat(AskedWait.of(headers(Map.of()), NOW)).isEmpty();
  }

  private static HttpHeaders headers(Map<String, String> headers) {
    Map<String, List<String>> lists = new TreeMap<>();
    headers.forEach((name, value) -> lists.put(name, List.of(value)));
    return HttpHeaders.of(lists, (name, value) -> true);
  }
}
