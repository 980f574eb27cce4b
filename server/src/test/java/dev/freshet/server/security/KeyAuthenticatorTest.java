package dev.freshet.server.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.freshet.core.error.InvalidConfigException;
import dev.freshet.core.filter.Filter;
import dev.freshet.core.filter.FilterColumns;
import dev.freshet.core.metadata.MetadataType;
import dev.freshet.core.metadata.StoredColumn;
import dev.freshet.server.http.Caller;
import dev.freshet.server.http.Reply;
import dev.freshet.server.problem.ProblemCode;
import dev.freshet.server.problem.ProblemException;
import dev.freshet.testkit.SteppedClock;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class KeyAuthenticatorTest {

  private static final FilterColumns COLUMNS =
      new FilterColumns(Map.of("tenant", StoredColumn.of("tenant", MetadataType.TEXT)));
  private static final Duration MOMENT = LiveKeys.LOOK_EVERY;

  @TempDir private Path home;

  private final SteppedClock clock = new SteppedClock(Instant.parse("2026-11-21T10:00:00Z"));
  private ApiKeyFile file;
  private ApiKeys keys;

  @BeforeEach
  void open() {
    file = new ApiKeyFile(home.resolve("api-keys.json"));
    keys = new ApiKeys(file, clock);
  }

  @Test
  void callersOnThisMachineAreAcceptedWhileThereAreNoKeys() {
    KeyAuthenticator authenticator = loopback();

    assertThat(authenticator.isOpen()).isTrue();
    assertThat(authenticator.authenticate(Map.of())).isEqualTo(Caller.LOCAL);
  }

  @ParameterizedTest
  @ValueSource(strings = {"0.0.0.0", "::", "192.0.2.7", "no.such.host.invalid"})
  void addressThatOtherMachinesReachIsRefusedWithoutKeys(String bind) {
    assertThatThrownBy(() -> KeyAuthenticator.open(file, bind, clock))
        .isInstanceOf(InvalidConfigException.class)
        .hasMessage(
            "Cannot use serve.bind: other machines reach '%s', and there are no API keys."
                    .formatted(bind)
                + " Add one with `freshet keys add NAME`, or set 127.0.0.1.");
  }

  @ParameterizedTest
  @ValueSource(strings = {"127.0.0.1", "::1", "localhost", "127.0.0.2"})
  void loopbackNeedsNoKeys(String bind) {
    assertThat(KeyAuthenticator.open(file, bind, clock).isOpen()).isTrue();
  }

  @Test
  void keyIsRecognisedInEitherHeaderWithItsRows() {
    String key = add("shop", "tenant = 'a'");
    KeyAuthenticator authenticator = anywhere();
    Caller shop = new Caller("shop", Optional.of(Filter.parse("tenant = 'a'")));

    assertThat(authenticator.authenticate(Map.of("authorization", "Bearer " + key)))
        .isEqualTo(shop);
    assertThat(authenticator.authenticate(Map.of("authorization", "bearer  " + key + " ")))
        .isEqualTo(shop);
    assertThat(authenticator.authenticate(Map.of("x-api-key", key))).isEqualTo(shop);
    assertThat(shop.seesAll()).isFalse();
  }

  @Test
  void callersOnThisMachineNeedAKeyOnceThereIsOne() {
    KeyAuthenticator authenticator = loopback();
    String key = add("shop", null);

    clock.advance(MOMENT);

    assertRefused(authenticator, Map.of(), "Cannot answer without a key: none was sent. ");
    assertThat(authenticator.authenticate(Map.of("x-api-key", key)).name()).isEqualTo("shop");
  }

  @Test
  void refusalTellsNothingAboutOtherKeys() throws IOException {
    String key = add("shop", null);
    String revoked = add("old", null);
    keys.revoke("old");
    KeyAuthenticator authenticator = anywhere();
    String secret = KeyText.parse(key).orElseThrow().secret();
    String id = KeyText.parse(revoked).orElseThrow().id();
    String same = "Cannot accept the key: it is not a key of this server. Check it.";

    assertRefused(authenticator, Map.of("x-api-key", "fk_" + id + "_" + secret), same);
    assertRefused(authenticator, Map.of("x-api-key", "fk_nobody-000000_" + secret), same);
    assertRefused(authenticator, Map.of("x-api-key", "fk_" + id + "_" + "A".repeat(43)), same);
    assertRefused(authenticator, Map.of("x-api-key", key + "x"), same);
    assertRefused(authenticator, Map.of("x-api-key", ""), same);
    assertRefused(authenticator, Map.of("x-api-key", "x".repeat(10_000)), same);
    assertRefused(authenticator, Map.of("authorization", "Basic " + key), "Cannot answer without");
    ProblemException refusal = refusal(authenticator, Map.of("x-api-key", key + "x"));
    assertThat(refusal.headers())
        .containsEntry("WWW-Authenticate", "Bearer realm=\"freshet\", error=\"invalid_token\"");
    assertThat(new String(Reply.of(refusal).body(), StandardCharsets.UTF_8)).doesNotContain(secret);
    assertThat(refusal(authenticator, Map.of()).headers())
        .containsEntry("WWW-Authenticate", "Bearer realm=\"freshet\"");
  }

  @Test
  void holderOfAnInvalidKeyGetsTheReason() {
    String expiring =
        keys.add("expiring", Optional.empty(), COLUMNS, Optional.of(Duration.ofDays(1))).text();
    String revoked = add("revoked", null);
    keys.revoke("revoked");
    String replaced = add("replaced", null);
    String replacement = keys.rotate("replaced", Duration.ofHours(1)).text();
    KeyAuthenticator authenticator = anywhere();
    assertThat(authenticator.authenticate(Map.of("x-api-key", expiring)).name())
        .isEqualTo("expiring");
    assertThat(authenticator.authenticate(Map.of("x-api-key", replaced)).name())
        .isEqualTo("replaced");

    clock.advance(Duration.ofDays(1));

    assertRefused(
        authenticator,
        Map.of("x-api-key", expiring),
        "Cannot accept the key: the key expired at 2026-11-22T10:00:00Z. Ask for another one.");
    assertRefused(
        authenticator,
        Map.of("x-api-key", revoked),
        "Cannot accept the key: the key was revoked. Ask for another one.");
    assertRefused(
        authenticator,
        Map.of("x-api-key", replaced),
        "Cannot accept the key: the key was replaced, and this one was valid until"
            + " 2026-11-21T11:00:00Z. Use the new one.");
    assertThat(authenticator.authenticate(Map.of("x-api-key", replacement)).name())
        .isEqualTo("replaced");
  }

  @Test
  void changesOfTheFileAreNoticedWithinHalfASecond() {
    String first = add("first", null);
    KeyAuthenticator authenticator = anywhere();
    String second = add("second", null);
    assertRefused(authenticator, Map.of("x-api-key", second), "Cannot accept the key: it is not");

    clock.advance(MOMENT);
    assertThat(authenticator.authenticate(Map.of("x-api-key", second)).name()).isEqualTo("second");

    keys.revoke("first");
    clock.advance(MOMENT);
    assertRefused(authenticator, Map.of("x-api-key", first), "Cannot accept the key: the key was");
  }

  @Test
  void keysAreStillNeededAfterTheLastOneWasRevoked() {
    String key = add("shop", null);
    keys.revoke("shop");

    KeyAuthenticator authenticator = loopback();

    assertThat(authenticator.isOpen()).isFalse();
    assertRefused(authenticator, Map.of(), "Cannot answer without a key");
    assertRefused(authenticator, Map.of("x-api-key", key), "Cannot accept the key: the key was");
  }

  @Test
  void noKeyIsValidWhileTheFileIsDamaged() throws IOException {
    String key = add("shop", null);
    String sound = Files.readString(file.path());
    KeyAuthenticator authenticator = loopback();

    Files.writeString(file.path(), "{");
    clock.advance(MOMENT);
    assertRefused(authenticator, Map.of("x-api-key", key), "Cannot accept the key: it is not");
    assertRefused(authenticator, Map.of(), "Cannot answer without a key");
    assertRefused(loopback(), Map.of(), "Cannot answer without a key");

    Files.writeString(file.path(), sound);
    clock.advance(MOMENT);
    assertThat(authenticator.authenticate(Map.of("x-api-key", key)).name()).isEqualTo("shop");
  }

  @Test
  void noCallerIsAcceptedAfterTheFileWasRemoved() throws IOException {
    String key = add("shop", null);
    KeyAuthenticator authenticator = loopback();

    Files.delete(file.path());
    clock.advance(MOMENT);

    assertThat(authenticator.isOpen()).isFalse();
    assertRefused(authenticator, Map.of(), "Cannot answer without a key");
    assertRefused(authenticator, Map.of("x-api-key", key), "Cannot accept the key: it is not");
  }

  /** A worker that was killed starts again, or the machine does: nothing in memory is left. */
  @ParameterizedTest
  @ValueSource(strings = {"gone", "empty", "half", "zeros", "directory", "flipped"})
  void lostKeysLeaveTheDoorShutOverEveryStart(String damage) throws IOException {
    String key = add("shop", "tenant = 'a'");
    byte[] sound = Files.readAllBytes(file.path());
    Files.delete(file.path());
    switch (damage) {
      case "gone" -> {}
      case "empty" -> Files.createFile(file.path());
      case "half" -> Files.write(file.path(), Arrays.copyOf(sound, sound.length / 2));
      case "zeros" -> Files.write(file.path(), new byte[sound.length]);
      case "directory" -> Files.createDirectory(file.path());
      default -> {
        String wider = new String(sound, StandardCharsets.UTF_8).replace("tenant = ", "tenant < ");
        Files.writeString(file.path(), wider);
      }
    }

    for (KeyAuthenticator started : List.of(loopback(), loopback(), anywhere())) {
      assertThat(started.isOpen()).isFalse();
      assertRefused(started, Map.of(), "Cannot answer without a key");
      assertRefused(started, Map.of("x-api-key", key), "Cannot accept the key: it is not");
    }
  }

  @Test
  void keysOfAHomeWithoutTheMarkerAreRememberedWhenAServerSeesThem() throws IOException {
    add("shop", null);
    Files.delete(file.path().resolveSibling("api-keys.json.required"));
    loopback();

    Files.delete(file.path());

    assertRefused(loopback(), Map.of(), "Cannot answer without a key");
  }

  @Test
  void aNewStartIsOpenAfterAReset() {
    add("shop", null);
    KeyAuthenticator running = loopback();

    keys.reset();
    clock.advance(MOMENT);

    assertThat(running.isOpen()).isFalse();
    assertThat(loopback().isOpen()).isTrue();
  }

  @Test
  void keyWithAFilterThatCannotBeParsedIsRefusedAndNeverSeesMore() throws IOException {
    String broken = add("broken", "tenant = 'a'");
    String sound = add("sound", "tenant = 'b'");
    file.update(keys -> keys.stream().map(KeyAuthenticatorTest::broken).toList());

    KeyAuthenticator authenticator = anywhere();

    assertRefused(
        authenticator,
        Map.of("x-api-key", broken),
        "Cannot accept the key: the row filter of the key cannot be parsed.");
    assertThat(authenticator.authenticate(Map.of("x-api-key", sound)).rows())
        .contains(Filter.parse("tenant = 'b'"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      nullValues = "-",
      value = {
        "localhost:8080 | - | - | true",
        "127.0.0.1:8080 | - | - | true",
        "[::1]:8080 | - | - | true",
        "LOCALHOST | - | - | true",
        "- | - | - | true",
        "localhost:8080 | http://localhost:8080 | same-origin | true",
        "localhost:8080 | - | none | true",
        "attacker.example:8080 | - | - | false",
        "localhost.attacker.example | - | - | false",
        "127.0.0.1.attacker.example:8080 | - | same-origin | false",
        "localhost:8080 | http://attacker.example | - | false",
        "localhost:8080 | http://localhost:3000 | - | false",
        "localhost:8080 | null | - | false",
        "localhost:8080 | ::: | - | false",
        "localhost:8080 | - | cross-site | false",
        "localhost:8080 | - | same-site | false",
        "user@localhost:8080 | - | - | false",
      })
  void pagesOfOtherSitesAreRefusedWhileNoKeyIsNeeded(
      String host, String origin, String site, boolean allowed) {
    Map<String, String> headers = new HashMap<>();
    headers.put("host", host == null ? "" : host);
    if (origin != null) {
      headers.put("origin", origin);
    }
    if (site != null) {
      headers.put("sec-fetch-site", site);
    }

    if (allowed) {
      assertThat(loopback().authenticate(headers)).isEqualTo(Caller.LOCAL);
    } else {
      assertThatThrownBy(() -> loopback().authenticate(headers))
          .isInstanceOfSatisfying(
              ProblemException.class,
              problem -> assertThat(problem.code()).isEqualTo(ProblemCode.FORBIDDEN))
          .hasMessageStartingWith("Cannot answer this request: ");
    }
  }

  private static ApiKey broken(ApiKey key) {
    return key.name().equals("broken")
        ? new ApiKey(
            key.id(),
            key.name(),
            key.hash(),
            Optional.of("tenant = "),
            key.previous(),
            key.validity())
        : key;
  }

  private KeyAuthenticator loopback() {
    return KeyAuthenticator.open(file, "127.0.0.1", clock);
  }

  private KeyAuthenticator anywhere() {
    return KeyAuthenticator.open(file, "0.0.0.0", clock);
  }

  private String add(String name, String rows) {
    return keys.add(name, Optional.ofNullable(rows), COLUMNS, Optional.empty()).text();
  }

  private static void assertRefused(
      KeyAuthenticator authenticator, Map<String, String> headers, String detail) {
    ProblemException refusal = refusal(authenticator, headers);
    assertThat(refusal.code()).isEqualTo(ProblemCode.UNAUTHORIZED);
    assertThat(refusal).hasMessageStartingWith(detail);
  }

  private static ProblemException refusal(
      KeyAuthenticator authenticator, Map<String, String> headers) {
    return catchThrowableOfType(ProblemException.class, () -> authenticator.authenticate(headers));
  }
}
