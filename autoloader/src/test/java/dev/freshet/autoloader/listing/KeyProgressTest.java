package dev.freshet.autoloader.listing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.autoloader.filelog.LandedFile;
import dev.freshet.autoloader.option.AutoloaderOptions.Increments;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class KeyProgressTest {
  private final SeenFiles seen = new SeenFiles();
  private final KeyProgress keys = new KeyProgress(Increments.WHILE_IN_ORDER, seen);

  private static LandedFile file(String name) {
    return new LandedFile("s3a://b/" + name, 1, Instant.EPOCH, 7);
  }

  private void list(KeyProgress progress, String... names) {
    progress.listingBegins();
    seen.listingBegins();
    for (String name : names) {
      progress.listed(file(name));
      seen.listed(file(name));
    }
    progress.listingCompleted();
    seen.listingCompleted();
  }

  @Test
  void lastIsTheGreatestKeyWhateverOrderDirectoriesAreListedIn() {
    assertThat(keys.last()).isEmpty();
    list(keys, "b", "d", "a", "c");
    assertThat(keys.last()).contains("s3a://b/d");

    keys.cameAfter(file("f"));
    keys.cameAfter(file("e"));
    assertThat(keys.last()).contains("s3a://b/f");
  }

  /** U+FF5E comes before U+1F989 in UTF-8, and after it in the order of Java's strings. */
  @Test
  void orderIsThatOfBytesInUtf8() {
    list(keys, "\uD83E\uDD89", "\uFF5E", "\u00E9");

    assertThat(keys.last()).contains("s3a://b/\uD83E\uDD89");
  }

  @Test
  void newFileBeforeTheLastKeyEndsIncrementsUntilAListingHasNone() {
    list(keys, "b", "d");
    list(keys, "b", "c", "d");
    assertThat(keys.last()).isEmpty();

    list(keys, "b", "c", "d");
    assertThat(keys.last()).isPresent();
    list(keys, "b", "c", "d", "e");
    assertThat(keys.last()).contains("s3a://b/e");
  }

  @Test
  void listingThatFailsDecidesNothing() {
    list(keys, "b", "d");
    keys.listingBegins();
    keys.listed(file("a"));

    assertThat(keys.last()).contains("s3a://b/d");
  }

  @Test
  void userDecidesOtherwise() {
    KeyProgress always = new KeyProgress(Increments.ALWAYS, seen);
    KeyProgress never = new KeyProgress(Increments.NEVER, seen);
    for (KeyProgress each : List.of(always, never)) {
      list(each, "b", "d");
      list(each, "a", "b", "d");
    }

    assertThat(always.last()).contains("s3a://b/d");
    assertThat(never.last()).isEmpty();
  }
}
