package dev.freshet.server.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.freshet.core.error.FreshetException;
import dev.freshet.core.error.InvalidRequestException;
import dev.freshet.core.filter.FilterColumns;
import dev.freshet.core.metadata.MetadataType;
import dev.freshet.core.metadata.StoredColumn;
import dev.freshet.testkit.SteppedClock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ApiKeysTest {

  private static final FilterColumns COLUMNS =
      new FilterColumns(Map.of("tenant", StoredColumn.of("tenant", MetadataType.TEXT)));

  @TempDir private Path home;

  private final SteppedClock clock = new SteppedClock(Instant.parse("2026-11-21T10:00:00Z"));
  private ApiKeyFile file;
  private ApiKeys keys;

  @BeforeEach
  void open() {
    file = new ApiKeyFile(home.resolve("sub/api-keys.json"));
    keys = new ApiKeys(file, clock);
  }

  @Test
  void keyIsReturnedOnceAndOnlyItsHashIsStored() throws IOException {
    ApiKeys.Issued issued =
        keys.add("shop", Optional.of("tenant = 'a'"), COLUMNS, Optional.of(Duration.ofDays(90)));

    assertThat(issued.text()).matches("fk_shop-[0-9a-f]{6}_[A-Za-z0-9_-]{43}");
    KeyText text = KeyText.parse(issued.text()).orElseThrow();
    assertThat(keys.all()).containsExactly(issued.key());
    assertThat(issued.key().hash()).isEqualTo(SecretHash.of(text.secret()));
    assertThat(issued.key().expires()).contains(clock.instant().plus(Duration.ofDays(90)));
    assertThat(Files.readString(file.path()))
        .contains("tenant = 'a'", issued.key().hash().hex())
        .doesNotContain(text.secret());
    assertThat(text).hasToString("fk_" + text.id() + "_…");
  }

  @Test
  void conditionThatTheTypesDoNotDecideIsRefused() {
    FilterColumns old = new FilterColumns(Map.of("tenant", StoredColumn.untyped("tenant")));

    assertThatThrownBy(() -> keys.add("shop", Optional.of("tenant < '5'"), old, Optional.empty()))
        .isInstanceOf(InvalidRequestException.class)
        .hasMessageContaining("not typed yet");
    assertThatThrownBy(() -> keys.add("shop", Optional.of("tenant < 5"), COLUMNS, Optional.empty()))
        .isInstanceOf(InvalidRequestException.class)
        .hasMessageContaining("Use a text in single quotes.");
    assertThat(keys.all()).isEmpty();
  }

  @Test
  void fieldsOfTheFileHaveTheirNamesAndOrder() throws IOException {
    keys.add("shop", Optional.of("tenant = 'a'"), COLUMNS, Optional.of(Duration.ofDays(90)));
    keys.rotate("shop", Duration.ofHours(2));
    keys.add("desk", Optional.empty(), COLUMNS, Optional.empty());
    keys.revoke("desk");

    assertThat(
            Files.readString(file.path()).replaceAll("[0-9a-f]{64}|(?<=-)[0-9a-f]{6}(?=\")", "…"))
        .isEqualTo(
            """
            {
              "format" : 2,
              "checksum" : "…",
              "keys" : [ {
                "id" : "shop-…",
                "name" : "shop",
                "sha256" : "…",
                "rows" : "tenant = 'a'",
                "created" : "2026-11-21T10:00:00Z",
                "expires" : "2027-02-19T10:00:00Z",
                "previous" : {
                  "sha256" : "…",
                  "until" : "2026-11-21T12:00:00Z"
                },
                "revoked" : null
              }, {
                "id" : "desk-…",
                "name" : "desk",
                "sha256" : "…",
                "rows" : null,
                "created" : "2026-11-21T10:00:00Z",
                "expires" : null,
                "previous" : null,
                "revoked" : "2026-11-21T10:00:00Z"
              } ]
            }""");
  }

  @Test
  void onlyTheOwnerCanReadTheFileAndNoOtherFileIsLeft() throws IOException {
    keys.add("shop", Optional.empty(), COLUMNS, Optional.empty());
    keys.add("desk", Optional.empty(), COLUMNS, Optional.empty());

    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file.path())))
        .isEqualTo("rw-------");
    try (var files = Files.list(file.path().getParent())) {
      assertThat(files)
          .extracting(each -> each.getFileName().toString())
          .containsExactlyInAnyOrder(
              "api-keys.json", "api-keys.json.lock", "api-keys.json.required");
    }
  }

  @Test
  void formerSecretOfARotatedKeyStaysValidForTheGraceTime() {
    ApiKeys.Issued first = keys.add("shop", Optional.empty(), COLUMNS, Optional.empty());

    ApiKeys.Issued second = keys.rotate("shop", Duration.ofHours(2));

    assertThat(second.text()).isNotEqualTo(first.text()).startsWith("fk_" + first.key().id());
    assertThat(keys.all())
        .containsExactly(
            first.key().rotated(second.key().hash(), clock.instant().plus(Duration.ofHours(2))));
    assertThat(second.key().previous().orElseThrow().hash()).isEqualTo(first.key().hash());
  }

  @Test
  void nameOfARevokedKeyCanBeUsedAgain() {
    keys.add("shop", Optional.empty(), COLUMNS, Optional.empty());
    assertThatThrownBy(() -> keys.add("shop", Optional.empty(), COLUMNS, Optional.empty()))
        .isInstanceOf(InvalidRequestException.class)
        .hasMessage(
            "Cannot add key 'shop': there is one with that name. Rotate or revoke it, or choose another"
                + " name.");

    ApiKey revoked = keys.revoke("shop");
    ApiKeys.Issued second = keys.add("shop", Optional.empty(), COLUMNS, Optional.empty());

    assertThat(revoked.revoked()).contains(clock.instant());
    assertThat(keys.all()).containsExactly(revoked, second.key());
    assertThatThrownBy(() -> keys.revoke("desk"))
        .hasMessage(
            "Cannot revoke key 'desk': there is none with that name. `freshet keys list` shows the"
                + " keys.");
    assertThatThrownBy(() -> keys.rotate("desk", Duration.ZERO))
        .hasMessageStartingWith("Cannot rotate key 'desk': ");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "Shop", "a_b", "-a", "ä", "a b", "../../etc/passwd"})
  void invalidNameIsRefused(String name) {
    assertThatThrownBy(() -> keys.add(name, Optional.empty(), COLUMNS, Optional.empty()))
        .isInstanceOf(InvalidRequestException.class)
        .hasMessageStartingWith("Cannot add key '" + name + "': a name has at most 40");
    assertThat(file.path()).doesNotExist();
  }

  @ParameterizedTest
  @ValueSource(strings = {"tenant =", "owner = 'a'", "tenant = 1", "1=1"})
  void rowFilterThatDoesNotFitTheTableIsRefused(String rows) {
    assertThatThrownBy(() -> keys.add("shop", Optional.of(rows), COLUMNS, Optional.empty()))
        .isInstanceOf(InvalidRequestException.class)
        .hasMessageContaining("filter");
    assertThat(file.path()).doesNotExist();
  }

  @Test
  void lifetimeThatIsTooLongIsRefused() {
    assertThatThrownBy(
            () ->
                keys.add(
                    "shop",
                    Optional.empty(),
                    COLUMNS,
                    Optional.of(Duration.ofSeconds(Long.MAX_VALUE))))
        .isInstanceOf(InvalidRequestException.class)
        .hasMessage("Cannot use expires: it is too long. Give a time such as 90d.");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "{",
        "[]",
        "null",
        "\0\0\0\0\0\0\0\0",
        "{\"format\":1,\"keys\":[]}{}",
        "{\"format\":2,\"keys\":[]}",
        "{\"format\":3,\"keys\":[]}",
        "{\"format\":1,\"checksum\":\"a\",\"keys\":[]}",
        "{\"format\":1}",
        "{\"format\":1,\"keys\":[null]}",
        "{\"format\":1,\"keys\":[{\"id\":\"a\"}]}",
        "{\"format\":1,\"keys\":[],\"more\":1}",
        "{\"format\":1,\"keys\":[{\"id\":\"a\",\"name\":\"a\",\"sha256\":\"%s\",\"created\":\"2026-11-21T10:00:00Z\",\"more\":1}]}",
        "{\"format\":1,\"keys\":[{\"id\":\"a\",\"name\":\"a\",\"sha256\":\"xyz\"}]}"
      })
  void damagedFileIsNeitherReadNorReplaced(String damaged) throws IOException {
    String content = damaged.replace("%s", "0".repeat(64));
    Files.createDirectories(file.path().getParent());
    Files.writeString(file.path(), content);

    assertThatThrownBy(file::read)
        .isInstanceOf(FreshetException.class)
        .hasMessageStartingWith("Cannot read the API keys of " + file.path());
    assertThatThrownBy(() -> keys.add("shop", Optional.empty(), COLUMNS, Optional.empty()))
        .isInstanceOf(FreshetException.class);
    assertThat(file.path()).hasContent(content);
  }

  @Test
  void keysOfTheFirstFormatAreReadAndGetAChecksum() throws IOException {
    Files.createDirectories(file.path().getParent());
    Files.writeString(
        file.path(),
        """
        {"format":1,"keys":[{"id":"shop-000000","name":"shop","sha256":"%s","rows":"tenant = 'a'",
        "created":"2026-11-21T10:00:00Z","expires":null,"previous":null,"revoked":null}]}"""
            .formatted("0".repeat(64)));

    assertThat(keys.all()).extracting(ApiKey::name).containsExactly("shop");
    keys.revoke("shop");

    assertThat(Files.readString(file.path())).contains("\"format\" : 2", "\"checksum\"");
    assertThat(keys.all()).hasSize(1);
  }

  @Test
  void everyFlippedBitIsNoticed() throws IOException {
    keys.add("shop", Optional.of("tenant = 'a'"), COLUMNS, Optional.of(Duration.ofDays(1)));
    byte[] sound = Files.readAllBytes(file.path());
    List<ApiKey> before = keys.all();

    for (int bit = 0; bit < sound.length * 8; bit++) {
      byte[] flipped = sound.clone();
      flipped[bit / 8] ^= (byte) (1 << (bit % 8));
      Files.write(file.path(), flipped);
      // White space between the fields may change; what is read may not.
      assertThat(readOrRefused()).as("bit %d", bit).isIn(Optional.empty(), Optional.of(before));
    }
  }

  private Optional<List<ApiKey>> readOrRefused() {
    try {
      return Optional.of(file.read());
    } catch (FreshetException e) {
      return Optional.empty();
    }
  }

  @Test
  void fileThatIsHalfThereOrNoFileIsRefused() throws IOException {
    keys.add("shop", Optional.empty(), COLUMNS, Optional.empty());
    byte[] sound = Files.readAllBytes(file.path());
    for (int length = 0; length < sound.length; length++) {
      Files.write(file.path(), Arrays.copyOf(sound, length));
      assertThatThrownBy(file::read).isInstanceOf(FreshetException.class);
    }
    Files.delete(file.path());
    Files.createDirectory(file.path());
    assertThatThrownBy(file::read)
        .hasMessageContaining("it is not a file. Restore the file, or run `freshet keys reset`");
  }

  @Test
  void resetIsTheOneWayBackToNoKeysAlsoFromADamagedFile() throws IOException {
    assertThat(file.isRequired()).isFalse();
    keys.add("shop", Optional.empty(), COLUMNS, Optional.empty());
    Files.delete(file.path());
    assertThat(file.isRequired()).isTrue();
    Files.writeString(file.path(), "{");

    keys.reset();

    assertThat(file.isRequired()).isFalse();
    keys.add("shop", Optional.empty(), COLUMNS, Optional.empty());
    assertThat(file.isRequired()).isTrue();
  }

  @Test
  void parallelChangesAreAllKept() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(4);
    try {
      var added =
          IntStream.range(0, 20)
              .<Future<?>>mapToObj(
                  n ->
                      threads.submit(
                          () -> keys.add("key-" + n, Optional.empty(), COLUMNS, Optional.empty())))
              .toList();
      for (Future<?> each : added) {
        each.get();
      }
    } finally {
      threads.shutdownNow();
    }

    assertThat(keys.all()).hasSize(20);
  }
}
