package dev.freshet.server.http;

import java.util.Map;
import org.eclipse.jetty.http.HttpFields;

/**
 * The headers by which every answer protects a browser: run only scripts that are files of this
 * server, show the page in no frame, guess no content types, send no referrer to other sites, and
 * store no copy of the data.
 */
final class SecurityHeaders {

  private static final Map<String, String> ALWAYS =
      Map.of(
          "Content-Security-Policy",
          "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
              + "font-src 'self'; connect-src 'self'; manifest-src 'self'; base-uri 'none'; "
              + "form-action 'self'; frame-ancestors 'none'",
          "X-Content-Type-Options",
          "nosniff",
          "X-Frame-Options",
          "DENY",
          "Referrer-Policy",
          "no-referrer",
          "Cross-Origin-Resource-Policy",
          "same-origin",
          "Cross-Origin-Opener-Policy",
          "same-origin",
          "Cache-Control",
          "no-store");

  /** One year, as browsers recommend; by RFC 6797 the header has effect over TLS only. */
  private static final String STRICT_TRANSPORT = "max-age=31536000";

  private SecurityHeaders() {}

  /**
   * Sets each header that the answer does not have yet.
   *
   * @param secure whether the answer is sent over TLS
   */
  static void complete(HttpFields.Mutable headers, boolean secure) {
    ALWAYS.forEach(
        (name, value) -> {
          if (!headers.contains(name)) {
            headers.put(name, value);
          }
        });
    if (secure) {
      headers.put("Strict-Transport-Security", STRICT_TRANSPORT);
    }
  }
}
