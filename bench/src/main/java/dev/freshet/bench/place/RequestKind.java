package dev.freshet.bench.place;

import dev.freshet.servers.FaultProxy;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** What a request to a storage or a queue asks for, as the price lists of the clouds count it. */
enum RequestKind {
  LIST,
  HEAD,
  GET,
  PUT,
  DELETE,
  QUEUE_RECEIVE,
  QUEUE_DELETE,
  QUEUE_OTHER;

  /** How many requests of each kind two proxies have seen. */
  static Map<String, Long> count(FaultProxy storage, FaultProxy queue) {
    Map<String, Long> counts = new TreeMap<>();
    Stream.concat(
            storage.requests().stream().map(RequestKind::ofStorage),
            queue.requests().stream().map(RequestKind::ofQueue))
        .forEach(kind -> counts.merge(kind.label(), 1L, Long::sum));
    return counts;
  }

  private String label() {
    return name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }

  private static RequestKind ofStorage(String request) {
    return switch (request.substring(0, request.indexOf(' '))) {
      case "GET" -> request.contains("list-type=") || request.contains("comp=list") ? LIST : GET;
      case "HEAD" -> HEAD;
      case "DELETE" -> DELETE;
      default -> PUT;
    };
  }

  /** SQS names the action; queues of Azure are resources with methods of HTTP. */
  private static RequestKind ofQueue(String request) {
    if (request.contains("ReceiveMessage")
        || request.startsWith("GET ") && request.contains("/messages")) {
      return QUEUE_RECEIVE;
    }
    return request.contains("DeleteMessage") || request.startsWith("DELETE ")
        ? QUEUE_DELETE
        : QUEUE_OTHER;
  }
}
