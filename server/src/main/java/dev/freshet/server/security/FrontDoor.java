package dev.freshet.server.security;

import dev.freshet.core.config.HomeLayout;
import dev.freshet.core.config.ServeConfig;
import dev.freshet.core.error.InvalidConfigException;
import dev.freshet.server.http.Authenticator;
import dev.freshet.server.http.Caller;
import dev.freshet.server.http.Traffic;
import java.time.InstantSource;
import java.util.Optional;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Who comes in, by which protocol, and who was there: what one server needs of this package. */
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
   * @throws InvalidConfigException if a file of {@code serve.tls} cannot be used, or others than
   *     this machine reach the server and there are no keys
   */
  public static FrontDoor open(ServeConfig config, HomeLayout layout, InstantSource clock) {
    ApiKeyFile file = new ApiKeyFile(layout.apiKeys());
    KeyAuthenticator keys = KeyAuthenticator.open(file, config.bind(), clock);
    if (config.tls().isEmpty() && !Loopback.isLoopback(config.bind())) {
      LOGGER
          .atWarn()
          .addKeyValue("bind", config.bind())
          .log("API keys and answers can be read on the way; set serve.tls, or have a proxy do it");
    }
    Optional<ServerTls> tls = config.tls().map(files -> ServerTls.open(files, clock));
    return new FrontDoor(keys, tls, AuditLog.open(layout.audit(), clock));
  }

  /**
   * Requires that {@link #open} would not fail, and opens nothing.
   *
   * @throws InvalidConfigException as it would
   */
  public static void requireUsable(ServeConfig config, HomeLayout layout, InstantSource clock) {
    KeyAuthenticator.open(new ApiKeyFile(layout.apiKeys()), config.bind(), clock);
    config.tls().ifPresent(files -> PemFiles.read(files, clock.instant()));
  }

  /** Knows callers. */
  public Authenticator authenticator() {
    return keys;
  }

  /** What the server shows of itself over TLS; empty for plain HTTP. */
  public Optional<SslContextFactory.Server> tls() {
    return tls.map(ServerTls::factory);
  }

  /** Keeps the audit log; what is open to anyone is not in it. */
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
