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
 * Certificate and private key of a server.
 *
 * @param chain the server's own first, not empty
 * @param key of the first certificate
 */
record ServerCertificate(List<X509Certificate> chain, PrivateKey key) {

  /** Protects a store that never leaves memory; JSSE wants one. */
  static final String STORE_PASSWORD = "in-memory";

  ServerCertificate {
    chain = List.copyOf(chain);
  }

  /** Whether what the key signs is what the certificate verifies. */
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
      // Keys of two algorithms or lengths, which do not belong together either.
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
    return "Identity[" + chain.get(0).getSubjectX500Principal() + "]";
  }
}
