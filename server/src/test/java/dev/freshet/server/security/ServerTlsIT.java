package dev.freshet.server.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.freshet.core.config.ServeConfig;
import dev.freshet.core.config.TlsConfig;
import dev.freshet.core.error.InvalidConfigException;
import dev.freshet.server.http.HttpServer;
import dev.freshet.server.http.Reply;
import dev.freshet.server.http.Routes;
import dev.freshet.server.http.Traffic;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.Principal;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ServerTlsIT {

  private static final Duration LOOK_EVERY = Duration.ofMillis(50);

  @TempDir private static Path made;
  private static Certificates first;
  private static Certificates second;

  @TempDir private Path directory;
  private TlsConfig config;
  private ServerTls tls;
  private HttpServer server;

  @BeforeAll
  static void makeCertificates() throws Exception {
    CompletableFuture<Certificates> rsa = made("first", "RSA");
    CompletableFuture<Certificates> ec = made("second", "EC");

    first = rsa.get();
    second = ec.get();
  }

  /** Made in parallel, since each needs a process of its own. */
  private static CompletableFuture<Certificates> made(String name, String algorithm) {
    return CompletableFuture.supplyAsync(
        () -> {
          try {
            return Certificates.make(made, name, algorithm);
          } catch (IOException | GeneralSecurityException e) {
            throw new AssertionError(e);
          }
        });
  }

  @BeforeEach
  void name() {
    config = new TlsConfig(directory.resolve("chain.pem"), directory.resolve("key.pem"));
  }

  @AfterEach
  void end() {
    if (server != null) {
      server.close();
    }
    if (tls != null) {
      tls.close();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
  void answersOverTls(String protocol) throws Exception {
    serve(first);
    SSLContext trusting = Certificates.trusting(first);
    HttpClient client = client(trusting, protocol);

    HttpResponse<String> answer = get(client);

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.sslSession().orElseThrow().getProtocol()).isEqualTo(protocol);
    assertThat(answer.headers().firstValue("Strict-Transport-Security")).isPresent();
    assertThat(server.uri().getScheme()).isEqualTo("https");
  }

  @Test
  void oldProtocolsAndUnknownCertificatesAreRefused() throws Exception {
    serve(first);

    assertThatThrownBy(() -> get(client(Certificates.trusting(second), "TLSv1.3")))
        .isInstanceOf(SSLException.class);
    SSLContext trusting = Certificates.trusting(first);
    try (SSLSocket socket =
        (SSLSocket) trusting.getSocketFactory().createSocket("127.0.0.1", server.port())) {
      socket.setEnabledProtocols(new String[] {"TLSv1.1"});
      assertThatThrownBy(socket::startHandshake).isInstanceOf(IOException.class);
    }
  }

  @Test
  void newConnectionsGetTheReplacedCertificateAndOpenOnesContinue() throws Exception {
    // Given
    serve(first);
    SSLContext trusting = Certificates.trusting(first, second);
    HttpClient open = client(trusting, "TLSv1.3");
    assertThat(subject(get(open))).isEqualTo("CN=first");

    // When: one file after the other, as certbot does
    Files.writeString(config.certificate(), second.certificate());
    assertThat(subject(get(client(trusting, "TLSv1.3")))).isEqualTo("CN=first");
    Files.writeString(config.key(), second.key());

    // Then
    Awaitility.await()
        .atMost(Duration.ofSeconds(10))
        .pollInterval(LOOK_EVERY)
        .untilAsserted(
            () -> assertThat(subject(get(client(trusting, "TLSv1.3")))).isEqualTo("CN=second"));
    assertThat(subject(get(open))).as("the connection that was open").isEqualTo("CN=first");
  }

  @Test
  void messageNamesTheUnusableFileAndWhatToDo() throws Exception {
    assertRefused(
        "serve.tls.certificate", config.certificate(), "there is no such file. Create it");

    write(first.certificate(), first.key());
    Files.delete(config.key());
    assertRefused("serve.tls.key", config.key(), "there is no such file. Create it");

    write("nothing", first.key());
    assertRefused("serve.tls.certificate", config.certificate(), "there is no certificate in it.");

    write(Certificates.pem("CERTIFICATE", new byte[] {1, 2, 3}), first.key());
    assertRefused("serve.tls.certificate", config.certificate(), "certificate 1 in it is damaged.");

    write(first.certificate(), first.certificate());
    assertRefused("serve.tls.key", config.key(), "there is no private key in it.");

    write(first.certificate(), Certificates.pem("PRIVATE KEY", new byte[] {1, 2, 3}));
    assertRefused(
        "serve.tls.key", config.key(), "the key in it is damaged, or neither RSA nor EC.");

    write(first.certificate(), second.key());
    assertRefused("serve.tls.key", config.key(), "it is not the key of the first certificate in");

    write(first.certificate(), first.key());
    Instant end = first.x509().getNotAfter().toInstant();
    Instant begin = first.x509().getNotBefore().toInstant();
    assertRefused(
        "serve.tls.certificate",
        config.certificate(),
        "the certificate expired at " + end,
        () -> end.plusSeconds(1));
    assertRefused(
        "serve.tls.certificate",
        config.certificate(),
        "the certificate is not valid before " + begin,
        () -> begin.minusSeconds(1));
  }

  @ParameterizedTest
  @ValueSource(strings = {"RSA PRIVATE KEY", "EC PRIVATE KEY", "ENCRYPTED PRIVATE KEY"})
  void messageForAnotherFormOfKeyHasTheCommandThatConvertsIt(String label) throws Exception {
    write(first.certificate(), Certificates.pem(label, new byte[] {1, 2, 3}));

    assertRefused(
        "serve.tls.key",
        config.key(),
        "it is a '%s', not a plain PKCS#8 key. Convert it with: openssl pkey -in %s -out key-pkcs8.pem"
            .formatted(label, config.key()));
  }

  private void assertRefused(String key, Path file, String why) {
    assertRefused(key, file, why, InstantSource.system());
  }

  private void assertRefused(String key, Path file, String why, InstantSource clock) {
    assertThatThrownBy(() -> ServerTls.open(config, clock))
        .isInstanceOf(InvalidConfigException.class)
        .hasMessageStartingWith("Cannot use %s '%s': %s".formatted(key, file, why));
  }

  private void serve(Certificates certificates) throws IOException {
    write(certificates.certificate(), certificates.key());
    tls = ServerTls.open(config, InstantSource.system(), LOOK_EVERY);
    Reply hello = Reply.ok("text/plain", "hello".getBytes(StandardCharsets.UTF_8));
    server =
        HttpServer.start(
            new ServeConfig(0, "127.0.0.1"),
            Optional.of(tls.factory()),
            new Routes().open("GET", "/", call -> CompletableFuture.completedFuture(hello)),
            headers -> {
              throw new AssertionError("not asked");
            },
            Traffic.unobserved());
  }

  private void write(String certificate, String key) throws IOException {
    Files.writeString(config.certificate(), certificate);
    Files.writeString(config.key(), key);
  }

  private static HttpClient client(SSLContext trusting, String protocol) {
    var parameters = trusting.getDefaultSSLParameters();
    parameters.setProtocols(new String[] {protocol});
    return HttpClient.newBuilder()
        .sslContext(trusting)
        .sslParameters(parameters)
        .connectTimeout(Duration.ofSeconds(10))
        .build();
  }

  private HttpResponse<String> get(HttpClient client) throws IOException, InterruptedException {
    URI uri = URI.create("https://localhost:" + server.port() + "/");
    return client.send(
        HttpRequest.newBuilder(uri).timeout(Duration.ofSeconds(10)).build(),
        BodyHandlers.ofString());
  }

  private static String subject(HttpResponse<?> answer) throws IOException {
    Principal peer = answer.sslSession().orElseThrow().getPeerPrincipal();
    return peer.getName();
  }
}
