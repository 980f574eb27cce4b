package dev.freshet.server.http;

import java.nio.ByteBuffer;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.handler.ErrorHandler;
import org.eclipse.jetty.util.Callback;

/** Answers what Jetty refuses by itself, such as what is no HTTP, as a problem too. */
final class ProblemHandler extends ErrorHandler {

  @Override
  public boolean handle(Request request, Response response, Callback callback) {
    Reply reply = problem(response.getStatus()).reply();
    response.setStatus(reply.status());
    reply.headers().forEach(response.getHeaders()::put);
    SecurityHeaders.complete(response.getHeaders(), request.isSecure());
    response.write(true, ByteBuffer.wrap(reply.body()), callback);
    return true;
  }

  private static ProblemException problem(int status) {
    return switch (status) {
      case HttpStatus.NOT_FOUND_404 ->
          new ProblemException(ProblemCode.NOT_FOUND, "Cannot answer this path: nothing is there.");
      case HttpStatus.REQUEST_TIMEOUT_408 ->
          new ProblemException(
              ProblemCode.REQUEST_TIMEOUT, "Cannot read the request: it took too long to arrive.");
      case HttpStatus.URI_TOO_LONG_414 ->
          new ProblemException(
              ProblemCode.URI_TOO_LONG, "Cannot read the request: its address is too long.");
      case HttpStatus.REQUEST_HEADER_FIELDS_TOO_LARGE_431 ->
          new ProblemException(
              ProblemCode.HEADERS_TOO_LARGE, "Cannot read the request: its headers are too large.");
      case HttpStatus.PAYLOAD_TOO_LARGE_413 ->
          new ProblemException(ProblemCode.BODY_TOO_LARGE, "Cannot read the body: it is too long.");
      case HttpStatus.SERVICE_UNAVAILABLE_503 ->
          new ProblemException(
                  ProblemCode.STOPPING, "Cannot answer: the server is stopping. Ask again.")
              .retryAfter(1);
      default ->
          status == HttpStatus.INTERNAL_SERVER_ERROR_500
              ? new ProblemException(
                  ProblemCode.INTERNAL,
                  "Cannot answer, by a defect. The server's log has the cause: report it.")
              : ProblemException.badRequest(
                  "",
                  "Cannot read the request: %s. Mend it.".formatted(HttpStatus.getMessage(status)));
    };
  }
}
