package dev.freshet.storage.s3;

import dev.freshet.autoloader.event.FileEvent;
import dev.freshet.autoloader.event.FileEventSource;
import dev.freshet.autoloader.event.QueueReader;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.ChangeMessageVisibilityBatchRequestEntry;
import software.amazon.awssdk.services.sqs.model.DeleteMessageBatchRequestEntry;
import software.amazon.awssdk.services.sqs.model.Message;

/** Messages of S3 in a queue of Amazon SQS. */
final class SqsEventSource implements FileEventSource {
  private static final Logger LOGGER = LoggerFactory.getLogger(SqsEventSource.class);

  /** The most that SQS has in one call. */
  private static final int CALL_MAX = 10;

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
  public List<FileEvent> poll(int max, Duration wait) throws IOException {
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
      throw QueueReader.away(queue, e);
    }
    List<FileEvent> events = new ArrayList<>();
    List<String> withoutFile = new ArrayList<>();
    for (Message message : messages) {
      try {
        List<FileEvent> files = S3EventParser.parse(message.body(), message.receiptHandle());
        events.addAll(files);
        if (files.isEmpty()) {
          withoutFile.add(message.receiptHandle());
        }
      } catch (S3EventParser.UnreadableEventException e) {
        poison(message.receiptHandle(), String.valueOf(e.getMessage()));
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
        throw QueueReader.away(queue, e);
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
        throw QueueReader.away(queue, e);
      }
    }
  }

  @Override
  public void poison(String receipt, String reason) throws IOException {
    LOGGER
        .atWarn()
        .addKeyValue("path", queue)
        .addKeyValue("reason", reason)
        .log("message of a queue cannot be read, it is deleted; its file is found by a listing");
    delete(List.of(receipt));
  }

  @Override
  public void close() {
    client.close();
  }
}
