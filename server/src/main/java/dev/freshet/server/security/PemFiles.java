package dev.freshet.server.security;

import dev.freshet.core.config.TlsConfig;
import dev.freshet.core.error.InvalidConfigException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Date;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads the certificate and the private key of a server from PEM files (RFC 7468).
 *
 * <p>Keys are read in the form PKCS#8 only, which the JDK knows; the errors for other forms say how
 * to convert them.
 */
final class PemFiles {

  private static final Pattern BLOCK =
      Pattern.compile(
          "-----BEGIN ([A-Z0-9 ]*PRIVATE KEY)-----([A-Za-z0-9+/=\\s]*)-----END \\1-----");
  private static final Pattern CERTIFICATE =
      Pattern.compile("-----BEGIN CERTIFICATE-----[^-]*-----END CERTIFICATE-----");

  private static final long BYTES_MAX = 1 << 20;
  private static final String CERTIFICATE_KEY = "serve.tls.certificate";
  private static final String PRIVATE_KEY = "serve.tls.key";

  private PemFiles() {}

  /**
   * Reads certificate and key and checks that they are usable now.
   *
   * @throws InvalidConfigException naming the unusable file and what to do; never repeats the key
   */
  static ServerCertificate read(TlsConfig config, Instant now) {
    List<X509Certificate> chain = chain(config.certificate());
    X509Certificate own = chain.get(0);
    requireValid(config.certificate(), own, now);
    PrivateKey key = key(config.key());
    ServerCertificate identity = new ServerCertificate(chain, key);
    if (!identity.fits()) {
      throw wrong(
          PRIVATE_KEY,
          config.key(),
          "it is not the key of the first certificate in " + config.certificate(),
          "Set the two that were made together, and put the server's own certificate first.");
    }
    return identity;
  }

  private static void requireValid(Path file, X509Certificate certificate, Instant now) {
    if (now.isAfter(certificate.getNotAfter().toInstant())) {
      throw wrong(
          CERTIFICATE_KEY,
          file,
          "the certificate expired at " + certificate.getNotAfter().toInstant(),
          "Renew it.");
    }
    if (certificate.getNotBefore().after(Date.from(now))) {
      throw wrong(
          CERTIFICATE_KEY,
          file,
          "the certificate is not valid before " + certificate.getNotBefore().toInstant(),
          "Correct the clock of this machine, or set another certificate.");
    }
  }

  private static List<X509Certificate> chain(Path file) {
    List<X509Certificate> chain = new ArrayList<>();
    Matcher certificates = CERTIFICATE.matcher(text(CERTIFICATE_KEY, file));
    try {
      CertificateFactory factory = CertificateFactory.getInstance("X.509");
      while (certificates.find()) {
        byte[] pem = certificates.group().getBytes(StandardCharsets.US_ASCII);
        chain.add((X509Certificate) factory.generateCertificate(new ByteArrayInputStream(pem)));
      }
    } catch (CertificateException e) {
      throw wrong(
          CERTIFICATE_KEY,
          file,
          "certificate %d in it is damaged".formatted(chain.size() + 1),
          "Restore the file.");
    }
    if (chain.isEmpty()) {
      throw wrong(
          CERTIFICATE_KEY,
          file,
          "there is no certificate in it",
          "Set a PEM file that begins with -----BEGIN CERTIFICATE-----.");
    }
    return chain;
  }

  private static PrivateKey key(Path file) {
    Matcher block = BLOCK.matcher(text(PRIVATE_KEY, file));
    if (!block.find()) {
      throw wrong(
          PRIVATE_KEY,
          file,
          "there is no private key in it",
          "Set a PEM file that begins with -----BEGIN PRIVATE KEY-----.");
    }
    if (!block.group(1).equals("PRIVATE KEY") || text(PRIVATE_KEY, file).contains("ENCRYPTED")) {
      throw wrong(
          PRIVATE_KEY,
          file,
          "it is a '%s', not a plain PKCS#8 key".formatted(block.group(1)),
          "Convert it with: openssl pkey -in %s -out %s".formatted(file, "key-pkcs8.pem"));
    }
    return decoded(file, block.group(2));
  }

  private static PrivateKey decoded(Path file, String base64) {
    try {
      byte[] der = Base64.getMimeDecoder().decode(base64);
      PKCS8EncodedKeySpec spec = new PKCS8EncodedKeySpec(der);
      for (String algorithm : List.of("RSA", "EC")) {
        try {
          return KeyFactory.getInstance(algorithm).generatePrivate(spec);
        } catch (InvalidKeySpecException e) {
          // The key has another algorithm, or is damaged: the next algorithm decides.
          continue;
        }
      }
    } catch (IllegalArgumentException | GeneralSecurityException e) {
      throw damaged(file);
    }
    throw damaged(file);
  }

  private static InvalidConfigException damaged(Path file) {
    return wrong(
        PRIVATE_KEY,
        file,
        "the key in it is damaged, or neither RSA nor EC",
        "Restore the file, or make an RSA or EC key.");
  }

  private static String text(String key, Path file) {
    try {
      if (Files.size(file) > BYTES_MAX) {
        throw wrong(key, file, "it has " + Files.size(file) + " bytes", "Set a PEM file.");
      }
      return Files.readString(file, StandardCharsets.ISO_8859_1);
    } catch (NoSuchFileException e) {
      throw wrong(key, file, "there is no such file", "Create it, or fix the path.");
    } catch (IOException e) {
      throw wrong(key, file, "it cannot be read: " + e, "Give this user the right to read it.");
    }
  }

  private static InvalidConfigException wrong(String key, Path file, String why, String whatToDo) {
    return new InvalidConfigException(
        "Cannot use %s '%s': %s. %s".formatted(key, file, why, whatToDo));
  }
}
