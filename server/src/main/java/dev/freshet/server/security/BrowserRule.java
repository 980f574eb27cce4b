package dev.freshet.server.security;

import java.net.URI;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Keeps web pages of other sites from calling a server that needs no key through a browser on this
 * machine. Immutable and thread-safe.
 *
 * <p>A site whose name was made to point to this machine (DNS rebinding) is recognised by its name
 * in {@code Host}, a page of another origin by {@code Origin} (RFC 6454) or {@code Sec-Fetch-Site}
 * (W3C Fetch Metadata). Programs send neither of the last two.
 */
final class BrowserRule {

  private static final Set<String> LOCAL_NAMES = Set.of("localhost", "127.0.0.1", "[::1]");
  private static final Set<String> OWN_SITE = Set.of("same-origin", "none");

  private final String bind;

  /**
   * A rule for a server.
   *
   * @param bind the host name or address that the server listens on
   */
  BrowserRule(String bind) {
    this.bind = bracketed(bind.toLowerCase(Locale.ROOT));
  }

  private static String bracketed(String host) {
    return host.contains(":") && !host.startsWith("[") ? "[" + host + "]" : host;
  }

  /**
   * Why a request is refused; empty if it is allowed.
   *
   * @param headers by lower-case name
   */
  Optional<String> refusal(Map<String, String> headers) {
    String host = headers.getOrDefault("host", "").strip().toLowerCase(Locale.ROOT);
    if (!host.isEmpty() && !isOwn(withoutPort(host))) {
      return Optional.of("its Host is another name than that of this server");
    }
    String site = headers.get("sec-fetch-site");
    if (site != null && !OWN_SITE.contains(site.strip().toLowerCase(Locale.ROOT))) {
      return Optional.of("a web page of another site sent it");
    }
    String origin = headers.get("origin");
    if (origin != null && !isOwnOrigin(origin.strip().toLowerCase(Locale.ROOT), host)) {
      return Optional.of("a web page of another origin sent it");
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
