package dev.freshet.storage.s3;

import dev.freshet.autoloader.event.FileEventSource;
import dev.freshet.autoloader.event.FileEventSourceProvider;
import dev.freshet.autoloader.event.QueueAccess;
import dev.freshet.storage.profile.Credentials;
import dev.freshet.storage.profile.StorageProfile;
import java.net.URI;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sts.StsClient;
import software.amazon.awssdk.services.sts.StsClientBuilder;
import software.amazon.awssdk.services.sts.auth.StsAssumeRoleCredentialsProvider;
import software.amazon.awssdk.services.sts.model.AssumeRoleRequest;

/** Queues of Amazon SQS: {@code sqs+https://} before the rest of the address as AWS shows it. */
public final class SqsProvider implements FileEventSourceProvider {
  private static final Pattern OF_A_REGION = Pattern.compile("sqs\\.([a-z0-9-]+)\\.amazonaws\\..+");

  private static final Duration HIDDEN = Duration.ofMinutes(5);

  /** For the service loader. */
  public SqsProvider() {}

  @Override
  public boolean accepts(URI queue) {
    return "sqs+https".equals(queue.getScheme()) || "sqs+http".equals(queue.getScheme());
  }

  @Override
  public FileEventSource open(URI queue, QueueAccess access) {
    StorageProfile profile = access.profile();
    URI address = URI.create(queue.toString().substring("sqs+".length()));
    Region region = Region.of(region(address, profile));
    SqsClient client =
        SqsClient.builder()
            .httpClient(UrlConnectionHttpClient.create())
            .region(region)
            .endpointOverride(URI.create(address.getScheme() + "://" + address.getAuthority()))
            .credentialsProvider(credentials(profile.credentials(), region))
            .build();
    return new SqsEventSource(client, address.toString(), HIDDEN);
  }

  private static AwsCredentialsProvider credentials(Credentials credentials, Region region) {
    if (credentials instanceof Credentials.AccessKey key) {
      return StaticCredentialsProvider.create(accessKey(key));
    }
    return credentials instanceof Credentials.Role role
        ? role(role, region)
        : DefaultCredentialsProvider.builder().build();
  }

  /** Asks for the role when it is needed, and again before its credentials end. */
  private static AwsCredentialsProvider role(Credentials.Role role, Region region) {
    StsClientBuilder service =
        StsClient.builder()
            .httpClient(UrlConnectionHttpClient.create())
            .region(region)
            .credentialsProvider(credentials(role.by(), region));
    role.stsHost().ifPresent(host -> service.endpointOverride(URI.create("https://" + host)));
    AssumeRoleRequest.Builder request =
        AssumeRoleRequest.builder().roleArn(role.arn()).roleSessionName(role.sessionName());
    role.externalId().ifPresent(request::externalId);
    return StsAssumeRoleCredentialsProvider.builder()
        .stsClient(service.build())
        .refreshRequest(request.build())
        .build();
  }

  private static AwsCredentials accessKey(Credentials.AccessKey key) {
    String id = key.key().reveal(System::getenv);
    String secret = key.secret().reveal(System::getenv);
    return key.session().isPresent()
        ? AwsSessionCredentials.create(id, secret, key.session().get().reveal(System::getenv))
        : AwsBasicCredentials.create(id, secret);
  }

  private static String region(URI address, StorageProfile profile) {
    Matcher host = OF_A_REGION.matcher(String.valueOf(address.getHost()));
    return host.matches() ? host.group(1) : profile.region().orElse("us-east-1");
  }
}
