package dev.freshet.storage.profile;

import static dev.freshet.storage.profile.StorageSetting.ACCESS_KEY;
import static dev.freshet.storage.profile.StorageSetting.ACCOUNT_KEY;
import static dev.freshet.storage.profile.StorageSetting.CLIENT_ID;
import static dev.freshet.storage.profile.StorageSetting.CLIENT_SECRET;
import static dev.freshet.storage.profile.StorageSetting.ENDPOINT;
import static dev.freshet.storage.profile.StorageSetting.PROFILE;
import static dev.freshet.storage.profile.StorageSetting.REGION;
import static dev.freshet.storage.profile.StorageSetting.ROLE_ARN;
import static dev.freshet.storage.profile.StorageSetting.ROLE_EXTERNAL_ID;
import static dev.freshet.storage.profile.StorageSetting.ROLE_SESSION_NAME;
import static dev.freshet.storage.profile.StorageSetting.SAS_TOKEN;
import static dev.freshet.storage.profile.StorageSetting.SECRET_KEY;
import static dev.freshet.storage.profile.StorageSetting.SESSION_TOKEN;
import static dev.freshet.storage.profile.StorageSetting.STS_ENDPOINT;
import static dev.freshet.storage.profile.StorageSetting.TENANT;

import dev.freshet.storage.location.Location;
import java.net.URI;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * How a storage is reached and as whom. Holds no secret. Immutable.
 *
 * @param kind how it is spoken to
 * @param endpoint its address; empty for that of the cloud
 * @param region of buckets; empty if the client finds it
 * @param credentials as whom
 */
