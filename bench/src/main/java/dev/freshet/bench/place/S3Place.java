package dev.freshet.bench.place;

import dev.freshet.bench.rig.RawResult;
import dev.freshet.servers.FaultProxy;
import dev.freshet.servers.QueueServer;
import dev.freshet.servers.S3Server;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.sqs.SqsClient;

/** A bucket of S3Proxy, whose events the bench sends to a queue of ElasticMQ as S3 would. */
public final class S3Place implements LandingPlace {
  private static final String BUCKET = "bench";
  private static final String QUEUE = "landing";

  private final S3Server storage;
  private final QueueServer queues;
  private final SqsClient messages;
  private final FileSystem files;
  private final FaultProxy storageWatch;
  private final FaultProxy queueWatch;
  private final String prefix;

  private S3Place(S3Server storage, QueueServer queues, String prefix, Configuration hadoop)
      throws IOException {
    this.storage = storage;
    this.queues = queues;
    this.storageWatch = FaultProxy.of(storage.endpoint());
    this.queueWatch = FaultProxy.of(queues.endpoint());
    this.prefix = prefix;
    StaticCredentialsProvider credentials =
        StaticCredentialsProvider.create(
            AwsBasicCredentials.create(S3Server.ACCESS_KEY, S3Server.SECRET_KEY));
    this.messages =
        SqsClient.builder()
            .endpointOverride(queues.endpoint())
            .region(Region.US_EAST_1)
            .httpClient(UrlConnectionHttpClient.create())
            .credentialsProvider(credentials)
            .build();
    try (S3Client objects =
        S3Client.builder()
            .endpointOverride(storage.endpoint())
            .region(Region.US_EAST_1)
            .forcePathStyle(true)
            .httpClient(UrlConnectionHttpClient.create())
            .credentialsProvider(credentials)
            .build()) {
      objects.createBucket(request -> request.bucket(BUCKET));
    }
    this.files = new Path(path()).getFileSystem(hadoop);
    messages.createQueue(request -> request.queueName(QUEUE));
  }

  /**
   * Starts the servers.
   *
   * @param hadoop gets the settings by which Spark finds the storage
   */
  public static S3Place start(java.nio.file.Path scratch, String prefix, Configuration hadoop)
      throws IOException {
    S3Server storage = S3Server.start(scratch);
    Map.of(
            "fs.s3a.endpoint",
            storage.endpoint().toString(),
            "fs.s3a.endpoint.region",
            Region.US_EAST_1.id(),
            "fs.s3a.path.style.access",
            "true",
            "fs.s3a.connection.ssl.enabled",
            "false",
            "fs.s3a.create.performance",
            "true",
            "fs.s3a.access.key",
            S3Server.ACCESS_KEY,
            "fs.s3a.secret.key",
            S3Server.SECRET_KEY)
        .forEach(hadoop::set);
    hadoop.set("fs.s3a.impl.disable.cache", "true"); // Each server has another address.
    System.setProperty("aws.accessKeyId", S3Server.ACCESS_KEY); // Of the queue, which takes any.
    System.setProperty("aws.secretAccessKey", S3Server.SECRET_KEY);
    return new S3Place(storage, QueueServer.start(scratch), prefix, hadoop);
  }

  @Override
  public String path() {
    return "s3a://" + BUCKET + "/" + prefix;
  }

  @Override
  public Map<String, String> eventOptions() {
    return Map.of("autoloader.queue", "sqs+" + queueUrl());
  }

  @Override
  public Map<String, String> listingOptions() {
    return Map.of();
  }

  private String queueUrl() {
    return queues.endpoint() + "/000000000000/" + QUEUE;
  }

  @Override
  public String settings() {
    return """
        source: { path: '%s', queue: 'sqs+%s/000000000000/%s' }
        storage:
          profile: s3proxy
          endpoint: %s
          access-key: ${env:BENCH_ACCESS_KEY}
          secret-key: ${env:BENCH_SECRET_KEY}
        """
        .formatted(path(), queueWatch.endpoint(), QUEUE, storageWatch.endpoint());
  }

  @Override
  public Map<String, String> environment() {
    return Map.of("BENCH_ACCESS_KEY", S3Server.ACCESS_KEY, "BENCH_SECRET_KEY", S3Server.SECRET_KEY);
  }

  @Override
  public Map<String, Long> requests() {
    return RequestKind.count(storageWatch, queueWatch);
  }

  @Override
  public void write(String name, String lines) throws IOException {
    try (OutputStream out = files.create(new Path(path(), name))) {
      out.write(lines.getBytes(StandardCharsets.UTF_8));
    }
  }

  private String key(String name) {
    return prefix + "/" + name;
  }

  @Override
  public void land(String name, String lines) throws IOException {
    write(name, lines);
    Map<String, Object> object = Map.of("key", key(name), "size", lines.length());
    Map<String, Object> event =
        Map.of(
            "eventSource",
            "aws:s3",
            "eventName",
            "ObjectCreated:Put",
            "eventTime",
            Instant.now().toString(),
            "s3",
            Map.of("bucket", Map.of("name", BUCKET), "object", object));
    String body = RawResult.json(Map.of("Records", List.of(event)));
    messages.sendMessage(request -> request.queueUrl(queueUrl()).messageBody(body));
  }

  @Override
  public void close() throws IOException {
    files.close();
    messages.close();
    storageWatch.close();
    queueWatch.close();
    queues.close();
    storage.close();
  }
}
