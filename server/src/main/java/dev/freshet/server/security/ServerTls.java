package dev.freshet.server.security;

import dev.freshet.core.config.TlsConfig;
import dev.freshet.core.error.FreshetException;
import dev.freshet.core.error.InvalidConfigException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * TLS with a certificate that may be replaced while the server runs, as certbot and Kubernetes do.
 * New connections see the new one, those that are open go on with what they have. While the files
 * do not fit together, as between the replacement of the one and of the other, the old pair serves.
 */
public final class ServerTls implements AutoCloseable {

  private static final Logger LOGGER = LoggerFactory.getLogger(ServerTls.class);

  private static final Duration LOOK_EVERY = Duration.ofSeconds(5);

  private final TlsConfig config;
  private final InstantSource clock;
  private final SslContextFactory.Server factory = new SslContextFactory.Server();
  private final ScheduledExecutorService looks;

  private List<Object> served;
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
        Executors.newSingleThreadScheduledExecutor(
            task -> {
              Thread thread = new Thread(task, "freshet-certificate");
              thread.setDaemon(true);
              return thread;
            });
    looks.scheduleWithFixedDelay(
        this::look, lookEvery.toMillis(), lookEvery.toMillis(), TimeUnit.MILLISECONDS);
  }

  /**
   * Reads the files and goes on looking at them until it is closed.
   *
   * @throws InvalidConfigException naming the file that cannot be used and what to do
   */
  public static ServerTls open(TlsConfig config, InstantSource clock) {
    return open(config, clock, LOOK_EVERY);
  }

  static ServerTls open(TlsConfig config, InstantSource clock, Duration lookEvery) {
    return new ServerTls(config, clock, lookEvery);
  }

  /** What makes contexts of it. */
  public SslContextFactory.Server factory() {
    return factory;
  }

  /** A look that fails must not be the last one. */
  private void look() {
    try {
      List<Object> stamps = stamps();
      if (stamps.equals(served)) {
        return;
      }
      ServerCertificate next = PemFiles.read(config, clock.instant());
      factory.reload(tls -> tls.setKeyStore(next.store()));
      served = stamps;
      failure = null;
      LOGGER
          .atInfo()
          .addKeyValue("subject", next.chain().get(0).getSubjectX500Principal())
          .addKeyValue("expires", next.chain().get(0).getNotAfter().toInstant())
          .log("certificate replaced");
    } catch (FreshetException e) {
      logOnce(e);
    } catch (Exception e) {
      logOnce(e);
    }
  }

  private void logOnce(Exception e) {
    String message = String.valueOf(e.getMessage());
    if (!message.equals(failure)) {
      failure = message;
      LOGGER.atWarn().addKeyValue("error", message).log("new certificate not used yet");
    }
  }

  private List<Object> stamps() {
    return List.of(stamp(config.certificate()), stamp(config.key()));
  }

  /** What tells a file from the one it was, without reading it. */
  private static Object stamp(Path file) {
    try {
      BasicFileAttributes found = Files.readAttributes(file, BasicFileAttributes.class);
      return List.of(found.lastModifiedTime(), found.size(), String.valueOf(found.fileKey()));
    } catch (IOException e) {
      return "unreadable";
    }
  }

  @Override
  public void close() {
    looks.shutdownNow();
  }
}
