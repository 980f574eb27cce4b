package dev.freshet.server;

import dev.freshet.server.http.Endpoint;
import dev.freshet.server.http.ProblemCode;
import dev.freshet.server.http.Reply;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;

/** What the server says of itself, and never changes while it runs. */
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

  /** Every kind of problem, where its type points to. */
  static Endpoint problems() {
    StringBuilder page =
        new StringBuilder(
            "<!doctype html><html lang=en><meta charset=utf-8><title>Problems</title>");
    page.append("<h1>Problems</h1><dl>");
    for (ProblemCode code : ProblemCode.values()) {
      page.append(
          "<dt id=\"%s\"><code>%s</code> (%d): %s<dd>%s"
              .formatted(
                  code.name().toLowerCase(Locale.ROOT).replace('_', '-'),
                  code.name(),
                  code.status(),
                  code.title(),
                  code.whatToDo()));
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