public record StorageProfile(
    Kind kind, Optional<URI> endpoint, Optional<String> region, Credentials credentials) {

  /** How a storage is spoken to. */
  public enum Kind {
    /** Azure Data Lake Storage Gen2 and Blob Storage. */
    AZURE,
    /** Amazon S3, or a server that speaks as it does. */
    AWS,
    /** The emulator of Azure's storage. */
    AZURITE,
    /** A server for tests that speaks S3. */
    S3PROXY,
    /** Another file system of Hadoop, which has settings of its own only. */
    OTHER;

    private static final List<Kind> OF_AZURE = List.of(AZURE, AZURITE);
    private static final List<Kind> OF_AWS = List.of(AWS, S3PROXY);

    private List<Kind> family() {
      return OF_AZURE.contains(this) ? OF_AZURE : OF_AWS.contains(this) ? OF_AWS : List.of(OTHER);
    }

    /** As users write it. */
    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }

    private static Kind ofScheme(String scheme) {
      return switch (scheme) {
        case "abfs", "abfss" -> AZURE;
        case "s3a" -> AWS;
        default -> OTHER;
      };
    }
  }

  private static final URI AZURITE_DEFAULT = URI.create("http://127.0.0.1:10000");

  /** Settings that one family of storages has and the other lacks. */
  private static final List<StorageSetting> AZURE_ONLY =
      List.of(ACCOUNT_KEY, SAS_TOKEN, TENANT, CLIENT_ID, CLIENT_SECRET);

  private static final List<StorageSetting> AWS_ONLY =
      List.of(
          REGION,
          ACCESS_KEY,
          SECRET_KEY,
          SESSION_TOKEN,
          ROLE_ARN,
          ROLE_EXTERNAL_ID,
          ROLE_SESSION_NAME,
          STS_ENDPOINT);

  private static final Pattern ARN = Pattern.compile("arn:[a-z-]+:iam::\\d{12}:role/.+");

  /** As the service that gives roles wants it. */
  private static final Pattern SESSION = Pattern.compile("[\\w+=,.@-]{2,64}");

  private static final Pattern HOST = Pattern.compile("[A-Za-z0-9.-]+");

  /**
   * The profile that settings ask for.
   *
   * @param location what is reached by it; its scheme says what is not set
   * @throws InvalidStorageException if one is missing, contradicts another, or is a secret that is
   *     not written as a reference
   */
  public static StorageProfile of(Map<StorageSetting, String> settings, Location.Remote location) {
    Kind kind = kind(settings.get(PROFILE), location);
    requireOwn(settings, kind);
    return new StorageProfile(
        kind,
        endpoint(settings.get(ENDPOINT), kind),
        Optional.ofNullable(settings.get(REGION)),
        credentials(settings, kind));
  }

  private static Kind kind(@Nullable String word, Location.Remote location) {
    Kind ofScheme = Kind.ofScheme(location.scheme());
    if (word == null) {
      return ofScheme;
    }
    List<Kind> possible = ofScheme.family();
    return possible.stream()
        .filter(each -> each.word().equalsIgnoreCase(word) && each != Kind.OTHER)
        .findFirst()
        .orElseThrow(
            () ->
                new InvalidStorageException(
                    PROFILE,
                    "'" + word + "' is no profile for a path of " + location.scheme() + ":",
                    ofScheme == Kind.OTHER
                        ? "Leave it out, and give the file system its own settings as options"
                        : "Use one of "
                            + String.join(", ", possible.stream().map(Kind::word).toList())));
  }

  private static void requireOwn(Map<StorageSetting, String> settings, Kind kind) {
    List<StorageSetting> foreign =
        switch (kind) {
          case AZURE, AZURITE -> AWS_ONLY;
          case AWS, S3PROXY -> AZURE_ONLY;
          case OTHER -> Arrays.asList(StorageSetting.values());
        };
    for (StorageSetting each : foreign) {
      if (settings.containsKey(each)) {
        throw new InvalidStorageException(
            each,
            "it does not go with " + (kind == Kind.OTHER ? "this file system" : kind.word()),
            "Leave it out");
      }
    }
  }

  private static Optional<URI> endpoint(@Nullable String text, Kind kind) {
    if (text == null) {
      if (kind == Kind.S3PROXY) {
        throw new InvalidStorageException(
            ENDPOINT,
            "it is missing",
            "Set the address of the server, as in http://127.0.0.1:9000");
      }
      return kind == Kind.AZURITE ? Optional.of(AZURITE_DEFAULT) : Optional.empty();
    }
    URI address = uri(text);
    if (address == null || address.getHost() == null || !isHttp(address.getScheme())) {
      throw new InvalidStorageException(
          ENDPOINT,
          "'" + text + "' is not the address of a server",
          "Write one such as https://host:9000");
    }
    return Optional.of(address);
  }

  private static boolean isHttp(@Nullable String scheme) {
    return "http".equalsIgnoreCase(scheme) || "https".equalsIgnoreCase(scheme);
  }

  private static @Nullable URI uri(String text) {
    try {
      return URI.create(text);
    } catch (IllegalArgumentException e) {
      return null; // The caller says what an address looks like.
    }
  }

  private static Credentials credentials(Map<StorageSetting, String> settings, Kind kind) {
    return switch (kind) {
      case AZURE, AZURITE -> ofAzure(settings);
      case AWS, S3PROXY -> role(settings, ofAws(settings));
      case OTHER -> new Credentials.Ambient();
    };
  }

  private static Credentials ofAzure(Map<StorageSetting, String> settings) {
    List<StorageSetting> given =
        List.of(ACCOUNT_KEY, SAS_TOKEN, CLIENT_SECRET).stream()
            .filter(settings::containsKey)
            .toList();
    if (given.size() > 1) {
      throw new InvalidStorageException(
          given.get(1), given.get(0).key() + " is set as well", "Set one of the two");
    }
    if (given.isEmpty()) {
      String clientId = settings.get(CLIENT_ID);
      return clientId == null
          ? new Credentials.Ambient()
          : new Credentials.ManagedIdentity(clientId);
    }
    return switch (given.get(0)) {
      case ACCOUNT_KEY -> new Credentials.AccountKey(secret(settings, ACCOUNT_KEY));
      case SAS_TOKEN -> new Credentials.SharedSignature(secret(settings, SAS_TOKEN));
      default ->
          new Credentials.Application(
              required(settings, TENANT, CLIENT_SECRET),
              required(settings, CLIENT_ID, CLIENT_SECRET),
              secret(settings, CLIENT_SECRET));
    };
  }

  private static Credentials ofAws(Map<StorageSetting, String> settings) {
    if (!settings.containsKey(ACCESS_KEY)
        && !settings.containsKey(SECRET_KEY)
        && !settings.containsKey(SESSION_TOKEN)) {
      return new Credentials.Ambient();
    }
    required(settings, ACCESS_KEY, SECRET_KEY);
    required(settings, SECRET_KEY, ACCESS_KEY);
    return new Credentials.AccessKey(
        secret(settings, ACCESS_KEY),
        secret(settings, SECRET_KEY),
        settings.containsKey(SESSION_TOKEN)
            ? Optional.of(secret(settings, SESSION_TOKEN))
            : Optional.empty());
  }

  private static Credentials role(Map<StorageSetting, String> settings, Credentials by) {
    String arn = settings.get(ROLE_ARN);
    if (arn == null) {
      for (StorageSetting each : List.of(ROLE_EXTERNAL_ID, ROLE_SESSION_NAME, STS_ENDPOINT)) {
        if (settings.containsKey(each)) {
          required(settings, ROLE_ARN, each);
        }
      }
      return by;
    }
    require(ROLE_ARN, arn, ARN, "the ARN of a role", "arn:aws:iam::123456789012:role/reader");
    String session = settings.getOrDefault(ROLE_SESSION_NAME, "freshet");
    require(ROLE_SESSION_NAME, session, SESSION, "the name of a session", "freshet");
    Optional<String> sts =
        Optional.ofNullable(settings.get(STS_ENDPOINT))
            .map(text -> text.replaceFirst("^https://", "").replaceFirst("/$", ""));
    sts.ifPresent(
        host -> require(STS_ENDPOINT, host, HOST, "a host", "sts.eu-west-1.amazonaws.com"));
    return new Credentials.Role(
        by, arn, Optional.ofNullable(settings.get(ROLE_EXTERNAL_ID)), session, sts);
  }

  private static void require(
      StorageSetting setting, String value, Pattern form, String what, String example) {
    if (!form.matcher(value).matches()) {
      throw new InvalidStorageException(
          setting, "'" + value + "' is not " + what, "Write one such as " + example);
    }
  }

  private static String required(
      Map<StorageSetting, String> settings, StorageSetting setting, StorageSetting because) {
    String value = settings.get(setting);
    if (value == null || value.isBlank()) {
      throw new InvalidStorageException(
          setting, "it is missing beside " + because.key(), "Set both");
    }
    return value;
  }

  private static SecretReference secret(
      Map<StorageSetting, String> settings, StorageSetting setting) {
    return SecretReference.parse(settings.getOrDefault(setting, ""))
        .orElseThrow(
            () ->
                new InvalidStorageException(
                    setting,
                    "its value stands here itself, where others can read it",
                    "Write ${env:NAME} or ${file:path} and keep the value there"));
  }
}
