package dev.freshet.servers;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Hands requests on to a server, unless a rule says that one is to go wrong. Signed requests stay
 * valid, because the header {@code Host} is handed on. Thread-safe.
 */
public final class FaultProxy implements AutoCloseable {
  static {
    allowHeaders();
    // Without it an answer in two parts waits for 40 ms for the acknowledgement of the first.
    System.setProperty("sun.net.httpserver.nodelay", "true");
  }

  /** Names what a request to Amazon's SQS asks for; the address is the same for all. */
  private static final String ACTION = "X-Amz-Target";

  private static final Set<String> NOT_HANDED_ON =
      Set.of(
          "connection",
          "keep-alive",
          "transfer-encoding",
          "upgrade",
          "te",
          "trailer",
          "content-length",
          "expect");

  private final URI upstream;
  private final HttpServer server;
  private final HttpClient client =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(Duration.ofSeconds(5))
          .build();
  private final List<Rule> rules = new CopyOnWriteArrayList<>();
  private final List<String> requests = new CopyOnWriteArrayList<>();

  /** What goes wrong. */
  public enum Fault {
    /** The connection is closed, and the server has not seen the request. */
    CUT_BEFORE,
    /** The server has done what was asked, and the answer is lost. */
    CUT_AFTER,
    /** The connection is closed in the middle of the content. */
    TRUNCATE,
    /** The answer is a status. */
    STATUS
  }

  private record Rule(Pattern method, Pattern url, Fault fault, int status, AtomicInteger times) {}

  private FaultProxy(URI upstream, HttpServer server) {
    this.upstream = upstream;
    this.server = server;
  }

  /** Must be called before the first client of Java in this process, which reads it once. */
  static void allowHeaders() {
    System.setProperty("jdk.httpclient.allowRestrictedHeaders", "host,expect,content-length");
  }

  /** Starts a proxy of a server on a free port. */
  public static FaultProxy of(URI upstream) throws IOException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 128);
    server.setExecutor(
        Executors.newCachedThreadPool(
            task -> {
              Thread thread = new Thread(task, "fault-proxy");
              thread.setDaemon(true);
              return thread;
            }));
    FaultProxy proxy = new FaultProxy(upstream, server);
    server.createContext("/", proxy::handle);
    server.start();
    return proxy;
  }

  /** Its address, which takes the place of the server's. */
  public URI endpoint() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  /**
   * Lets requests go wrong.
   *
   * @param method pattern of the whole method
   * @param url pattern of a part of the path with its query, as it is on the wire, and with the
   *     action that a header names, as in {@code /queue AmazonSQS.DeleteMessageBatch}
   * @param times how many
   */
  public void lose(String method, String url, Fault fault, int times) {
    rules.add(
        new Rule(
            Pattern.compile(method), Pattern.compile(url), fault, 0, new AtomicInteger(times)));
  }

  /** Lets requests be answered by a status. */
  public void answer(String method, String url, int status, int times) {
    rules.add(
        new Rule(
            Pattern.compile(method),
            Pattern.compile(url),
            Fault.STATUS,
            status,
            new AtomicInteger(times)));
  }

  /** From now on nothing goes wrong. */
  public void heal() {
    rules.clear();
  }

  /** The requests so far, each as its method, path and query, and the action of its header. */
  public List<String> requests() {
    return List.copyOf(requests);
  }

  private void handle(HttpExchange exchange) throws IOException {
    String method = exchange.getRequestMethod();
    String action = exchange.getRequestHeaders().getFirst(ACTION);
    String url = exchange.getRequestURI() + (action == null ? "" : " " + action);
    requests.add(method + " " + url);
    byte[] body = exchange.getRequestBody().readAllBytes();
    Rule rule = hit(method, url);
    Fault fault = rule == null ? null : rule.fault();
    try (exchange) {
      if (fault == Fault.CUT_BEFORE) {
        return;
      }
      if (rule != null && fault == Fault.STATUS) {
        exchange.sendResponseHeaders(rule.status(), -1);
        return;
      }
      HttpResponse<byte[]> answer = client.send(request(exchange, body), bytes());
      if (fault != Fault.CUT_AFTER) {
        reply(exchange, answer, fault == Fault.TRUNCATE);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static HttpResponse.BodyHandler<byte[]> bytes() {
    return HttpResponse.BodyHandlers.ofByteArray();
  }

  private @Nullable Rule hit(String method, String url) {
    for (Rule rule : rules) {
      if (rule.method().matcher(method).matches()
          && rule.url().matcher(url).find()
          && rule.times().getAndDecrement() > 0) {
        return rule;
      }
    }
    return null;
  }

  private HttpRequest request(HttpExchange exchange, byte[] body) {
    String method = exchange.getRequestMethod();
    boolean hasBody = body.length > 0 || method.equals("PUT") || method.equals("POST");
    HttpRequest.Builder request =
        HttpRequest.newBuilder(
                URI.create("http://" + upstream.getAuthority() + exchange.getRequestURI()))
            .method(
                method,
                hasBody
                    ? HttpRequest.BodyPublishers.ofByteArray(body)
                    : HttpRequest.BodyPublishers.noBody());
    exchange
        .getRequestHeaders()
        .forEach(
            (name, values) -> {
              if (!NOT_HANDED_ON.contains(name.toLowerCase(Locale.ROOT))) {
                values.forEach(value -> request.header(name, value));
              }
            });
    return request.build();
  }

  private static void reply(HttpExchange exchange, HttpResponse<byte[]> answer, boolean cut)
      throws IOException {
    boolean head = exchange.getRequestMethod().equals("HEAD");
    answer
        .headers()
        .map()
        .forEach(
            (name, values) -> {
              boolean length = head && name.equalsIgnoreCase("content-length");
              if (length || !NOT_HANDED_ON.contains(name.toLowerCase(Locale.ROOT))) {
                values.forEach(value -> exchange.getResponseHeaders().add(name, value));
              }
            });
    byte[] content = answer.body();
    exchange.sendResponseHeaders(
        answer.statusCode(), head || content.length == 0 ? -1 : content.length);
    if (!head && content.length > 0) {
      int length = cut ? content.length / 2 : content.length;
      exchange.getResponseBody().write(content, 0, length);
      exchange.getResponseBody().flush();
    }
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
