package dev.freshet.storage.profile;

import dev.freshet.storage.location.Location;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A profile in the words of Hadoop's file systems ABFS and S3A. The names of the settings are those
 * of the documentation of hadoop-azure and hadoop-aws 3.5.
 */
public final class HadoopSettings {

  /** Known to all: every Azurite has this key for its account. */
  private static final String AZURITE_KEY =
      "Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==";

  private static final String OAUTH = "org.apache.hadoop.fs.azurebfs.oauth2.";
  private static final String S3A = "org.apache.hadoop.fs.s3a.";

  /** The chain of Amazon's client. */
  private static final String ENVIRONMENT =
      "software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider";

  private static final Pattern STS = Pattern.compile("sts\\.([a-z0-9-]+)\\.amazonaws\\..+");

  private HadoopSettings() {}

  /**
   * What applies where neither the user nor the profile says otherwise. Waiting for a storage that
   * is away is the task of discovery and of the query, so the clients give up soon: by default ABFS
   * would try for a quarter of an hour.
   */
  public static Map<String, String> defaults(Location.Remote location) {
    return switch (location.scheme()) {
      case "abfs", "abfss" ->
          Map.of(
              "fs.azure.io.retry.max.retries", "3",
              "fs.azure.io.retry.backoff.interval", "500",
              "fs.azure.io.retry.min.backoff.interval", "200",
              "fs.azure.io.retry.max.backoff.interval", "2000",
              // The other client, and the native TLS library, are not part of Freshet.
              "fs.azure.networking.library", "JDK_HTTP_URL_CONNECTION",
              "fs.azure.ssl.channel.mode", "Default_JSSE");
      case "s3a" ->
          Map.of(
              // Reads a file from its start to its end, and again from where an answer broke off.
              "fs.s3a.input.stream.type", "classic",
              "fs.s3a.attempts.maximum", "3",
              "fs.s3a.retry.limit", "3",
              "fs.s3a.retry.interval", "200ms",
              "fs.s3a.retry.throttle.limit", "3",
              "fs.s3a.retry.throttle.interval", "200ms",
              "fs.s3a.connection.establish.timeout", "5s",
              "fs.s3a.connection.request.timeout", "60s",
              "fs.s3a.input.fadvise", "sequential");
      default -> Map.of();
    };
  }

  /**
   * The settings of a profile, with its secrets as they are now.
   *
   * @param environment looks up a variable; gives null for one that is not set
   * @throws IllegalArgumentException if a secret cannot be read
   */
  public static Map<String, String> of(
      StorageProfile profile,
      Location.Remote location,
      UnaryOperator<@Nullable String> environment) {
    Map<String, String> settings = new LinkedHashMap<>();
    switch (profile.kind()) {
      case AZURE -> azure(settings, profile, location, environment);
      case AZURITE -> {
        settings.put("fs.azure.account.hns.enabled", "false");
        settings.put("fs.azure.fns.account.service.type", "BLOB");
        if (profile.credentials() instanceof Credentials.Ambient) {
          settings.put("fs.azure.account.key." + host(location), AZURITE_KEY);
        }
        azure(settings, profile, location, environment);
      }
      case AWS -> aws(settings, profile, environment);
      case S3PROXY -> {
        settings.put("fs.s3a.endpoint.region", profile.region().orElse("us-east-1"));
        aws(settings, profile, environment);
      }
      case OTHER -> {}
    }
    return settings;
  }

  private static void azure(
      Map<String, String> settings,
      StorageProfile profile,
      Location.Remote location,
      UnaryOperator<@Nullable String> environment) {
    profile
        .endpoint()
        .ifPresent(
            endpoint -> {
              settings.put("fs.azure.abfs.endpoint", endpoint.getAuthority());
              settings.put("fs.azure.always.use.https", isHttps(endpoint));
            });
    String host = host(location);
    String type = "fs.azure.account.auth.type." + host;
    Credentials credentials = profile.credentials();
    if (credentials instanceof Credentials.AccountKey key) {
      settings.put(type, "SharedKey");
      settings.put("fs.azure.account.key." + host, key.key().reveal(environment));
    } else if (credentials instanceof Credentials.SharedSignature signature) {
      settings.put(type, "SAS");
      settings.put("fs.azure.sas.fixed.token." + host, signature.token().reveal(environment));
    } else if (credentials instanceof Credentials.Application application) {
      settings.put(type, "OAuth");
      settings.put(
          "fs.azure.account.oauth.provider.type." + host, OAUTH + "ClientCredsTokenProvider");
      settings.put(
          "fs.azure.account.oauth2.client.endpoint." + host,
          "https://login.microsoftonline.com/" + application.tenant() + "/oauth2/token");
      settings.put("fs.azure.account.oauth2.client.id." + host, application.clientId());
      settings.put(
          "fs.azure.account.oauth2.client.secret." + host,
          application.secret().reveal(environment));
    } else if (credentials instanceof Credentials.ManagedIdentity identity) {
      settings.put(type, "OAuth");
      settings.put("fs.azure.account.oauth.provider.type." + host, OAUTH + "MsiTokenProvider");
      settings.put("fs.azure.account.oauth2.client.id." + host, identity.clientId());
    }
  }

