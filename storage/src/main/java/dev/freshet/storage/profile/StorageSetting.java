package dev.freshet.storage.profile;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** Every setting of a storage, as it is documented. */
public enum StorageSetting {
  PROFILE(
      "profile",
      false,
      "How the storage is spoken to: `azure`, `aws`, or for tests the servers `azurite` and `s3proxy`."
          + " Default: `azure` for a path that begins with abfs: or abfss:, `aws` for s3a:. Any other"
          + " Hadoop file system takes its own settings, such as `fs.gs.project.id`, as options."),
  ENDPOINT(
      "endpoint",
      false,
      "Address of the storage, such as `http://127.0.0.1:9000`. Needed for `s3proxy` and for other"
          + " servers that speak S3; `azurite` has http://127.0.0.1:10000."),
  REGION("region", false, "Region of the buckets, for `aws`, such as `eu-west-1`."),
  ACCOUNT_KEY("account-key", true, "Key of the storage account, for `azure`."),
  SAS_TOKEN(
      "sas-token", true, "Shared access signature with the rights to read and list, for `azure`."),
  TENANT("tenant", false, "Directory of the application that `client-id` names, for `azure`."),
  CLIENT_ID(
      "client-id",
      false,
      "Application that signs in with `client-secret`; without a secret, the managed identity of"
          + " this machine to use, for `azure`."),
  CLIENT_SECRET("client-secret", true, "Secret of the application, for `azure`."),
  ACCESS_KEY(
      "access-key",
      true,
      "Access key, for `aws`. Without one, what the environment offers is used: variables, the role"
          + " of the machine."),
  SECRET_KEY("secret-key", true, "Secret of the access key, for `aws`."),
  SESSION_TOKEN("session-token", true, "Session token of temporary credentials, for `aws`."),
  ROLE_ARN(
      "role-arn",
      false,
      "Role that is assumed, for `aws`, such as `arn:aws:iam::123456789012:role/reader`: by the"
          + " access key, or by what the environment offers."),
  ROLE_EXTERNAL_ID("role-external-id", false, "External id that the role asks for, for `aws`."),
  ROLE_SESSION_NAME(
      "role-session-name",
      false,
      "Name under which the role is assumed, for `aws`; `freshet` by default."),
  STS_ENDPOINT(
      "sts-endpoint",
      false,
      "Host of the service that gives the role, for `aws`, such as `sts.eu-west-1.amazonaws.com`."
          + " Default: that of the region.");

  private final String key;
  private final boolean secret;
  private final String doc;

  StorageSetting(String key, boolean secret, String doc) {
    this.key = key;
    this.secret = secret;
    this.doc = doc;
  }

  /** Its name in a configuration, such as {@code account-key}. */
  public String key() {
    return key;
  }

  /** Its name among options, such as {@code accountKey}. */
  public String option() {
    StringBuilder name = new StringBuilder();
    for (String word : key.split("-")) {
      name.append(
          name.isEmpty()
              ? word
              : word.substring(0, 1).toUpperCase(Locale.ROOT) + word.substring(1));
    }
    return name.toString();
  }

  /** Whether its value is a secret, which is written as a reference only. */
  public boolean isSecret() {
    return secret;
  }

  /** What it is for. */
  public String doc() {
    return doc;
  }

  /** The setting of an option's name, in any case. */
  public static Optional<StorageSetting> ofOption(String name) {
    return Arrays.stream(values()).filter(each -> each.option().equalsIgnoreCase(name)).findFirst();
  }
}
