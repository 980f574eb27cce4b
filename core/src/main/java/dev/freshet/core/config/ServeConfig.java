package dev.freshet.core.config;

import dev.freshet.core.config.value.Problems;
import java.util.Optional;

/**
 * Where the search API listens.
 *
 * @param port 0 to 65535, 0 for any free one; default {@value #DEFAULT_PORT}
 * @param bind host name or address; default {@value #DEFAULT_BIND}, which only this machine reaches
 * @param tls certificate and key for TLS; empty, the default, for plain HTTP
 */
public record ServeConfig(int port, String bind, Optional<TlsConfig> tls) {

  public static final int DEFAULT_PORT = 8080;
  public static final String DEFAULT_BIND = "127.0.0.1";

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
    problems.throwIfAny();
  }

  /** An API over plain HTTP. */
  public ServeConfig(int port, String bind) {
    this(port, bind, Optional.empty());
  }

  /** Plain HTTP at the default port of this machine. */
  public static ServeConfig defaults() {
    return new ServeConfig(DEFAULT_PORT, DEFAULT_BIND);
  }
}
