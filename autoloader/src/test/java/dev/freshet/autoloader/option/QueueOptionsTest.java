package dev.freshet.autoloader.option;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.freshet.autoloader.option.AutoloaderOptions.Increments;
import dev.freshet.storage.profile.StorageSetting;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Whether events find new files, which queue has them, and as whom it is read. */
class QueueOptionsTest {
  private static final String S3 = "s3a://lz/in";
  private static final String AZURE = "abfss://lz@acct.dfs.core.windows.net/in";
  private static final String SQS = "https://sqs.eu-west-1.amazonaws.com/1/q";

  @Test
  void withoutAQueueAStorageElsewhereIsListedAndADirectoryWatched() {
    assertThat(parse(S3).discovery())
        .isEqualTo(
            new AutoloaderOptions.Discovering(Duration.ofSeconds(1), Optional.empty(), false));
    assertThat(parse("/in").discovery().events()).isTrue();
    assertThat(parse("/in", "autoloader.discovery", "listing").discovery().events()).isFalse();
    assertThat(parse("/in", "cloudFiles.useNotifications", "true").discovery().events()).isTrue();
  }

  @Test
  void queueThatIsGivenIsReadAndListingsAreRare() {
    AutoloaderOptions options = parse(S3, "autoloader.queue", "sqs+" + SQS);

    assertThat(options.place().queue().orElseThrow().address()).hasToString("sqs+" + SQS);
    assertThat(options.discovery())
        .isEqualTo(
            new AutoloaderOptions.Discovering(Duration.ofMinutes(5), Optional.empty(), true));
    assertThat(
            parse(S3, "autoloader.queue", "sqs+" + SQS, "autoloader.listInterval", "7s")
                .discovery()
                .listInterval())
        .isEqualTo(Duration.ofSeconds(7));
    assertThat(
            parse(S3, "autoloader.queue", "sqs+" + SQS, "cloudFiles.backfillInterval", "1 day")
                .discovery())
        .isEqualTo(
            new AutoloaderOptions.Discovering(
                Duration.ofDays(1), Optional.of(Duration.ofDays(1)), true));
    assertThat(
            parse(S3, "autoloader.queue", "sqs+" + SQS, "autoloader.discovery", "listing")
                .discovery())
        .isEqualTo(
            new AutoloaderOptions.Discovering(Duration.ofSeconds(1), Optional.empty(), false));
  }

  @Test
  void listingsMayBeginBehindTheLastKeyIfTheUserSaysSo() {
    String name = "cloudFiles.useIncrementalListing";

    assertThat(parse(S3).discovery().increments()).isEqualTo(Increments.NEVER);
    assertThat(parse(S3, name, "false").discovery().increments()).isEqualTo(Increments.NEVER);
    assertThat(parse(S3, name, "auto").discovery().increments())
        .isEqualTo(Increments.WHILE_IN_ORDER);
    assertThat(parse(S3, name, "true").discovery().increments()).isEqualTo(Increments.ALWAYS);
    assertThatThrownBy(() -> parse(S3, name, "maybe")).hasMessageContaining(name);
  }

  @Test
  void documentedNamesNameTheQueue() {
    assertThat(address(S3, "cloudFiles.queueUrl", SQS)).isEqualTo("sqs+" + SQS);
    assertThat(address(AZURE, "cloudFiles.queueName", "landing"))
        .isEqualTo("azure-queue+https://acct.queue.core.windows.net/landing");
    assertThat(
            address(AZURE, "cloudFiles.queueName", "https://other.queue.core.windows.net/landing"))
        .isEqualTo("azure-queue+https://other.queue.core.windows.net/landing");
    AutoloaderOptions connected =
        parse(
            AZURE,
            "cloudFiles.queueName",
            "landing",
            "cloudFiles.connectionString",
            "${env:CONNECTION}",
            "cloudFiles.useNotifications",
            "true");
    assertThat(connected.place().queue().orElseThrow().address())
        .hasToString("azure-queue:landing");
    assertThat(connected.place().queue().orElseThrow().connection().orElseThrow())
        .hasToString("${env:CONNECTION}");
  }

  @Test
  void queueIsSignedInToAsTheFilesAreUnlessItHasCredentialsOfItsOwn() {
    assertThat(
            signIn(
                AZURE, "cloudFiles.queueName", "q", "autoloader.storage.accountKey", "${env:KEY}"))
        .isEqualTo(Map.of(StorageSetting.ACCOUNT_KEY, "${env:KEY}"));
    assertThat(
            signIn(
                AZURE,
                "cloudFiles.queueName",
                "q",
                "autoloader.storage.accountKey",
                "${env:KEY}",
                "cloudFiles.clientId",
                "app",
                "cloudFiles.tenantId",
                "dir",
                "cloudFiles.clientSecret",
                "${env:SECRET}"))
        .isEqualTo(
            Map.of(
                StorageSetting.CLIENT_ID, "app",
                StorageSetting.TENANT, "dir",
                StorageSetting.CLIENT_SECRET, "${env:SECRET}"));
    assertThat(
            signIn(
                S3,
                "cloudFiles.queueUrl",
                SQS,
                "autoloader.storage.region",
                "us-east-1",
                "cloudFiles.region",
                "eu-west-1",
                "cloudFiles.awsAccessKey",
                "${env:A}",
                "cloudFiles.awsSecretKey",
                "${env:B}"))
        .isEqualTo(
            Map.of(
                StorageSetting.REGION, "eu-west-1",
                StorageSetting.ACCESS_KEY, "${env:A}",
                StorageSetting.SECRET_KEY, "${env:B}"));
  }

