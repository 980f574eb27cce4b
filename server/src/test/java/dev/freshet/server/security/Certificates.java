package dev.freshet.server.security;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/**
 * A certificate for localhost and its key, made by the JDK's keytool.
 *
 * @param certificate the certificate in PEM
 * @param key its private key in PEM, PKCS#8
 * @param x509 the certificate as an object
 */
record Certificates(String certificate, String key, X509Certificate x509) {

  private static final String PASSWORD = "changeit";

  /**
   * Runs keytool.
   *
   * @param algorithm RSA or EC
   */
  static Certificates make(Path directory, String name, String algorithm)
      throws IOException, GeneralSecurityException {
    Path store = directory.resolve(name + ".p12");
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
    command.addAll(
        List.of("-genkeypair", "-alias", "it", "-keyalg", algorithm, "-dname", "CN=" + name));
    command.addAll(List.of("-ext", "SAN=dns:localhost,ip:127.0.0.1", "-storetype", "PKCS12"));
    command.addAll(List.of("-keystore", store.toString(), "-storepass", PASSWORD));
    command.addAll(List.of("-J-XX:TieredStopAtLevel=1", "-J-XX:+UseSerialGC"));

    Process keytool =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(directory.resolve(name + ".log").toFile())
            .start();
    try {
      assertThat(keytool.waitFor()).as("%s", command).isZero();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException(e);
    }
    KeyStore made = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(store)) {
      made.load(in, PASSWORD.toCharArray());
    }
    X509Certificate x509 = (X509Certificate) made.getCertificate("it");
    return new Certificates(
        pem("CERTIFICATE", x509.getEncoded()),
        pem("PRIVATE KEY", made.getKey("it", PASSWORD.toCharArray()).getEncoded()),
        x509);
  }

  static String pem(String label, byte[] der) {
    return "-----BEGIN %s-----\n%s\n-----END %s-----\n"
        .formatted(
            label,
            Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII)).encodeToString(der),
            label);
  }

  /** A context that trusts only these certificates. */
  static SSLContext trusting(Certificates... trusted) throws GeneralSecurityException, IOException {
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    for (Certificates each : trusted) {
      store.setCertificateEntry(each.x509().getSubjectX500Principal().getName(), each.x509());
    }
    TrustManagerFactory trust =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(store);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, trust.getTrustManagers(), null);
    return context;
  }
}
