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
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.freshet.storage.location.Location;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StorageProfileTest {
  private static final Location.Remote S3 = new Location.Remote("s3a://bucket/in");
  private static final String HOST = "acct.dfs.core.windows.net";
  private static final Location.Remote AZURE = new Location.Remote("abfss://lz@" + HOST + "/in");
  private static final Map<String, String> ENVIRONMENT =
      Map.of("KEY", "the-key", "SECRET", "the-secret", "TOKEN", "the-token");

  @Test
  void withoutSettingsTheSchemeDecidesAndTheEnvironmentSignsIn() {
    assertThat(StorageProfile.of(Map.of(), S3).kind()).isEqualTo(StorageProfile.Kind.AWS);
    assertThat(StorageProfile.of(Map.of(), AZURE).kind()).isEqualTo(StorageProfile.Kind.AZURE);
    assertThat(StorageProfile.of(Map.of(), new Location.Remote("gs://b")).kind())
        .isEqualTo(StorageProfile.Kind.OTHER);
    assertThat(hadoop(Map.of(), S3)).isEmpty();
    assertThat(hadoop(Map.of(), AZURE)).isEmpty();
  }

  @Test
  void accessKeyBecomesSettingsOfS3a() {
    assertThat(
            hadoop(
                Map.of(ACCESS_KEY, "${env:KEY}", SECRET_KEY, "${env:SECRET}", REGION, "eu-west-1"),
                S3))
        .isEqualTo(
            Map.of(
                "fs.s3a.endpoint.region", "eu-west-1",
                "fs.s3a.aws.credentials.provider",
                    "org.apache.hadoop.fs.s3a.SimpleAWSCredentialsProvider",
                "fs.s3a.access.key", "the-key",
                "fs.s3a.secret.key", "the-secret"));
    assertThat(
            hadoop(
                Map.of(
                    ACCESS_KEY, "${env:KEY}",
                    SECRET_KEY, "${env:SECRET}",
                    SESSION_TOKEN, "${env:TOKEN}"),
                S3))
        .containsEntry("fs.s3a.session.token", "the-token")
        .containsEntry(
            "fs.s3a.aws.credentials.provider",
            "org.apache.hadoop.fs.s3a.TemporaryAWSCredentialsProvider");
  }

  @Test
  void roleIsAssumedByTheKeyOrByWhatTheEnvironmentOffers() {
    assertThat(
            hadoop(
                Map.of(
                    ROLE_ARN, "arn:aws:iam::123456789012:role/team/reader",
                    ROLE_EXTERNAL_ID, "id",
                    ROLE_SESSION_NAME, "me",
                    STS_ENDPOINT, "https://sts.eu-west-1.amazonaws.com",
                    REGION, "eu-west-1",
                    ACCESS_KEY, "${env:KEY}",
                    SECRET_KEY, "${env:SECRET}"),
                S3))
        .isEqualTo(
            Map.ofEntries(
                Map.entry("fs.s3a.endpoint.region", "eu-west-1"),
                Map.entry(
                    "fs.s3a.aws.credentials.provider",
                    "org.apache.hadoop.fs.s3a.auth.AssumedRoleCredentialProvider"),
                Map.entry("fs.s3a.assumed.role.arn", "arn:aws:iam::123456789012:role/team/reader"),
                Map.entry("fs.s3a.assumed.role.external.id", "id"),
                Map.entry("fs.s3a.assumed.role.session.name", "me"),
                Map.entry("fs.s3a.assumed.role.sts.endpoint", "sts.eu-west-1.amazonaws.com"),
                Map.entry("fs.s3a.assumed.role.sts.endpoint.region", "eu-west-1"),
                Map.entry(
                    "fs.s3a.assumed.role.credentials.provider",
                    "org.apache.hadoop.fs.s3a.SimpleAWSCredentialsProvider"),
                Map.entry("fs.s3a.access.key", "the-key"),
                Map.entry("fs.s3a.secret.key", "the-secret")));
    assertThat(
            hadoop(
                Map.of(ROLE_ARN, "arn:aws-cn:iam::123456789012:role/reader", REGION, "cn-north-1"),
                S3))
        .containsEntry("fs.s3a.assumed.role.sts.endpoint", "sts.cn-north-1.amazonaws.com.cn")
        .containsEntry("fs.s3a.assumed.role.sts.endpoint.region", "cn-north-1");
    assertThat(hadoop(Map.of(ROLE_ARN, "arn:aws:iam::123456789012:role/reader"), S3))
        .as("S3A refuses a region without a host")
        .doesNotContainKey("fs.s3a.assumed.role.sts.endpoint.region")
        .containsEntry("fs.s3a.assumed.role.session.name", "freshet")
        .containsEntry(
            "fs.s3a.assumed.role.credentials.provider",
            "software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider");
  }

  @Test
  void roleThatIsNoneIsRefused() {
    assertRefused(
        Map.of(ROLE_EXTERNAL_ID, "id"),
        S3,
        "Cannot use storage setting role-arn: it is missing beside role-external-id. Set both.");
    assertRefused(
        Map.of(ROLE_ARN, "reader"),
        S3,
        "Cannot use storage setting role-arn: 'reader' is not the ARN of a role. Write one such as"
            + " arn:aws:iam::123456789012:role/reader.");
    assertRefused(
        Map.of(
            ROLE_ARN, "arn:aws:iam::123456789012:role/reader",
            STS_ENDPOINT, "http://127.0.0.1:1"),
        S3,
        "Cannot use storage setting sts-endpoint: 'http://127.0.0.1:1' is not a host. Write one such"
            + " as sts.eu-west-1.amazonaws.com.");
    assertRefused(
        Map.of(
            ROLE_ARN, "arn:aws:iam::123456789012:role/reader",
            ROLE_SESSION_NAME, "my job"),
        S3,
        "Cannot use storage setting role-session-name: 'my job' is not the name of a session. Write"
            + " one such as freshet.");
  }

  @Test
  void anotherServerThatSpeaksS3NamesItsBucketsInThePath() {
    assertThat(hadoop(Map.of(PROFILE, "s3proxy", ENDPOINT, "http://127.0.0.1:9000"), S3))
        .isEqualTo(
            Map.of(
                "fs.s3a.endpoint", "http://127.0.0.1:9000",
                "fs.s3a.endpoint.region", "us-east-1",
                "fs.s3a.path.style.access", "true",
                "fs.s3a.connection.ssl.enabled", "false"));
    assertThat(hadoop(Map.of(ENDPOINT, "https://s3.eu-west-1.amazonaws.com"), S3))
        .doesNotContainKey("fs.s3a.path.style.access");
  }

  @Test
  void waysToSignInToAzureBecomeSettingsOfAbfs() {
    assertThat(hadoop(Map.of(ACCOUNT_KEY, "${env:KEY}"), AZURE))
        .isEqualTo(
            Map.of(
                "fs.azure.account.auth.type." + HOST, "SharedKey",
                "fs.azure.account.key." + HOST, "the-key"));
    assertThat(hadoop(Map.of(SAS_TOKEN, "${env:TOKEN}"), AZURE))
        .isEqualTo(
            Map.of(
                "fs.azure.account.auth.type." + HOST, "SAS",
                "fs.azure.sas.fixed.token." + HOST, "the-token"));
    assertThat(
            hadoop(Map.of(CLIENT_SECRET, "${env:SECRET}", CLIENT_ID, "app", TENANT, "dir"), AZURE))
        .containsEntry("fs.azure.account.auth.type." + HOST, "OAuth")
        .containsEntry(
            "fs.azure.account.oauth2.client.endpoint." + HOST,
            "https://login.microsoftonline.com/dir/oauth2/token")
        .containsEntry("fs.azure.account.oauth2.client.id." + HOST, "app")
        .containsEntry("fs.azure.account.oauth2.client.secret." + HOST, "the-secret");
    assertThat(hadoop(Map.of(CLIENT_ID, "identity"), AZURE))
        .containsEntry(
            "fs.azure.account.oauth.provider.type." + HOST,
            "org.apache.hadoop.fs.azurebfs.oauth2.MsiTokenProvider");
  }

  @Test
  void emulatorOfAzureHasAnAddressAndAKeyThatAllKnow() {
    Location.Remote emulated =
        new Location.Remote("abfs://lz@devstoreaccount1.dfs.core.windows.net/in");

    assertThat(hadoop(Map.of(PROFILE, "azurite"), emulated))
        .containsEntry("fs.azure.abfs.endpoint", "127.0.0.1:10000")
        .containsEntry("fs.azure.always.use.https", "false")
        .containsEntry("fs.azure.fns.account.service.type", "BLOB")
        .containsEntry("fs.azure.account.hns.enabled", "false")
        .containsKey("fs.azure.account.key.devstoreaccount1.dfs.core.windows.net");
  }

  @Test
  void settingThatDoesNotGoWithTheOthersIsNamed() {
    assertRefused(
        Map.of(ACCOUNT_KEY, "${env:KEY}"),
        S3,
        "Cannot use storage setting account-key: it does not go with aws. Leave it out.");
    assertRefused(
        Map.of(ACCESS_KEY, "${env:KEY}"),
        S3,
        "Cannot use storage setting secret-key: it is missing beside access-key. Set both.");
    assertRefused(
        Map.of(ACCOUNT_KEY, "${env:KEY}", SAS_TOKEN, "${env:TOKEN}"),
        AZURE,
        "Cannot use storage setting sas-token: account-key is set as well. Set one of the two.");
    assertRefused(
        Map.of(ACCOUNT_KEY, "the key itself"),
        AZURE,
        "Cannot use storage setting account-key: its value stands here itself, where others can"
            + " read it. Write ${env:NAME} or ${file:path} and keep the value there.");
    assertRefused(
        Map.of(PROFILE, "azurite"),
        S3,
        "Cannot use storage setting profile: 'azurite' is no profile for a path of s3a:. Use one"
            + " of aws, s3proxy.");
    assertRefused(
        Map.of(PROFILE, "s3proxy"),
        S3,
        "Cannot use storage setting endpoint: it is missing. Set the address of the server, as in"
            + " http://127.0.0.1:9000.");
    assertRefused(
        Map.of(ENDPOINT, "127.0.0.1:9000"),
        S3,
        "Cannot use storage setting endpoint: '127.0.0.1:9000' is not the address of a server."
            + " Write one such as https://host:9000.");
    assertRefused(
        Map.of(REGION, "x"),
        new Location.Remote("gs://b"),
        "Cannot use storage setting region: it does not go with this file system. Leave it out.");
  }

  @Test
  void secretIsReadWhenItIsUsedAndNeverShown(@TempDir Path directory) throws IOException {
    Path file = Files.writeString(directory.resolve("key"), "first\n");
    SecretReference reference = SecretReference.parse("${file:key}").orElseThrow().from(directory);
    assertThat(reference).hasToString("${file:" + file + "}");
    assertThat(reference.reveal(name -> null)).isEqualTo("first");

    Files.writeString(file, "second");

    assertThat(reference.reveal(name -> null)).isEqualTo("second");
    assertThatThrownBy(() -> SecretReference.parse("${env:NONE}").orElseThrow().reveal(n -> null))
        .hasMessage(
            "Cannot read the secret ${env:NONE}: the variable is not set. Put the value there"
                + " before you start.");
    assertThatThrownBy(
            () ->
                SecretReference.parse("${file:none}")
                    .orElseThrow()
                    .from(directory)
                    .reveal(n -> null))
        .hasMessageContaining("there is no such file. Correct the path.");
    assertThat(SecretReference.parse("a ${env:KEY}")).isEmpty();
  }

  private static Map<String, String> hadoop(
      Map<StorageSetting, String> settings, Location.Remote location) {
    return HadoopSettings.of(StorageProfile.of(settings, location), location, ENVIRONMENT::get);
  }

  private static void assertRefused(
      Map<StorageSetting, String> settings, Location.Remote location, String message) {
    assertThatThrownBy(() -> StorageProfile.of(settings, location))
        .isInstanceOf(InvalidStorageException.class)
        .hasMessage(message);
  }
}
