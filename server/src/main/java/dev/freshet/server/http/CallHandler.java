package dev.freshet.server.http;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
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
 * Turns requests into calls and replies into answers. No thread is held while a body arrives, while
 * an endpoint works or while an answer is taken.
 */
final class CallHandler extends Handler.Abstract.NonBlocking {

  /** A thousand neighbours of a vector of 4 096 components is far below. */
  static final int BODY_BYTES_MAX = 1 << 20;

  private static final int PARAMETERS_MAX = 20;

  /** What traffic is told of a caller who left; nothing is sent. */
  private static final int GONE = 499;

  private final Routes routes;
  private final Authenticator authenticator;
  private final Traffic traffic;

  CallHandler(Routes routes, Authenticator authenticator, Traffic traffic) {
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
      exchange.caller = caller.name();
      AtomicBoolean abandoned = new AtomicBoolean();
      request.addFailureListener(failure -> abandoned.set(true));
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
      return new Caller("open", Caller.LOCAL.rows());
    }
    Caller caller = authenticator.authenticate(headers(request));
    if (route.access() == Routes.Access.OPERATORS && !caller.seesAll()) {
      throw new ProblemException(
          ProblemCode.FORBIDDEN,
          "Cannot show this to a key that sees some rows only. Use a key without a row filter.");
    }
    return caller;
  }

  private static CompletionStage<Reply> answer(Routes.Route route, Call call) {
    return route.endpoint().answer(call);
  }

  private static CompletableFuture<byte[]> body(Request request) {
    return request.getLength() > BODY_BYTES_MAX
        ? CompletableFuture.failedFuture(Failures.tooLarge())
        : Content.Source.asByteArrayAsync(request, -1);
  }

  private static Call call(Request request, byte[] body, Caller caller, AtomicBoolean abandoned) {
    return new Call(
        request.getMethod(),
        Request.getPathInContext(request),
        parameters(request),
        headers(request),
        body,
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

  /** Whether nobody is there to be answered. */
  private static boolean isGone(@Nullable Throwable failure) {
    return failure instanceof IOException
        || (failure instanceof CompletionException && isGone(failure.getCause()));
  }

  /** A request that has to be answered. */
  private final class Exchange {

    private final Request request;
    private final Response response;
    private final Callback callback;
    private String caller = "unknown";

    Exchange(Request request, Response response, Callback callback) {
      this.request = request;
      this.response = response;
      this.callback = callback;
    }

    void complete(@Nullable Reply reply, @Nullable Throwable failure) {
      try {
        if (isGone(failure)) {
          traffic.answered(request.getMethod(), path(), caller, GONE, took());
          callback.failed(failure);
          return;
        }
        send(reply == null ? problem(failure) : reply);
      } catch (RuntimeException e) {
        callback.failed(e);
      }
    }

    private Reply problem(@Nullable Throwable failure) {
      ProblemException problem = Failures.problem(Objects.requireNonNull(failure));
      traffic.refused(path(), problem.code());
      return problem.reply();
    }

    private String path() {
      return routes.path(Request.getPathInContext(request)).orElse("other");
    }

    private Duration took() {
      return Duration.ofNanos(System.nanoTime() - request.getBeginNanoTime());
    }

    private void send(Reply reply) {
      traffic.answered(request.getMethod(), path(), caller, reply.status(), took());
      response.setStatus(reply.status());
      reply.headers().forEach(response.getHeaders()::put);
      response.getHeaders().put("Content-Length", reply.body().length);
      boolean bodiless = request.getMethod().equals("HEAD");
      ByteBuffer body = bodiless ? BufferUtil.EMPTY_BUFFER : ByteBuffer.wrap(reply.body());
      response.write(true, body, callback);
    }
  }
}
