package dev.freshet.server.security;

import java.net.URI;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Keeps pages of other sites from asking a server that wants no key through the browser of somebody
 * on this machine. Immutable and thread-safe.
 *
 * <p>A page whose name was made to point to this machine (DNS rebinding) is known by its name in
 * {@code Host}; a page of another origin by {@code Origin} (RFC 6454) or {@code Sec-Fetch-Site}
 * (W3C Fetch Metadata). Programs send neither of the latter.
 */
final class BrowserRule {

  private static final Set<String> LOCAL_NAMES = Set.of("localhost", "127.0.0.1", "[::1]");
  private static final Set<String> OWN_SITE = Set.of("same-origin", "none");

  private final String bind;

  /**
   * @param bind host name or address the server listens on
   */
  BrowserRule(String bind) {
    this.bind = bracketed(bind.toLowerCase(Locale.ROOT));
  }

  private static String bracketed(String host) {
    return host.contains(":") && !host.startsWith("[") ? "[" + host + "]" : host;
  }

  /**
   * Why a request is refused; empty if it is not.
   *
   * @param headers by lower-case name
   */
  Optional<String> refusal(Map<String, String> headers) {
    String host = headers.getOrDefault("host", "").strip().toLowerCase(Locale.ROOT);
    if (!host.isEmpty() && !isOwn(withoutPort(host))) {
      return Optional.of("it is for a host of another name");
    }
    String site = headers.get("sec-fetch-site");
    if (site != null && !OWN_SITE.contains(site.strip().toLowerCase(Locale.ROOT))) {
      return Optional.of("a page of another site sent it");
    }
    String origin = headers.get("origin");
    if (origin != null && !isOwnOrigin(origin.strip().toLowerCase(Locale.ROOT), host)) {
      return Optional.of("a page of another origin sent it");
    }
    return Optional.empty();
  }

  private boolean isOwn(String host) {
    return LOCAL_NAMES.contains(host) || host.equals(bind);
  }

  private static String withoutPort(String authority) {
    return authority.replaceFirst(":[0-9]*$", "");
  }

  private static boolean isOwnOrigin(String origin, String host) {
    try {
      String authority = URI.create(origin).getRawAuthority();
      return authority != null && authority.equals(host);
    } catch (IllegalArgumentException e) {
      return false;
    }
  }
}
