package dev.freshet.server.security;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.List;

/**
 * The certificate of a server and its private key.
 *
 * @param chain the server's own certificate first; not empty
 * @param key the private key of the first certificate
 */
record ServerCertificate(List<X509Certificate> chain, PrivateKey key) {

  /** The password of a store that never leaves memory; JSSE requires one. */
  static final String STORE_PASSWORD = "in-memory";

  ServerCertificate {
    chain = List.copyOf(chain);
  }

  /** Whether the certificate verifies what the key signs. */
  boolean fits() {
    byte[] probe = new byte[32];
    new SecureRandom().nextBytes(probe);
    String algorithm = "SHA256with" + (key.getAlgorithm().equals("EC") ? "ECDSA" : "RSA");
    try {
      Signature signer = Signature.getInstance(algorithm);
      signer.initSign(key);
      signer.update(probe);
      byte[] signature = signer.sign();
      Signature verifier = Signature.getInstance(algorithm);
      verifier.initVerify(chain.get(0).getPublicKey());
      verifier.update(probe);
      return verifier.verify(signature);
    } catch (GeneralSecurityException e) {
      // The keys have different algorithms or lengths, so they do not belong together either.
      return false;
    }
  }

  KeyStore store() {
    try {
      KeyStore store = KeyStore.getInstance("PKCS12");
      store.load(null, null);
      store.setKeyEntry(
          "server", key, STORE_PASSWORD.toCharArray(), chain.toArray(new Certificate[0]));
      return store;
    } catch (GeneralSecurityException | IOException e) {
      throw new IllegalStateException("A key store in memory cannot fail to be made", e);
    }
  }

  @Override
  public String toString() {
    return "ServerCertificate[" + chain.get(0).getSubjectX500Principal() + "]";
  }
}
