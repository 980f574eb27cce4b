package dev.freshet.server.http;

import java.util.Map;
import org.eclipse.jetty.http.HttpFields;

/**
 * What every answer tells a browser: run nothing but what this server sent as a file, show it in no
 * frame, guess no types, tell no other site of it, keep no copy of data.
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

  /** A year, as browsers want it; RFC 6797 says that it counts over TLS only. */
  private static final String STRICT_TRANSPORT = "max-age=31536000";

  private SecurityHeaders() {}

  /**
   * Sets them where the answer has no other value.
   *
   * @param secure whether it goes over TLS
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
