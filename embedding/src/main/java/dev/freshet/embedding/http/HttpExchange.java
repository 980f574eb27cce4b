package dev.freshet.embedding.http;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Posts JSON to one address. The time-out covers the whole exchange: {@code HttpRequest.timeout}
 * ends with the headers, so a body that arrives slowly would never exceed it. Thread-safe.
 */
final class HttpExchange implements AutoCloseable {

  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(10);

  private final ServiceAddress address;
  private final ExchangeLimits limits;
  private final HttpClient client;
  private final Set<CompletableFuture<?>> underWay = ConcurrentHashMap.newKeySet();

  HttpExchange(ServiceAddress address, ExchangeLimits limits) {
    this.address = address;
    this.limits = limits;
    this.client =
        HttpClient.newBuilder()
            .connectTimeout(CONNECT_TIMEOUT)
            .followRedirects(HttpClient.Redirect.NEVER)
            .version(version(address.uri()))
            .build();
  }

  /**
   * Sends a request and returns the answer, which may have any status.
   *
   * @throws IOException if there is no answer: the connection was refused or reset, the answer was
   *     too slow or too long, or this was closed meanwhile; the message says which
   */
  HttpResponse<byte[]> post(byte[] json) throws IOException, InterruptedException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(address.uri())
            .header("Content-Type", "application/json")
            .header("Accept", "application/json")
            .POST(HttpRequest.BodyPublishers.ofByteArray(json));
    address.headers().forEach(request::header);
    CompletableFuture<HttpResponse<byte[]>> answer =
        client.sendAsync(request.build(), info -> new BoundedBody(limits.maxBodyBytes()));
    underWay.add(answer);
    try {
      return answer.get(limits.timeout().toNanos(), TimeUnit.NANOSECONDS);
    } catch (TimeoutException slow) {
      throw new IOException("no whole answer within " + limits.timeout().toMillis() + " ms", slow);
    } catch (CancellationException closed) {
      throw new IOException("the call was cancelled", closed);
    } catch (ExecutionException failed) {
      throw described(failed.getCause());
    } finally {
      answer.cancel(true);
      underWay.remove(answer);
    }
  }

  /** Cancels the calls under way. */
  @Override
  public void close() {
    underWay.forEach(answer -> answer.cancel(true));
  }

  /** Some exceptions of the client have no message at all. */
  private static IOException described(Throwable failure) {
    String message = failure.getMessage();
    return new IOException(message == null ? failure.getClass().getSimpleName() : message, failure);
  }

  /**
   * Without TLS the client would offer an upgrade to HTTP/2. Some Python servers lose the body of a
   * request that does.
   */
  private static HttpClient.Version version(URI uri) {
    return uri.getScheme().equals("https")
        ? HttpClient.Version.HTTP_2
        : HttpClient.Version.HTTP_1_1;
  }
}
