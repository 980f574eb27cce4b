package dev.freshet.storage.s3;

import dev.freshet.autoloader.event.EventMessage;
import dev.freshet.autoloader.event.FileEvent;
import dev.freshet.autoloader.event.FileEventSource;
import dev.freshet.autoloader.event.QueueReader;
import dev.freshet.autoloader.event.UnreadableEventException;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.ChangeMessageVisibilityBatchRequestEntry;
import software.amazon.awssdk.services.sqs.model.DeleteMessageBatchRequestEntry;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;

/** Messages of S3 in a queue of Amazon SQS. */
final class SqsEventSource implements FileEventSource {
  private static final Logger LOGGER = LoggerFactory.getLogger(SqsEventSource.class);

  /** The most that SQS has in one call. */
  private static final int CALL_MAX = 10;

  /** "Common error types" of the reference of SQS, without the ending that some of them have. */
  private static final Set<String> ACCESS =
      Set.of(
          "AccessDenied",
          "ExpiredToken",
          "IncompleteSignature",
          "InvalidAccessKeyId",
          "InvalidClientTokenId",
          "InvalidSecurity",
          "InvalidSignature",
          "KmsAccessDenied",
          "MissingAuthenticationToken",
          "NotAuthorized",
          "OptInRequired",
          "RequestExpired",
          "SignatureDoesNotMatch",
          "UnrecognizedClient");

  private final SqsClient client;
  private final String queue;
  private final int hiddenSeconds;

  /**
   * @param client belongs to this source
   * @param hidden how long a message that was received is hidden from others
   */
  SqsEventSource(SqsClient client, String queue, Duration hidden) {
    this.client = client;
    this.queue = queue;
    this.hiddenSeconds = (int) hidden.toSeconds();
  }

  @Override
  public List<EventMessage> poll(int max, Duration wait) throws IOException {
    List<Message> messages;
    try {
      messages =
          client
              .receiveMessage(
                  request ->
                      request
                          .queueUrl(queue)
                          .maxNumberOfMessages(Math.min(CALL_MAX, max))
                          .visibilityTimeout(hiddenSeconds)
                          .waitTimeSeconds((int) wait.toSeconds()))
              .messages();
    } catch (SdkException e) {
      throw away(e);
    }
    List<EventMessage> events = new ArrayList<>();
    List<String> withoutFile = new ArrayList<>();
    for (Message message : messages) {
      try {
        List<FileEvent> files = S3EventParser.parse(message.body());
        if (files.isEmpty()) {
          withoutFile.add(message.receiptHandle());
        } else {
          events.add(new EventMessage(message.receiptHandle(), files));
        }
      } catch (UnreadableEventException e) {
        LOGGER
            .atWarn()
            .addKeyValue("path", queue)
            .addKeyValue("reason", e.getMessage())
            .log(
                "message of a queue cannot be read, it is deleted; its file is found by a listing");
        withoutFile.add(message.receiptHandle());
      }
    }
    delete(withoutFile);
    return events;
  }

  @Override
  public void delete(List<String> receipts) throws IOException {
    for (int from = 0; from < receipts.size(); from += CALL_MAX) {
      List<DeleteMessageBatchRequestEntry> entries = new ArrayList<>();
      for (String receipt : receipts.subList(from, Math.min(receipts.size(), from + CALL_MAX))) {
        entries.add(
            DeleteMessageBatchRequestEntry.builder()
                .id(String.valueOf(entries.size()))
                .receiptHandle(receipt)
                .build());
      }
      try {
        client.deleteMessageBatch(request -> request.queueUrl(queue).entries(entries));
      } catch (SdkException e) {
        throw away(e);
      }
    }
  }

  @Override
  public void extend(List<String> receipts) throws IOException {
    for (int from = 0; from < receipts.size(); from += CALL_MAX) {
      List<ChangeMessageVisibilityBatchRequestEntry> entries = new ArrayList<>();
      for (String receipt : receipts.subList(from, Math.min(receipts.size(), from + CALL_MAX))) {
        entries.add(
            ChangeMessageVisibilityBatchRequestEntry.builder()
                .id(String.valueOf(entries.size()))
                .receiptHandle(receipt)
                .visibilityTimeout(hiddenSeconds)
                .build());
      }
      try {
        client.changeMessageVisibilityBatch(request -> request.queueUrl(queue).entries(entries));
      } catch (SdkException e) {
        throw away(e);
      }
    }
  }

  @Override
  public Duration hidden() {
    return Duration.ofSeconds(hiddenSeconds);
  }

  @Override
  public long approximateSize() throws IOException {
    QueueAttributeName name = QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES;
    try {
      return Long.parseLong(
          client
              .getQueueAttributes(request -> request.queueUrl(queue).attributeNames(name))
              .attributes()
              .getOrDefault(name, "0"));
    } catch (SdkException e) {
      throw away(e);
    }
  }

  private IOException away(SdkException failure) {
    if (failure instanceof AwsServiceException refused) {
      String code =
          Optional.ofNullable(refused.awsErrorDetails())
              .map(AwsErrorDetails::errorCode)
              .orElse(""); // A proxy or a throttle on the way has none.
      // SQS says 400 where others say 404 and 403.
      int status =
          code.contains("NonExistentQueue") || code.contains("QueueDoesNotExist")
              ? 404
              : ACCESS.contains(code.replaceFirst("Exception$", "")) ? 403 : refused.statusCode();
      return QueueReader.away(queue, status, code, failure);
    }
    return QueueReader.away(queue, 0, String.valueOf(failure.getMessage()), failure);
  }

  @Override
  public void close() {
    client.close();
  }
}
