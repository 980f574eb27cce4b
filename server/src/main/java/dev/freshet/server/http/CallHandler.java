package dev.freshet.server.http;

import dev.freshet.server.problem.ProblemCode;
import dev.freshet.server.problem.ProblemException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.BufferUtil;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.Fields;
import org.jspecify.annotations.Nullable;

/**
 * Turns requests into calls and replies into answers. No thread waits while a body arrives, while
 * an endpoint works or while the client reads the answer.
 */
final class CallHandler extends Handler.Abstract.NonBlocking {

  /** The largest search, with a vector of 4 096 components, is far smaller. */
  static final int BODY_BYTES_MAX = 1 << 20;

  private static final int PARAMETERS_MAX = 20;

  /** The status that is reported to traffic for a client that has gone. */
  private static final int GONE = 499;

  private static final ProblemException CUT_OFF =
      ProblemException.badRequest("", "Cannot read the body: it ends too early. Send all of it.");

  /** About 100 kB a second for the largest body. */
  static final Duration BODY_TIMEOUT = Duration.ofSeconds(10);

  /** Half of the searches that may wait for a worker, so that other callers find room. */
  private static final int CALLS_PER_CALLER = 64;

  /** Their bodies and answers take a few hundred megabytes of memory at most. */
  private static final int CALLS_MAX = 256;

  private final Routes routes;
  private final Authenticator authenticator;
  private final Traffic traffic;
  private final Duration bodyTimeout;
  private final Turns turns = new Turns(CALLS_PER_CALLER, CALLS_MAX);

  /**
   * Handles the requests of one server.
   *
   * @param bodyTimeout how long a body may take to arrive
   */
  CallHandler(Routes routes, Authenticator authenticator, Traffic traffic, Duration bodyTimeout) {
    this.bodyTimeout = bodyTimeout;
    this.routes = routes;
    this.authenticator = authenticator;
    this.traffic = traffic;
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) {
    Exchange exchange = new Exchange(request, response, callback);
    try {
      Routes.Route route = routes.find(request.getMethod(), Request.getPathInContext(request));
      Caller caller = caller(route, request);
      exchange.begin(caller);
      AtomicBoolean abandoned = new AtomicBoolean();
      request.addFailureListener(failure -> abandoned.set(true));
      // A request that waits for an endpoint is not idle: the endpoint has its own time-out.
      request.addIdleTimeoutListener(timeout -> false);
      body(request)
          .thenCompose(body -> answer(route, call(request, body, caller, abandoned)))
          .whenComplete(exchange::complete);
    } catch (RuntimeException e) {
      exchange.complete(null, e);
    }
    return true;
  }

  private Caller caller(Routes.Route route, Request request) {
    if (route.access() == Routes.Access.OPEN) {
      return Caller.OPEN;
    }
    Caller caller = authenticator.authenticate(headers(request));
    if (route.access() == Routes.Access.OPERATORS && !caller.seesAll()) {
      throw new ProblemException(
          ProblemCode.FORBIDDEN,
          "Cannot show this: the key sees some rows only. Use a key without a row filter.");
    }
    return caller;
  }

  private static CompletionStage<Reply> answer(Routes.Route route, Call call) {
    return route.endpoint().answer(call);
  }

  private CompletableFuture<byte[]> body(Request request) {
    return request.getLength() > BODY_BYTES_MAX
        ? CompletableFuture.failedFuture(Failures.tooLarge())
        : Content.Source.asByteArrayAsync(request, -1)
            .orTimeout(bodyTimeout.toMillis(), TimeUnit.MILLISECONDS);
  }

  private static Call call(Request request, byte[] body, Caller caller, AtomicBoolean abandoned) {
    Map<String, String> headers = headers(request);
    return new Call(
        request.getMethod(),
        Request.getPathInContext(request),
        parameters(request),
        headers,
        Gzip.decoded(body, headers),
        caller,
        abandoned::get);
  }

  private static Map<String, String> parameters(Request request) {
    Map<String, String> parameters = new HashMap<>();
    for (Fields.Field field : Request.extractQueryParameters(request)) {
      parameters.putIfAbsent(field.getName(), field.getValue());
    }
    if (parameters.size() > PARAMETERS_MAX) {
      throw ProblemException.badRequest(
          "",
          "Cannot read the query string: it has more than %d parameters. Send fewer."
              .formatted(PARAMETERS_MAX));
    }
    return parameters;
  }

  private static Map<String, String> headers(Request request) {
    Map<String, String> headers = new HashMap<>();
    for (HttpField field : request.getHeaders()) {
      String value = field.getValue();
      headers.putIfAbsent(field.getLowerCaseName(), value == null ? "" : value);
    }
    return headers;
  }

  /** Whether the client has gone. */
  private static boolean isGone(@Nullable Throwable failure) {
    return failure instanceof IOException
        || (failure instanceof CompletionException && isGone(failure.getCause()));
  }

  /** A request until it is answered. */
  private final class Exchange {

    private final Request request;
    private final Response response;
    private Callback callback;
    private String caller = Caller.UNKNOWN;

    Exchange(Request request, Response response, Callback callback) {
      this.request = request;
      this.response = response;
      this.callback = callback;
    }

    /** Counts the request as open for this caller until the client has read the answer. */
    void begin(Caller who) {
      caller = who.name();
      callback = Callback.from(callback, turns.take(caller));
    }

    void complete(@Nullable Reply reply, @Nullable Throwable failure) {
      try {
        if (isGone(failure)) {
          tell(GONE, 0);
          // A client that only stopped sending can still read the reason.
          write(Reply.of(CUT_OFF));
          return;
        }
        Reply whole = reply == null ? problem(failure) : reply;
        String accepted = request.getHeaders().get("Accept-Encoding");
        Reply answer = Gzip.encoded(whole, accepted == null ? "" : accepted);
        tell(answer.status(), answer.body().length);
        write(answer);
      } catch (RuntimeException e) {
        callback.failed(e);
      }
    }

    private void tell(int status, long bytes) {
      Duration took = Duration.ofNanos(System.nanoTime() - request.getBeginNanoTime());
      traffic.answered(
          new Traffic.Answered(request.getMethod(), path(), caller, status, took, bytes));
    }

    private Reply problem(@Nullable Throwable failure) {
      ProblemException problem = Failures.problem(Objects.requireNonNull(failure));
      traffic.refused(path(), problem.code());
      return Reply.of(problem);
    }

    private String path() {
      return routes.path(Request.getPathInContext(request)).orElse("other");
    }

    private void write(Reply reply) {
      response.setStatus(reply.status());
      reply.headers().forEach(response.getHeaders()::put);
      response.getHeaders().put("Content-Length", reply.body().length);
      SecurityHeaders.complete(response.getHeaders(), request.isSecure());
      boolean bodiless = request.getMethod().equals("HEAD");
      ByteBuffer body = bodiless ? BufferUtil.EMPTY_BUFFER : ByteBuffer.wrap(reply.body());
      response.write(true, body, callback);
    }
  }
}
