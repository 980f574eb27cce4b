package dev.freshet.storage.s3;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.freshet.autoloader.event.FileEvent;
import dev.freshet.autoloader.event.UnreadableEventException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads the messages that S3 sends: its own notification (versions 2.x of the event structure, keys
 * are URL-encoded), the same in the envelope of SNS, and events of EventBridge, whose keys are not
 * encoded. Pure.
 */
final class S3EventParser {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int ENVELOPES_MAX = 3;

  private S3EventParser() {}

  /**
   * The files that a message says were written.
   *
   * @return empty if it says nothing about a file that was written, such as the test event
   */
  static List<FileEvent> parse(String message) throws UnreadableEventException {
    try {
      return parse(JSON.readTree(message), 0);
    } catch (JsonProcessingException e) {
      throw new UnreadableEventException("it is not JSON");
    }
  }

  private static List<FileEvent> parse(JsonNode message, int envelopes)
      throws UnreadableEventException, JsonProcessingException {
    if (!message.isObject()) {
      throw new UnreadableEventException("it is not a JSON object");
    }
    if (message.has("Records")) {
      return records(message.get("Records"));
    }
    if (message.path("Event").asText().equals("s3:TestEvent")) {
      return List.of();
    }
    if (message.path("Message").isTextual() && envelopes < ENVELOPES_MAX) {
      return parse(JSON.readTree(message.get("Message").asText()), envelopes + 1);
    }
    if (message.path("source").asText().equals("aws.s3")) {
      return bridged(message);
    }
    throw new UnreadableEventException("it is no event of S3");
  }

  private static List<FileEvent> records(JsonNode records) throws UnreadableEventException {
    List<FileEvent> events = new ArrayList<>();
    for (JsonNode each : records) {
      String name = each.path("eventName").asText().replaceFirst("^s3:", "");
      if (name.startsWith("ObjectCreated:") || name.startsWith("ObjectRestore:Completed")) {
        JsonNode object = each.path("s3").path("object");
        events.add(
            event(
                each.path("s3").path("bucket").path("name").asText(),
                decoded(object.path("key").asText())));
      }
    }
    return events;
  }

  private static List<FileEvent> bridged(JsonNode message) throws UnreadableEventException {
    String type = message.path("detail-type").asText();
    if (!type.equals("Object Created") && !type.equals("Object Restore Completed")) {
      return List.of();
    }
    JsonNode object = message.path("detail").path("object");
    return List.of(
        event(
            message.path("detail").path("bucket").path("name").asText(),
            object.path("key").asText()));
  }

  private static String decoded(String key) throws UnreadableEventException {
    try {
      return URLDecoder.decode(key, StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      throw new UnreadableEventException("its key is not URL-encoded");
    }
  }

  private static FileEvent event(String bucket, String key) throws UnreadableEventException {
    if (bucket.isEmpty() || key.isEmpty()) {
      throw new UnreadableEventException("it names no bucket or no key");
    }
    return new FileEvent("s3a://" + bucket + "/" + key, FileEvent.Subject.WHOLE_FILE);
  }
}
