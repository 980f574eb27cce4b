package dev.freshet.storage.profile;

import java.util.Optional;

/** As whom a storage is used. */
public sealed interface Credentials {

  /** Whatever the environment and the client's own configuration offer. */
  record Ambient() implements Credentials {}

  /** The key of a storage account. */
  record AccountKey(SecretReference key) implements Credentials {}

  /** A shared access signature. */
  record SharedSignature(SecretReference token) implements Credentials {}

  /** An application of a directory. */
  record Application(String tenant, String clientId, SecretReference secret)
      implements Credentials {}

  /** A managed identity of this machine. */
  record ManagedIdentity(String clientId) implements Credentials {}

  /**
   * An access key.
   *
   * @param session of temporary credentials only
   */
  record AccessKey(SecretReference key, SecretReference secret, Optional<SecretReference> session)
      implements Credentials {}

  /**
   * A role of Amazon, which others assume.
   *
   * @param by as whom it is asked for: an access key or the environment
   * @param arn its name
   * @param externalId what it may ask for
   * @param sessionName the name under which it is assumed
   * @param stsHost host of the service that gives it; empty for that of the region
   */
  record Role(
      Credentials by,
      String arn,
      Optional<String> externalId,
      String sessionName,
      Optional<String> stsHost)
      implements Credentials {}
}
