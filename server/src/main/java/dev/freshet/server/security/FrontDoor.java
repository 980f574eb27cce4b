package dev.freshet.server.security;

import dev.freshet.core.config.HomeLayout;
import dev.freshet.core.config.ServeConfig;
import dev.freshet.core.error.InvalidConfigException;
import dev.freshet.server.audit.AuditLog;
import dev.freshet.server.http.Authenticator;
import dev.freshet.server.http.Caller;
import dev.freshet.server.http.Traffic;
import java.time.InstantSource;
import java.util.Optional;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The security of one server: keys, TLS and audit log. */
public final class FrontDoor implements AutoCloseable {

  private static final Logger LOGGER = LoggerFactory.getLogger(FrontDoor.class);

  private final KeyAuthenticator keys;
  private final Optional<ServerTls> tls;
  private final AuditLog audit;

  private FrontDoor(KeyAuthenticator keys, Optional<ServerTls> tls, AuditLog audit) {
    this.keys = keys;
    this.tls = tls;
    this.audit = audit;
  }

  /**
   * Reads keys and certificate.
   *
   * @throws InvalidConfigException if a file of {@code serve.tls} cannot be used, or if other
   *     machines reach the server and there are no keys
   */
  public static FrontDoor open(ServeConfig config, HomeLayout layout, InstantSource clock) {
    ApiKeyFile file = new ApiKeyFile(layout.apiKeys());
    KeyAuthenticator keys = KeyAuthenticator.open(file, config.bind(), clock);
    if (config.tls().isEmpty() && !new BindAddress(config.bind()).isLoopback()) {
      LOGGER
          .atWarn()
          .log("api keys and answers are sent without encryption; set serve.tls or use a proxy");
    }
    Optional<ServerTls> tls = config.tls().map(files -> ServerTls.open(files, clock));
    return new FrontDoor(keys, tls, AuditLog.open(layout.audit(), clock));
  }

  /**
   * Checks that {@link #open} would succeed, and opens nothing.
   *
   * @throws InvalidConfigException if it would fail
   */
  public static void requireUsable(ServeConfig config, HomeLayout layout, InstantSource clock) {
    KeyAuthenticator.open(new ApiKeyFile(layout.apiKeys()), config.bind(), clock);
    config.tls().ifPresent(files -> PemFiles.read(files, clock.instant()));
  }

  /** Recognises callers by their keys. */
  public Authenticator authenticator() {
    return keys;
  }

  /** The certificate and protocols of TLS; empty for plain HTTP. */
  public Optional<SslContextFactory.Server> tls() {
    return tls.map(ServerTls::factory);
  }

  /** Writes the audit log; calls of paths that are open to all are not in it. */
  public Traffic audit() {
    return answer -> {
      if (!answer.caller().equals(Caller.OPEN.name())) {
        audit.answered(answer);
      }
    };
  }

  @Override
  public void close() {
    tls.ifPresent(ServerTls::close);
    audit.close();
  }
}
