package dev.freshet.server.http;

import dev.freshet.server.problem.ProblemCode;
import dev.freshet.server.problem.ProblemException;
import java.nio.ByteBuffer;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpHeaderValue;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.handler.ErrorHandler;
import org.eclipse.jetty.util.Callback;

/**
 * Answers as a problem too what Jetty itself refuses, such as a request that is not HTTP. The
 * connection is closed after that, so that no rest of such a request is taken for another one.
 */
final class ProblemHandler extends ErrorHandler {

  @Override
  public boolean handle(Request request, Response response, Callback callback) {
    Reply reply = Reply.of(problem(response.getStatus()));
    response.setStatus(reply.status());
    reply.headers().forEach(response.getHeaders()::put);
    response.getHeaders().put(HttpHeader.CONNECTION, HttpHeaderValue.CLOSE);
    SecurityHeaders.complete(response.getHeaders(), request.isSecure());
    response.write(true, ByteBuffer.wrap(reply.body()), callback);
    return true;
  }

  private static ProblemException problem(int status) {
    return switch (status) {
      case HttpStatus.NOT_FOUND_404 ->
          new ProblemException(
              ProblemCode.NOT_FOUND, "Cannot answer this path: it does not exist.");
      case HttpStatus.REQUEST_TIMEOUT_408 ->
          new ProblemException(
              ProblemCode.REQUEST_TIMEOUT, "Cannot read the request: it took too long to arrive.");
      case HttpStatus.URI_TOO_LONG_414 ->
          new ProblemException(
              ProblemCode.URI_TOO_LONG, "Cannot read the request: its address is too long.");
      case HttpStatus.REQUEST_HEADER_FIELDS_TOO_LARGE_431 ->
          new ProblemException(
              ProblemCode.HEADERS_TOO_LARGE, "Cannot read the request: its headers are too large.");
      case HttpStatus.PAYLOAD_TOO_LARGE_413 -> Failures.tooLarge();
      case HttpStatus.SERVICE_UNAVAILABLE_503 -> ProblemException.stopping();
      default ->
          status == HttpStatus.INTERNAL_SERVER_ERROR_500
              ? ProblemException.defect()
              : ProblemException.badRequest(
                  "",
                  "Cannot read the request: %s. Fix it.".formatted(HttpStatus.getMessage(status)));
    };
  }
}