  private static void aws(
      Map<String, String> settings,
      StorageProfile profile,
      UnaryOperator<@Nullable String> environment) {
    profile
        .endpoint()
        .ifPresent(
            endpoint -> {
              settings.put("fs.s3a.endpoint", endpoint.toString());
              settings.put("fs.s3a.connection.ssl.enabled", isHttps(endpoint));
              if (!endpoint.getHost().endsWith(".amazonaws.com")) {
                settings.put("fs.s3a.path.style.access", "true");
              }
            });
    profile.region().ifPresent(region -> settings.put("fs.s3a.endpoint.region", region));
    if (profile.credentials() instanceof Credentials.AccessKey key) {
      settings.put("fs.s3a.aws.credentials.provider", accessKey(settings, key, environment));
    } else if (profile.credentials() instanceof Credentials.Role role) {
      role(settings, profile, role, environment);
    }
  }

  private static void role(
      Map<String, String> settings,
      StorageProfile profile,
      Credentials.Role role,
      UnaryOperator<@Nullable String> environment) {
    settings.put("fs.s3a.aws.credentials.provider", S3A + "auth.AssumedRoleCredentialProvider");
    settings.put("fs.s3a.assumed.role.arn", role.arn());
    settings.put("fs.s3a.assumed.role.session.name", role.sessionName());
    role.externalId().ifPresent(id -> settings.put("fs.s3a.assumed.role.external.id", id));
    stsHost(profile, role)
        .ifPresent(
            host -> {
              settings.put("fs.s3a.assumed.role.sts.endpoint", host);
              settings.put("fs.s3a.assumed.role.sts.endpoint.region", stsRegion(profile, host));
            });
    settings.put(
        "fs.s3a.assumed.role.credentials.provider",
        role.by() instanceof Credentials.AccessKey key
            ? accessKey(settings, key, environment)
            : ENVIRONMENT);
  }

  /** S3A takes a host and its region, or neither: then those of the environment. */
  private static Optional<String> stsHost(StorageProfile profile, Credentials.Role role) {
    return role.stsHost()
        .or(
            () ->
                profile
                    .region()
                    .map(
                        region ->
                            "sts."
                                + region
                                + (region.startsWith("cn-")
                                    ? ".amazonaws.com.cn"
                                    : ".amazonaws.com")));
  }

  private static String stsRegion(StorageProfile profile, String host) {
    Matcher regional = STS.matcher(host);
    return regional.matches() ? regional.group(1) : profile.region().orElse("us-east-1");
  }

  /** Adds the key, and gives the class that takes it from there. */
  private static String accessKey(
      Map<String, String> settings,
      Credentials.AccessKey key,
      UnaryOperator<@Nullable String> environment) {
    settings.put("fs.s3a.access.key", key.key().reveal(environment));
    settings.put("fs.s3a.secret.key", key.secret().reveal(environment));
    key.session()
        .ifPresent(token -> settings.put("fs.s3a.session.token", token.reveal(environment)));
    return S3A
        + (key.session().isPresent()
            ? "TemporaryAWSCredentialsProvider"
            : "SimpleAWSCredentialsProvider");
  }

  /** Of {@code container@account.dfs.core.windows.net} the part behind the container. */
  private static String host(Location.Remote location) {
    String authority = location.authority();
    return authority.substring(authority.indexOf('@') + 1);
  }

  private static String isHttps(URI endpoint) {
    return String.valueOf("https".equalsIgnoreCase(endpoint.getScheme()));
  }
}