  @Test
  void queueIsReadInARoleThatIsAssumedByItsKeyOrByTheEnvironment() {
    String role = "arn:aws:iam::123456789012:role/reader";
    assertThat(
            signIn(
                S3,
                "cloudFiles.queueUrl",
                SQS,
                "autoloader.storage.accessKey",
                "${env:OF_THE_FILES}",
                "autoloader.storage.secretKey",
                "${env:OF_THE_FILES}",
                "cloudFiles.roleArn",
                role,
                "cloudFiles.roleExternalId",
                "id",
                "cloudFiles.roleSessionName",
                "me",
                "cloudFiles.stsEndpoint",
                "sts.eu-west-1.amazonaws.com"))
        .isEqualTo(
            Map.of(
                StorageSetting.ROLE_ARN, role,
                StorageSetting.ROLE_EXTERNAL_ID, "id",
                StorageSetting.ROLE_SESSION_NAME, "me",
                StorageSetting.STS_ENDPOINT, "sts.eu-west-1.amazonaws.com"));
    assertThat(signIn(S3, "cloudFiles.queueUrl", SQS, "autoloader.storage.roleArn", role))
        .as("as the files")
        .isEqualTo(Map.of(StorageSetting.ROLE_ARN, role));
    assertRefused(
        "Cannot use option cloudFiles.roleArn: it is missing beside role-session-name. Set both.",
        S3,
        "cloudFiles.queueUrl",
        SQS,
        "cloudFiles.roleSessionName",
        "me");
  }

  @Test
  void whatContradictsOrIsMissingIsNamed() {
    assertRefused(
        "Cannot use option cloudFiles.useNotifications: no queue is given, and this source creates"
            + " none. Let the storage send its events to a queue and name it, or leave this out.",
        S3,
        "cloudFiles.useNotifications",
        "true");
    assertRefused(
        "Cannot use option autoloader.discovery: no queue is given, and this source creates none."
            + " Let the storage send its events to a queue and name it, or leave this out.",
        AZURE,
        "autoloader.discovery",
        "events");
    assertRefused(
        "Cannot use option cloudFiles.useNotifications: 'true' contradicts autoloader.discovery"
            + " 'listing'. Give one of them.",
        S3,
        "cloudFiles.useNotifications",
        "true",
        "autoloader.discovery",
        "listing");
    assertRefused(
        "Cannot use option cloudFiles.queueUrl: it does not go with a path of abfss:. Leave it"
            + " out.",
        AZURE,
        "cloudFiles.queueUrl",
        SQS);
    assertRefused(
        "Cannot use option cloudFiles.queueUrl: the queue is given by autoloader.queue too. Give"
            + " one of them.",
        S3,
        "cloudFiles.queueUrl",
        SQS,
        "autoloader.queue",
        "sqs+" + SQS);
    assertRefused(
        "Cannot use option cloudFiles.queueName: the account of 'q' cannot be told from the"
            + " landing path. Write an address like"
            + " https://account.queue.core.windows.net/landing.",
        S3,
        "cloudFiles.queueName",
        "q");
    assertRefused(
        "Cannot use option cloudFiles.awsAccessKey: it is for a queue of events, and none is"
            + " given. Leave it out, or name the queue.",
        S3,
        "cloudFiles.awsAccessKey",
        "${env:A}");
    assertRefused(
        "Cannot use option cloudFiles.connectionString: its value stands here itself, where"
            + " others can read it. Write ${env:NAME} or ${file:path} and keep the value there.",
        AZURE,
        "cloudFiles.queueName",
        "q",
        "cloudFiles.connectionString",
        "AccountName=x");
    assertRefused(
        "Cannot use option cloudFiles.awsSecretKey: it is missing beside access-key. Set both.",
        S3,
        "cloudFiles.queueUrl",
        SQS,
        "cloudFiles.awsAccessKey",
        "${env:A}");
    assertRefused(
        "Cannot use option autoloader.queue: the landing path is a directory of this machine. Leave"
            + " it out, or give a path like s3a://bucket/landing.",
        "/in",
        "autoloader.queue",
        "sqs+" + SQS);
  }

  private static void assertRefused(String message, String path, String... options) {
    assertThatThrownBy(() -> parse(path, options))
        .isInstanceOf(InvalidOptionException.class)
        .hasMessage(message);
  }

  private static String address(String path, String... options) {
    return parse(path, options).place().queue().orElseThrow().address().toString();
  }

  private static Map<StorageSetting, String> signIn(String path, String... options) {
    return parse(path, options).place().queue().orElseThrow().storage();
  }

  private static AutoloaderOptions parse(String path, String... options) {
    Map<String, String> all = new HashMap<>(Map.of("path", path, "cloudFiles.format", "text"));
    for (int i = 0; i < options.length; i += 2) {
      all.put(options[i], options[i + 1]);
    }
    return AutoloaderOptions.parse(all);
  }
}
