package dev.freshet.autoloader.discovery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.autoloader.discovery.HadoopLandingZone.KeyIncrements;
import dev.freshet.autoloader.filelog.LandedFile;
import dev.freshet.autoloader.fs.HadoopAccess;
import dev.freshet.autoloader.listing.KeyProgress;
import dev.freshet.autoloader.listing.SeenFiles;
import dev.freshet.autoloader.option.AutoloaderOptions.Increments;
import dev.freshet.servers.FaultProxy;
import dev.freshet.storage.s3.S3Landing;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Listings that begin behind the last key, with the requests that they cost. */
class S3IncrementalListingIT {
  private static final int KEYS_PER_REQUEST = 10;
  private static final Duration LIMIT = Duration.ofSeconds(10);
  private static final Duration SOON = Duration.ofMillis(1);

  private final S3Landing landing = S3Landing.create();
  private final SeenFiles seen = new SeenFiles();
  private final FaultProxy proxy;

  S3IncrementalListingIT() throws IOException {
    proxy = FaultProxy.of(S3Landing.endpoint());
  }

  @AfterEach
  void closeProxy() {
    proxy.close();
  }

  private LandingZone zone(Increments increments, boolean recursive) throws IOException {
    Map<String, String> settings = new HashMap<>(S3Landing.hadoop(proxy.endpoint()));
    settings.put("fs.s3a.paging.maximum", Integer.toString(KEYS_PER_REQUEST));
    return new HadoopLandingZone(
        new HadoopAccess(landing.path(), settings).store(),
        new LandingFilter(Optional.empty()),
        recursive,
        Optional.of(new KeyIncrements(new KeyProgress(increments, seen), Duration.ZERO)));
  }

  /** As discovery does it. */
  private List<String> list(LandingZone zone) throws IOException {
    List<LandedFile> files = new ArrayList<>();
    seen.listingBegins();
    zone.list(files::add);
    files.forEach(seen::listed);
    seen.listingCompleted();
    return names(files);
  }

  private List<String> hinted(LandingZone zone) throws Exception {
    List<LandedFile> files = increment(zone);
    for (LandedFile file : files) {
      assertThat(zone.look(file.path())).as("as a look shows it").contains(file);
    }
    files.forEach(seen::remember);
    return names(files);
  }

  /** The next listing that begins behind the last key; there is a pause before it. */
  private List<LandedFile> increment(LandingZone zone) throws Exception {
    long before = listRequests();
    long deadline = System.nanoTime() + LIMIT.toNanos();
    List<LandedFile> files = zone.await(SOON).files();
    while (listRequests() == before) {
      assertThat(System.nanoTime()).isLessThan(deadline);
      files = zone.await(SOON).files();
    }
    return files;
  }

  private List<String> names(List<LandedFile> files) {
    return files.stream().map(file -> file.path().substring(landing.path().length() + 1)).toList();
  }

  private long listRequests() {
    return proxy.requests().stream().filter(each -> each.contains("list-type=2")).count();
  }

  @Test
  void oneRequestFindsOneNewFileHoweverManyWereSeen() throws Exception {
    for (int i = 0; i < 150; i++) {
      landing.land("2026/%04d.json".formatted(i), "x\n");
    }
    try (LandingZone zone = zone(Increments.WHILE_IN_ORDER, true)) {
      long before = listRequests();
      assertThat(list(zone)).hasSize(150);
      assertThat(listRequests() - before).isGreaterThanOrEqualTo(15);
      assertThat(zone.givesHints()).isTrue();

      before = listRequests();
      assertThat(increment(zone)).isEmpty();
      assertThat(listRequests() - before).isEqualTo(1);

      landing.land("2026/0150.json", "x\n");
      before = listRequests();
      List<LandedFile> found = increment(zone);
      assertThat(listRequests() - before).isEqualTo(1);
      assertThat(found)
          .singleElement()
          .satisfies(file -> assertThat(zone.look(file.path())).contains(file));
      assertThat(proxy.requests()).anyMatch(each -> each.contains("start-after="));
      assertThat(increment(zone)).isEmpty();
    }
  }

  @Test
  void fileBeforeTheLastKeyIsFoundByAFullListingWhichEndsTheOthersUntilTheOrderIsBack()
      throws Exception {
    landing.land("m.json", "x\n");
    try (LandingZone zone = zone(Increments.WHILE_IN_ORDER, true)) {
      list(zone);
      landing.land("a.json", "x\n");
      assertThat(hinted(zone)).isEmpty();

      assertThat(list(zone)).containsExactlyInAnyOrder("a.json", "m.json");
      assertThat(zone.givesHints()).isFalse();
      landing.land("n.json", "x\n");
      assertThat(zone.await(SOON).files()).isEmpty();

      assertThat(list(zone)).contains("n.json");
      assertThat(zone.givesHints()).isTrue();
      landing.land("o.json", "x\n");
      assertThat(hinted(zone)).containsExactly("o.json");
    }
  }

  @Test
  void onlyWantedFilesAreHintedAndWhatIsHiddenDoesNotMoveTheLastKey() throws Exception {
    landing.land("b.json", "x\n");
    try (LandingZone deep = zone(Increments.ALWAYS, true);
        LandingZone flat = zone(Increments.ALWAYS, false)) {
      list(deep);
      list(flat);
      for (String name :
          List.of("c.json", "d/e.json", "d/_log/f", "d/.g", "h.tmp", "~/i.json", "k/")) {
        landing.land(name, "x\n");
      }

      assertThat(hinted(deep)).containsExactly("c.json", "d/e.json", "~/i.json");
      assertThat(hinted(flat)).containsExactly("c.json");
      landing.land("d/n.json", "x\n");
      assertThat(hinted(flat)).isEmpty();
      landing.land("c2.json", "x\n");
      assertThat(hinted(flat)).containsExactly("c2.json");
    }
  }

  /** This server orders names as Java does, so they have no letter beyond 16 bits here. */
  @Test
  void whatComesAfterTheLastNameIsHintedWhateverItsLetters() throws Exception {
    Random random = new Random(5);
    List<String> letters = List.of("a", "Z", "é", "日", "\uFF5E", " ", "+", "%");
    try (LandingZone zone = zone(Increments.ALWAYS, true)) {
      landing.land("a", "x\n");
      String last = "a";
      list(zone);
      for (int i = 0; i < 40; i++) {
        String name =
            letters.get(random.nextInt(letters.size()))
                + letters.get(random.nextInt(letters.size()))
                + i;
        landing.land(name, "x\n");
        if (name.compareTo(last) > 0) {
          assertThat(hinted(zone)).containsExactly(name);
          last = name;
        } else {
          assertThat(hinted(zone)).isEmpty();
        }
      }
      assertThat(list(zone)).hasSize(41);
    }
  }
}
