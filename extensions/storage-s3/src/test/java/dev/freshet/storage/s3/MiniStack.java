package dev.freshet.storage.s3;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.freshet.servers.MiniStackServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.s3.model.NotificationConfiguration;

/** MiniStack, which all tests of this JVM share. */
public final class MiniStack {
  private static @Nullable MiniStackServer server;

  private MiniStack() {}

  /** Its address. Skips the test where it is not installed. */
  static synchronized URI endpoint() {
    assumeTrue(
        MiniStackServer.installed().isPresent(),
        MiniStackServer.HOME + " names no virtual environment with ministack==1.5.33 of pip");
    if (server == null) {
      try {
        server = MiniStackServer.start(Files.createTempDirectory("ministack"));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return server.endpoint();
  }

  /** A new bucket, which sends no events. */
  public static S3Landing bucket() {
    return S3Landing.on(endpoint());
  }

  /** A new queue. */
  static SqsQueue queue() {
    return SqsQueue.on(endpoint());
  }

  static String arnOf(SqsQueue queue) {
    return "arn:aws:sqs:us-east-1:000000000000:" + queue.name();
  }

  /** Lets a bucket send the events of its objects to a queue. */
  static void connect(S3Landing landing, SqsQueue queue) {
    notify(
        landing,
        all ->
            all.queueConfigurations(
                one ->
                    one.queueArn(arnOf(queue))
                        .eventsWithStrings("s3:ObjectCreated:*", "s3:ObjectRemoved:*")));
  }

  /** Lets a bucket send its events through a topic of SNS. */
  static void connectByTopic(S3Landing landing, SqsQueue queue, boolean raw) throws Exception {
    String topic = "arn:aws:sns:us-east-1:000000000000:" + queue.name();
    query("sns", Map.of("Action", "CreateTopic", "Name", queue.name()));
    query(
        "sns",
        Map.of(
            "Action",
            "Subscribe",
            "TopicArn",
            topic,
            "Protocol",
            "sqs",
            "Endpoint",
            arnOf(queue),
            "Attributes.entry.1.key",
            "RawMessageDelivery",
            "Attributes.entry.1.value",
            String.valueOf(raw)));
    notify(
        landing,
        all ->
            all.topicConfigurations(
                one -> one.topicArn(topic).eventsWithStrings("s3:ObjectCreated:*")));
  }

  /** Lets a bucket send its events through EventBridge. */
  static void connectByEventBridge(S3Landing landing, SqsQueue queue) throws Exception {
    String rule = queue.name();
    call(
        "events",
        "AWSEvents.PutRule",
        "{\"Name\":\"%s\",\"EventPattern\":\"{\\\"source\\\":[\\\"aws.s3\\\"],\\\"detail\\\":{\\\"bucket\\\":{\\\"name\\\":[\\\"%s\\\"]}}}\"}"
            .formatted(rule, landing.bucket()));
    call(
        "events",
        "AWSEvents.PutTargets",
        "{\"Rule\":\"%s\",\"Targets\":[{\"Id\":\"1\",\"Arn\":\"%s\"}]}"
            .formatted(rule, arnOf(queue)));
    notify(landing, all -> all.eventBridgeConfiguration(one -> {}));
  }

  /** Sends a form, as the older services of Amazon take it. */
  static String query(String service, Map<String, String> form) throws Exception {
    String body =
        form.entrySet().stream()
            .map(each -> each.getKey() + "=" + URLEncoder.encode(each.getValue(), UTF_8))
            .collect(Collectors.joining("&"));
    return send(
        service, request().header("Content-Type", "application/x-www-form-urlencoded"), body);
  }

  private static String call(String service, String action, String json) throws Exception {
    return send(
        service,
        request()
            .header("Content-Type", "application/x-amz-json-1.1")
            .header("X-Amz-Target", action),
        json);
  }

  private static HttpRequest.Builder request() {
    return HttpRequest.newBuilder(endpoint().resolve("/"));
  }

  /** The signature is not looked at, but says which service is meant. */
  private static String send(String service, HttpRequest.Builder request, String body)
      throws Exception {
    HttpResponse<String> answer =
        HttpClient.newHttpClient()
            .send(
                request
                    .header(
                        "Authorization",
                        "AWS4-HMAC-SHA256 Credential=test/20261130/us-east-1/"
                            + service
                            + "/aws4_request, SignedHeaders=host, Signature=0")
                    .POST(HttpRequest.BodyPublishers.ofString(body))
                    .build(),
                HttpResponse.BodyHandlers.ofString());
    if (answer.statusCode() != 200) {
      throw new IOException(service + " says " + answer.statusCode() + " " + answer.body());
    }
    return answer.body();
  }

  private static void notify(
      S3Landing landing, Consumer<NotificationConfiguration.Builder> configuration) {
    landing
        .client()
        .putBucketNotificationConfiguration(
            request -> request.bucket(landing.bucket()).notificationConfiguration(configuration));
  }
}
