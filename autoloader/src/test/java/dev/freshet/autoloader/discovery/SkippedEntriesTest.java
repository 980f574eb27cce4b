package dev.freshet.autoloader.discovery;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SkippedEntriesTest {
  private static final String ENTRY = "/landing/loop.json";

  private final SkippedEntries skipped = new SkippedEntries();

  @Test
  void entryIsLoggedOnceHoweverManyListingsMeetIt() {
    assertThat(listingMeets(ENTRY)).isTrue();
    assertThat(listingMeets(ENTRY)).isFalse();
    assertThat(skipped.skip(ENTRY, "loop")).as("met by a hint").isFalse();
    assertThat(listingMeets("/landing/other")).isTrue();
  }

  @Test
  void entryIsLoggedAgainAfterAListingWithoutIt() {
    listingMeets(ENTRY);
    skipped.listingBegins();
    skipped.listingCompleted();

    assertThat(listingMeets(ENTRY)).isTrue();
  }

  @Test
  void listingThatFailedForgetsNothing() {
    listingMeets(ENTRY);
    skipped.listingBegins();

    assertThat(listingMeets(ENTRY)).isFalse();
  }

  private boolean listingMeets(String entry) {
    skipped.listingBegins();
    boolean logged = skipped.skip(entry, "loop");
    skipped.listingCompleted();
    return logged;
  }
}
