package dev.freshet.server;

import dev.freshet.server.http.Endpoint;
import dev.freshet.server.http.Reply;
import dev.freshet.server.problem.ProblemCode;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;

/**
 * Pages that describe the API: the OpenAPI document and the list of problems. They do not change
 * while the server runs.
 */
final class ReferencePages {

  private ReferencePages() {}

  /** The OpenAPI document. */
  static Endpoint openApi() {
    try (InputStream document = ReferencePages.class.getResourceAsStream("openapi.json")) {
      if (document == null) {
        throw new IllegalStateException("openapi.json is not in the jar");
      }
      return always(Reply.ok("application/json", document.readAllBytes()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Every kind of problem, at the address that the type of a problem names. */
  static Endpoint problems() {
    StringBuilder page =
        new StringBuilder(
            "<!doctype html><html lang=en><meta charset=utf-8><title>Problems</title>");
    page.append("<h1>Problems</h1><dl>");
    for (ProblemCode code : ProblemCode.values()) {
      page.append(
          "<dt id=\"%s\"><code>%s</code> (%d): %s<dd>%s"
              .formatted(code.anchor(), code.name(), code.status(), code.title(), code.whatToDo()));
    }
    return always(
        Reply.ok(
            "text/html; charset=utf-8",
            page.append("</dl>").toString().getBytes(StandardCharsets.UTF_8)));
  }

  private static Endpoint always(Reply reply) {
    return call -> CompletableFuture.completedFuture(reply);
  }
}
