package dev.freshet.server.security;

import dev.freshet.core.DaemonThreads;
import dev.freshet.core.config.TlsConfig;
import dev.freshet.core.error.InvalidConfigException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * TLS with a certificate that may be replaced while the server runs, as certbot and Kubernetes do.
 * New connections get the new certificate; open connections keep the old one. While the two files
 * do not belong together, as when only one of them was replaced, the old pair is used.
 */
final class ServerTls implements AutoCloseable {

  private static final Logger LOGGER = LoggerFactory.getLogger(ServerTls.class);

  private static final Duration LOOK_EVERY = Duration.ofSeconds(5);

  private final TlsConfig config;
  private final InstantSource clock;
  private final SslContextFactory.Server factory = new SslContextFactory.Server();
  private final ScheduledExecutorService looks;

  private List<Optional<FileStamp>> served;
  private @Nullable String failure;

  private ServerTls(TlsConfig config, InstantSource clock, Duration lookEvery) {
    this.config = config;
    this.clock = clock;
    this.served = stamps();
    factory.setIncludeProtocols("TLSv1.3", "TLSv1.2");
    factory.setRenegotiationAllowed(false);
    factory.setKeyStorePassword(ServerCertificate.STORE_PASSWORD);
    factory.setKeyStore(PemFiles.read(config, clock.instant()).store());
    this.looks =
        Executors.newSingleThreadScheduledExecutor(DaemonThreads.named("freshet-certificate"));
    looks.scheduleWithFixedDelay(
        this::look, lookEvery.toMillis(), lookEvery.toMillis(), TimeUnit.MILLISECONDS);
  }

  /**
   * Reads the files and checks them for changes until it is closed.
   *
   * @throws InvalidConfigException naming the unusable file and what to do
   */
  static ServerTls open(TlsConfig config, InstantSource clock) {
    return open(config, clock, LOOK_EVERY);
  }

  static ServerTls open(TlsConfig config, InstantSource clock, Duration lookEvery) {
    return new ServerTls(config, clock, lookEvery);
  }

  /** Jetty's factory of TLS contexts, with the certificate. */
  SslContextFactory.Server factory() {
    return factory;
  }

  /** Catches every failure, since a scheduled task that throws is not run again. */
  private void look() {
    try {
      List<Optional<FileStamp>> stamps = stamps();
      if (stamps.equals(served)) {
        return;
      }
      ServerCertificate next = PemFiles.read(config, clock.instant());
      factory.reload(tls -> tls.setKeyStore(next.store()));
      served = stamps;
      failure = null;
      LOGGER.atInfo().addKeyValue("path", config.certificate()).log("certificate replaced");
    } catch (Exception e) {
      logOnce(e);
    }
  }

  private void logOnce(Exception e) {
    String message = String.valueOf(e.getMessage());
    if (!message.equals(failure)) {
      failure = message;
      LOGGER
          .atWarn()
          .addKeyValue("error", message)
          .log("changed certificate cannot be used, the old one stays");
    }
  }

  private List<Optional<FileStamp>> stamps() {
    return List.of(stamp(config.certificate()), stamp(config.key()));
  }

  /** The stamp of a file; empty if its attributes cannot be read. */
  private static Optional<FileStamp> stamp(Path file) {
    try {
      return Optional.of(FileStamp.of(file));
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  @Override
  public void close() {
    looks.shutdownNow();
  }
}
