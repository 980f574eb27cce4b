package dev.freshet.storage.azure;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.freshet.autoloader.event.FileEvent;
import dev.freshet.autoloader.event.FileEvent.Subject;
import dev.freshet.autoloader.event.UnreadableEventException;
import dev.freshet.storage.location.Location;
import java.net.URLDecoder;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads the messages that Event Grid puts into a storage queue: one event or an array of them, in
 * the schema of Event Grid or of CloudEvents 1.0, as text or in base64. The properties are those of
 * "Azure Blob Storage as an Event Grid source" in Microsoft's documentation. Pure.
 *
 * <p>A file is named twice, by the subject and by an address. Names with unusual characters differ
 * in the two: the subject is not escaped, and has question marks in place of some characters; the
 * address may be escaped. Where they differ, both paths are given: at one of them nothing is found.
 */
final class AzureEventParser {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String STORAGE = "Microsoft.Storage.";
  private static final Pattern SUBJECT =
      Pattern.compile("/blobServices/[^/]+/containers/([^/]+)/blobs/(.+)", Pattern.DOTALL);
  private static final Pattern ADDRESS =
      Pattern.compile("https?://([^/]+)/([^?]+)(\\?.*)?", Pattern.DOTALL);
  private static final Pattern TOPIC_ACCOUNT =
      Pattern.compile(".*/storageAccounts/([^/]+).*", Pattern.CASE_INSENSITIVE);

  /** Written when a file is begun, which is empty then: another event tells its end. */
  private static final Set<String> BEGINNINGS = Set.of("CreateFile", "SftpCreate");

  /** Told when it begins, on accounts with a hierarchical namespace. */
  private static final String COPY = "CopyBlob";

  private final String scheme;
  private final String account;
  private final String host;

  /**
   * @param landing the landing zone; files of its account are named as it names them
   */
  AzureEventParser(Location.Remote landing) {
    String authority = landing.authority();
    this.scheme = landing.scheme();
    this.host = authority.substring(authority.indexOf('@') + 1);
    this.account = host.replaceFirst("[.:].*", "");
  }

  /**
   * The files and directories of a message.
   *
   * @return empty if it says nothing about something that came, such as a deletion
   */
  List<FileEvent> parse(String message) throws UnreadableEventException {
    JsonNode json;
    try {
      json = JSON.readTree(text(message.strip()));
    } catch (JsonProcessingException e) {
      throw new UnreadableEventException("it is not JSON");
    }
    List<FileEvent> events = new ArrayList<>();
    if (json.isArray()) {
      for (JsonNode each : json) {
        add(each, events);
      }
    } else {
      add(json, events);
    }
    return events;
  }

  private static String text(String message) throws UnreadableEventException {
    if (message.startsWith("{") || message.startsWith("[")) {
      return message;
    }
    try {
      return StandardCharsets.UTF_8
          .newDecoder()
          .decode(ByteBuffer.wrap(Base64.getMimeDecoder().decode(message)))
          .toString();
    } catch (IllegalArgumentException | CharacterCodingException e) {
      throw new UnreadableEventException("it is neither JSON nor base64");
    }
  }

  private void add(JsonNode event, List<FileEvent> events) throws UnreadableEventException {
    String type = event.path("eventType").asText(event.path("type").asText());
    if (type.isEmpty() || !event.path("data").isObject()) {
      throw new UnreadableEventException("it is no event of Event Grid");
    }
    JsonNode data = event.get("data");
    String api = data.path("api").asText();
    switch (type) {
      case STORAGE + "BlobCreated" -> {
        if (!BEGINNINGS.contains(api)) {
          Subject subject = api.equals(COPY) ? Subject.FILE : Subject.WHOLE_FILE;
          add(event, data.path("url").asText(), subject, events);
        }
      }
      case STORAGE + "BlobRenamed" ->
          add(event, data.path("destinationUrl").asText(), Subject.WHOLE_FILE, events);
      case STORAGE + "DirectoryRenamed" ->
          add(event, data.path("destinationUrl").asText(), Subject.DIRECTORY, events);
      default -> {} // A deletion, a test, or an event of something else.
    }
  }

  private void add(JsonNode event, String address, Subject subject, List<FileEvent> events)
      throws UnreadableEventException {
    Set<String> paths = new LinkedHashSet<>();
    Matcher named = SUBJECT.matcher(event.path("subject").asText());
    if (named.matches()) {
      String container = named.group(1);
      paths.add(path(account(event, address), container, named.group(2)));
    }
    ofAddress(address).ifPresent(paths::add);
    if (paths.isEmpty()) {
      throw new UnreadableEventException("it names no file");
    }
    for (String path : paths) {
      events.add(new FileEvent(path.replaceFirst("/+$", ""), subject));
    }
  }

  /** The account of an event; that of the landing zone if it does not say. */
  private String account(JsonNode event, String address) {
    Matcher topic =
        TOPIC_ACCOUNT.matcher(event.path("topic").asText(event.path("source").asText()));
    if (topic.matches()) {
      return topic.group(1);
    }
    Matcher matcher = ADDRESS.matcher(address);
    return matcher.matches() && !namesAccountInPath(matcher.group(1))
        ? matcher.group(1).replaceFirst("\\..*", "")
        : account;
  }

  private Optional<String> ofAddress(String address) {
    Matcher matcher = ADDRESS.matcher(address);
    if (!matcher.matches()) {
      return Optional.empty();
    }
    String server = matcher.group(1);
    String owner = server.replaceFirst("\\..*", "");
    String rest = matcher.group(2);
    if (namesAccountInPath(server)) {
      int end = rest.indexOf('/');
      owner = rest.substring(0, Math.max(0, end));
      rest = rest.substring(end + 1);
    }
    int slash = rest.indexOf('/');
    return slash < 1 || slash == rest.length() - 1
        ? Optional.empty()
        : Optional.of(path(owner, rest.substring(0, slash), unescaped(rest.substring(slash + 1))));
  }

  /** Emulators, which have no name of their own for each account. */
  private static boolean namesAccountInPath(String server) {
    return server.matches("[0-9.:]+|\\[.*|localhost(:\\d+)?");
  }

  private String path(String owner, String container, String name) {
    String server =
        owner.equalsIgnoreCase(account)
            ? host
            : owner + (host.contains(".") ? host.substring(host.indexOf('.')) : "");
    return scheme + "://" + container + "@" + server + "/" + name;
  }

  /** A name as the storage has it; one that is not escaped is so already. */
  private static String unescaped(String name) {
    try {
      return URLDecoder.decode(name.replace("+", "%2B"), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      return name;
    }
  }
}
