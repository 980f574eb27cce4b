package dev.freshet.storage.s3;

import dev.freshet.servers.QueueServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.UUID;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;

/** A queue of a server. */
final class SqsQueue {
  private static final QueueServer SERVER = start();

  private final URI server;
  private final String name;

  private SqsQueue(URI server, String name) {
    this.server = server;
    this.name = name;
  }

  private static QueueServer start() {
    try {
      return QueueServer.start(Files.createTempDirectory("sqs"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A new queue of ElasticMQ, which all tests of this JVM share. */
  static SqsQueue create() {
    return on(SERVER.endpoint());
  }

  /** A new queue of any server. */
  static SqsQueue on(URI server) {
    SqsQueue queue = new SqsQueue(server, "q" + UUID.randomUUID());
    try (SqsClient client = queue.client()) {
      client.createQueue(request -> request.queueName(queue.name));
    }
    return queue;
  }

  /** The address of ElasticMQ. */
  static URI server() {
    return SERVER.endpoint();
  }

  String name() {
    return name;
  }

  SqsClient client() {
    return client(server);
  }

  /** A client that reaches the queue through another server. */
  SqsClient client(URI server) {
    return SqsClient.builder()
        .endpointOverride(server)
        .region(Region.US_EAST_1)
        .httpClient(UrlConnectionHttpClient.create())
        .credentialsProvider(
            StaticCredentialsProvider.create(AwsBasicCredentials.create("key", "secret")))
        .build();
  }

  String url() {
    return server + "/000000000000/" + name;
  }

  /** Its address as an option of the source. */
  URI address() {
    return URI.create("sqs+" + url());
  }

  void send(String body) {
    try (SqsClient client = client()) {
      client.sendMessage(request -> request.queueUrl(url()).messageBody(body));
    }
  }

  /** How many messages were not deleted, hidden ones included. */
  int size() {
    try (SqsClient client = client()) {
      return client
          .getQueueAttributes(
              request -> request.queueUrl(url()).attributeNames(QueueAttributeName.ALL))
          .attributes()
          .entrySet()
          .stream()
          .filter(
              each ->
                  each.getKey() == QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES
                      || each.getKey()
                          == QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES_NOT_VISIBLE)
          .mapToInt(each -> Integer.parseInt(each.getValue()))
          .sum();
    }
  }

  /** What S3 sends when an object was written. */
  static String notification(String bucket, String key) {
    return S3EventParserTest.NOTIFICATION
        .replace("\"name\":\"lz\"", "\"name\":\"" + bucket + "\"")
        .replace(
            "landing/a+b%2B1%23%25+Gr%C3%B6%C3%9Fe.json",
            URLEncoder.encode(key, StandardCharsets.UTF_8).replace("%2F", "/"));
  }
}
