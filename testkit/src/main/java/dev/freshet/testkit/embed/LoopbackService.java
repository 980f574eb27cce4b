package dev.freshet.testkit.embed;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.freshet.core.config.EmbeddingConfig;
import dev.freshet.core.config.Secret;
import dev.freshet.core.config.ServiceAccess;
import dev.freshet.core.config.value.EmbeddingProvider;
import dev.freshet.core.embed.EmbedOutcome;
import dev.freshet.core.embed.InputType;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * An embeddings service on this machine around {@link HashEmbedder}. It answers as a healthy
 * service does, except where a test sets another behaviour.
 */
public final class LoopbackService implements AutoCloseable {

  /** Length of the vectors. */
  public static final int DIMENSION = 16;

  private static final ObjectMapper JSON = new ObjectMapper();

  /** How it answers one request instead. */
  @FunctionalInterface
  public interface Behaviour {
    void answer(LoopbackService service, HttpExchange exchange, JsonNode request)
        throws IOException, InterruptedException;
  }

  private final HashEmbedder model = new HashEmbedder(DIMENSION, 1_000_000);
  private final Queue<Behaviour> script = new ConcurrentLinkedQueue<>();
  private final List<JsonNode> requests = new ArrayList<>();
  private final AtomicInteger underWay = new AtomicInteger();
  private final AtomicInteger mostUnderWay = new AtomicInteger();
  private final CountDownLatch closing = new CountDownLatch(1);
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final HttpServer server;
  private volatile Behaviour usual =
      (service, exchange, request) -> service.embed(exchange, request);

  /** Starts the service at a free port. */
  public LoopbackService() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/v1/embeddings", this::handle);
    server.setExecutor(threads);
    server.start();
  }

  public URI url() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  /** A configuration of the provider {@code openai} with this service's address and key. */
  public EmbeddingConfig config() {
    return config(OptionalInt.empty());
  }

  /** As {@link #config()}, with a dimension. */
  public EmbeddingConfig config(OptionalInt dimension) {
    return new EmbeddingConfig(
        EmbeddingProvider.OPENAI,
        "hash",
        dimension,
        new ServiceAccess(
            Optional.of(url()),
            Optional.of(new Secret("sk-loopback")),
            OptionalInt.empty(),
            OptionalInt.empty()),
        Map.of());
  }

  /** Answers the next requests with these behaviours, one each. */
  public void next(Behaviour... behaviours) {
    script.addAll(List.of(behaviours));
  }

  /** Answers every later request that has no behaviour of its own with this one. */
  public void always(Behaviour behaviour) {
    usual = behaviour;
  }

  /** The bodies of all requests so far. */
  public synchronized List<JsonNode> requests() {
    return List.copyOf(requests);
  }

  /** Waits until it has got this many requests, at most ten seconds. */
  public synchronized void awaitRequests(int count) throws InterruptedException {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
    while (requests.size() < count) {
      long left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
      if (left <= 0) {
        throw new AssertionError("asked " + requests.size() + " times, not " + count);
      }
      wait(left);
    }
  }

  /** Most requests that were under way at once. */
  public int mostUnderWay() {
    return mostUnderWay.get();
  }

  /** Answers as a healthy service does. */
  public void embed(HttpExchange exchange, JsonNode request) throws IOException {
    respond(exchange, 200, vectors(request).toString());
  }

  /** The answer of a healthy service. */
  public ObjectNode vectors(JsonNode request) {
    List<String> texts = new ArrayList<>();
    request.path("input").forEach(text -> texts.add(text.asText()));
    ObjectNode answer = JSON.createObjectNode().put("object", "list");
    ArrayNode data = answer.putArray("data");
    for (EmbedOutcome outcome : model.embed(texts, InputType.DOCUMENT)) {
      int index = data.size();
      ObjectNode item = data.addObject().put("index", index);
      ArrayNode vector = item.putArray("embedding");
      for (float component : ((EmbedOutcome.Embedded) outcome).vector()) {
        vector.add(component);
      }
    }
    return answer;
  }

  /** Sends an answer. */
  public static void respond(HttpExchange exchange, int status, String body) throws IOException {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
    exchange.getResponseBody().write(bytes);
  }

  /** Answers with this status and with headers, given as pairs of name and value. */
  public static Behaviour status(int status, String body, String... headers) {
    return (service, exchange, request) -> {
      for (int i = 0; i < headers.length; i += 2) {
        exchange.getResponseHeaders().add(headers[i], headers[i + 1]);
      }
      respond(exchange, status, body);
    };
  }

  /** Sends these bytes as a success. */
  public static Behaviour body(String body) {
    return status(200, body);
  }

  /** Never answers. */
  public static Behaviour hang() {
    return (service, exchange, request) -> service.closing.await();
  }

  /** Sends headers at once and then a byte every 20 ms until the service is closed. */
  public static Behaviour trickle() {
    return (service, exchange, request) -> {
      exchange.sendResponseHeaders(200, 0);
      while (!service.closing.await(20, TimeUnit.MILLISECONDS)) {
        exchange.getResponseBody().write(' ');
        exchange.getResponseBody().flush();
      }
    };
  }

  /** Ends the connection without an answer. */
  public static Behaviour hangUp() {
    return (service, exchange, request) -> exchange.close();
  }

  private void handle(HttpExchange exchange) throws IOException {
    JsonNode request = JSON.readTree(exchange.getRequestBody().readAllBytes());
    synchronized (this) {
      requests.add(request);
      notifyAll();
    }
    mostUnderWay.accumulateAndGet(underWay.incrementAndGet(), Math::max);
    try (exchange) {
      if (!"Bearer sk-loopback".equals(exchange.getRequestHeaders().getFirst("Authorization"))) {
        respond(exchange, 401, "{\"error\":{\"message\":\"unknown key\"}}");
        return;
      }
      Behaviour scripted = script.poll();
      (scripted == null ? usual : scripted).answer(this, exchange, request);
    } catch (InterruptedException ended) {
      Thread.currentThread().interrupt();
    } finally {
      underWay.decrementAndGet();
    }
  }

  @Override
  public void close() {
    closing.countDown();
    server.stop(0);
    threads.shutdownNow();
  }
}
