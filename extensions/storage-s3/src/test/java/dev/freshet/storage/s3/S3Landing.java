package dev.freshet.storage.s3;

import dev.freshet.servers.S3Server;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.Map;
import java.util.UUID;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.http.apache.ApacheHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;

/** A bucket of a server. Objects are written by Amazon's client. */
public final class S3Landing {
  private static final S3Server SERVER = start();

  private final URI server;
  private final S3Client client;
  private final String bucket;

  private S3Landing(URI server, S3Client client, String bucket) {
    this.server = server;
    this.client = client;
    this.bucket = bucket;
  }

  private static S3Server start() {
    try {
      return S3Server.start(Files.createTempDirectory("s3"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A new bucket of S3Proxy, which all tests of this JVM share. */
  public static S3Landing create() {
    return on(SERVER.endpoint());
  }

  /** A new bucket of any server. */
  static S3Landing on(URI server) {
    S3Client client =
        S3Client.builder()
            .endpointOverride(server)
            .region(Region.US_EAST_1)
            .forcePathStyle(true)
            .httpClient(ApacheHttpClient.builder().expectContinueEnabled(false).build())
            .credentialsProvider(
                StaticCredentialsProvider.create(
                    AwsBasicCredentials.create(S3Server.ACCESS_KEY, S3Server.SECRET_KEY)))
            .build();
    String bucket = "b" + UUID.randomUUID();
    client.createBucket(request -> request.bucket(bucket));
    return new S3Landing(server, client, bucket);
  }

  /** The address of S3Proxy. */
  public static URI endpoint() {
    return SERVER.endpoint();
  }

  /** The address of the server of this bucket. */
  public URI server() {
    return server;
  }

  /** What writes objects. */
  S3Client client() {
    return client;
  }

  /** Name of the bucket. */
  public String bucket() {
    return bucket;
  }

  /** The landing zone, a directory of the bucket. */
  public String path() {
    return "s3a://" + bucket + "/landing";
  }

  /** Writes an object below the landing zone. */
  public void land(String name, String content) {
    land(name, content.getBytes(StandardCharsets.UTF_8));
  }

  /** Writes an object below the landing zone. */
  public void land(String name, byte[] content) {
    client.putObject(
        request -> request.bucket(bucket).key("landing/" + name), RequestBody.fromBytes(content));
  }

  /** Deletes an object. */
  public void remove(String name) {
    client.deleteObject(request -> request.bucket(bucket).key("landing/" + name));
  }

  /** Deletes the bucket, which must be empty. */
  public void removeBucket() {
    client.deleteBucket(request -> request.bucket(bucket));
  }

  /** The settings of Hadoop for the server. */
  public static Map<String, String> hadoop(URI endpoint) {
    return Map.of(
        "fs.s3a.endpoint", endpoint.toString(),
        "fs.s3a.endpoint.region", "us-east-1",
        "fs.s3a.path.style.access", "true",
        "fs.s3a.connection.ssl.enabled", "false",
        "fs.s3a.access.key", S3Server.ACCESS_KEY,
        "fs.s3a.secret.key", S3Server.SECRET_KEY,
        "fs.s3a.attempts.maximum", "2",
        "fs.s3a.retry.limit", "1");
  }
}
