package dev.freshet.core.config;

import dev.freshet.core.config.value.DurationText;
import dev.freshet.core.config.value.Problems;
import java.time.Duration;
import java.util.Optional;

/**
 * Where the search API listens.
 *
 * @param port 0 to 65535, 0 for any free one; default {@value #DEFAULT_PORT}
 * @param bind host name or address; default {@value #DEFAULT_BIND}, which only this machine reaches
 * @param tls certificate and key for TLS; empty, the default, for plain HTTP
 * @param canaryEvery how often the server lands a canary record and searches for it, at least a
 *     second; empty, the default, for never
 */
public record ServeConfig(
    int port, String bind, Optional<TlsConfig> tls, Optional<Duration> canaryEvery) {

  public static final int DEFAULT_PORT = 8080;
  public static final String DEFAULT_BIND = "127.0.0.1";

  private static final Duration CANARY_MIN = Duration.ofSeconds(1);

  public ServeConfig {
    Problems problems = new Problems();
    if (port < 0 || port > 65535) {
      problems.add(
          "serve.port", port + " is not between 0 and 65535", "Set a free port, or 0 for any.");
    }
    if (bind.isBlank()) {
      problems.add(
          "serve.bind",
          "it is blank",
          "Set a host or address, or leave it out for " + DEFAULT_BIND + ".");
    }
    if (canaryEvery.isPresent() && canaryEvery.get().compareTo(CANARY_MIN) < 0) {
      problems.add(
          "serve.canary.every",
          DurationText.print(canaryEvery.get())
              + " is not at least "
              + DurationText.print(CANARY_MIN),
          "Set the time between two canary records, such as 1m, or leave it out for none.");
    }
    problems.throwIfAny();
  }

  /** An API over plain HTTP, without a canary. */
  public ServeConfig(int port, String bind) {
    this(port, bind, Optional.empty(), Optional.empty());
  }

  /** The same at another port. */
  public ServeConfig at(int other) {
    return new ServeConfig(other, bind, tls, canaryEvery);
  }

  /** Plain HTTP at the default port of this machine. */
  public static ServeConfig defaults() {
    return new ServeConfig(DEFAULT_PORT, DEFAULT_BIND);
  }
}
