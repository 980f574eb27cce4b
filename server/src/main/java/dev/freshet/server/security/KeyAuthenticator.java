package dev.freshet.server.security;

import dev.freshet.core.error.InvalidConfigException;
import dev.freshet.server.http.Authenticator;
import dev.freshet.server.http.Caller;
import dev.freshet.server.problem.ProblemCode;
import dev.freshet.server.problem.ProblemException;
import java.time.InstantSource;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Recognises callers by the key they send: {@code Authorization: Bearer <key>} or {@code X-Api-Key:
 * <key>}. While there never was a key, every caller is {@link Caller#LOCAL}, which is meant for
 * servers that only this machine reaches; web pages of other sites in a browser of this machine are
 * refused. Thread-safe.
 */
final class KeyAuthenticator implements Authenticator {

  private static final String BEARER = "bearer ";
  private static final String CHALLENGE = "Bearer realm=\"freshet\"";

  private final LiveKeys keys;
  private final BrowserRule browsers;
  private final InstantSource clock;

  private KeyAuthenticator(LiveKeys keys, BrowserRule browsers, InstantSource clock) {
    this.keys = keys;
    this.browsers = browsers;
    this.clock = clock;
  }

  /**
   * Reads the keys for a server.
   *
   * @param bind the host name or address that the server listens on
   * @throws InvalidConfigException if other machines reach it and there are no keys
   */
  static KeyAuthenticator open(ApiKeyFile file, String bind, InstantSource clock) {
    LiveKeys keys = new LiveKeys(file, clock);
    if (keys.none() && !new BindAddress(bind).isLoopback()) {
      throw new InvalidConfigException(
          "Cannot use serve.bind: other machines reach '%s', and there are no API keys. Add one with `freshet keys add NAME`, or set 127.0.0.1."
              .formatted(bind));
    }
    return new KeyAuthenticator(keys, new BrowserRule(bind), clock);
  }

  /** Whether callers need no key. */
  boolean isOpen() {
    return keys.none();
  }

  @Override
  public Caller authenticate(Map<String, String> headers) {
    if (keys.none()) {
      return local(headers);
    }
    Optional<String> presented = presented(headers);
    if (presented.isEmpty()) {
      throw refusal("Cannot answer without a key: none was sent. " + howToSend(), "");
    }
    KeyRing.Verdict verdict = keys.ring().verdict(KeyText.parse(presented.get()), clock.instant());
    if (verdict instanceof KeyRing.Verdict.Known known) {
      return known.caller();
    }
    String why =
        verdict instanceof KeyRing.Verdict.Invalid invalid
            ? invalid.why()
            : "it is not a key of this server. Check it.";
    throw refusal("Cannot accept the key: " + why, ", error=\"invalid_token\"");
  }

  private Caller local(Map<String, String> headers) {
    browsers
        .refusal(headers)
        .ifPresent(
            why -> {
              throw new ProblemException(
                  ProblemCode.FORBIDDEN,
                  "Cannot answer this request: %s, and this server needs no key. Use the host name localhost, or make a key with `freshet keys add NAME`."
                      .formatted(why));
            });
    return Caller.LOCAL;
  }

  private static Optional<String> presented(Map<String, String> headers) {
    String authorization = headers.getOrDefault("authorization", "").strip();
    if (authorization.toLowerCase(Locale.ROOT).startsWith(BEARER)) {
      return Optional.of(authorization.substring(BEARER.length()).strip());
    }
    return Optional.ofNullable(headers.get("x-api-key")).map(String::strip);
  }

  private static String howToSend() {
    return "Send Authorization: Bearer <key>.";
  }

  /** RFC 6750, section 3: no error code if no key was sent. */
  private static ProblemException refusal(String detail, String error) {
    return new ProblemException(ProblemCode.UNAUTHORIZED, detail)
        .withHeader("WWW-Authenticate", CHALLENGE + error);
  }
}
