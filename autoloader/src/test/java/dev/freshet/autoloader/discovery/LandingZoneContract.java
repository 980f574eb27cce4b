package dev.freshet.autoloader.discovery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.autoloader.filelog.LandedFile;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What every landing zone does, whatever storage it is in. */
public abstract class LandingZoneContract {
  private final List<LandingZone> open = new ArrayList<>();

  /** The landing zone as the file log writes paths, without a slash at the end. */
  protected abstract String root();

  /** Lands a file whole, with the directories it lies in. */
  protected abstract void land(String name, String content) throws Exception;

  /** Removes a file, and a directory that has no other file. */
  protected abstract void remove(String name) throws Exception;

  /** A view of the landing zone that only lists. */
  abstract LandingZone zone(LandingFilter filter, boolean recursive) throws IOException;

  @AfterEach
  void closeZones() throws IOException {
    for (LandingZone zone : open) {
      zone.close();
    }
  }

  private LandingZone opened(Optional<String> glob, boolean recursive) throws IOException {
    LandingZone zone = zone(new LandingFilter(glob), recursive);
    open.add(zone);
    return zone;
  }

  @Test
  void fileIsListedWithItsPathAndSize() throws Exception {
    land("a.json", "one\n");
    LandingZone zone = opened(Optional.empty(), true);

    assertThat(list(zone))
        .singleElement()
        .satisfies(
            file -> {
              assertThat(file.path()).isEqualTo(root() + "/a.json");
              assertThat(file.size()).isEqualTo(4);
              assertThat(zone.look(file.path())).contains(file);
            });
  }

  @Test
  void namesAreFoundAsTheyAreWritten() throws Exception {
    List<String> names =
        List.of(
            "with blank.json",
            "a#b.json",
            "100%.json",
            "%20.json",
            "a+b.json",
            "a&b=c;d,e.json",
            "[x]{y}.json",
            "Größe 日本 🦉.json",
            "it's.json");
    for (String name : names) {
      land("in/" + name, "x\n");
    }
    LandingZone zone = opened(Optional.empty(), true);

    List<LandedFile> found = list(zone);
    assertThat(found)
        .extracting(LandedFile::path)
        .containsExactlyInAnyOrderElementsOf(
            names.stream().map(name -> root() + "/in/" + name).toList());
    for (LandedFile file : found) {
      assertThat(zone.look(file.path())).as(file.path()).isPresent();
      assertThat(zone.content(file).orElseThrow().bytes()).as(file.path()).isEqualTo(2);
    }
  }

  @Test
  void hiddenAndUnfinishedNamesAreNotListed() throws Exception {
    for (String name :
        List.of("a.json", ".b.json", "_c.json", "d.tmp", "_log/e.json", ".x/f.json", "y/g.json")) {
      land(name, "x\n");
    }

    assertThat(names(opened(Optional.empty(), true)))
        .containsExactlyInAnyOrder("/a.json", "/y/g.json");
    assertThat(names(opened(Optional.empty(), false))).containsExactly("/a.json");
    assertThat(names(opened(Optional.of("g*"), true))).containsExactly("/y/g.json");
    assertThat(opened(Optional.empty(), true).look(root() + "/_c.json")).isEmpty();
  }

  @Test
  void fileThatWasWrittenAgainIsAnotherOne() throws Exception {
    land("a.json", "one\n");
    LandingZone zone = opened(Optional.empty(), true);
    LandedFile before = zone.look(root() + "/a.json").orElseThrow();

    land("a.json", "two\n");

    LandedFile after = zone.look(root() + "/a.json").orElseThrow();
    assertThat(after).isNotEqualTo(before);
    assertThat(zone.content(after).orElseThrow().sha256()).isNotEqualTo(contentOf("one\n", zone));
  }

  private String contentOf(String text, LandingZone zone) throws Exception {
    land("other.json", text);
    return zone.content(zone.look(root() + "/other.json").orElseThrow()).orElseThrow().sha256();
  }

  @Test
  void fileThatWasRemovedIsGone() throws Exception {
    land("a.json", "one\n");
    land("b.json", "one\n");
    LandingZone zone = opened(Optional.empty(), true);
    LandedFile file = zone.look(root() + "/a.json").orElseThrow();

    remove("a.json");

    assertThat(names(zone)).containsExactly("/b.json");
    assertThat(zone.look(file.path())).isEmpty();
    assertThat(zone.content(file)).isEmpty();
  }

  @Test
  void directoriesAppearAndVanish() throws Exception {
    land("z.json", "x\n");
    LandingZone zone = opened(Optional.empty(), true);
    assertThat(names(zone)).containsExactly("/z.json");

    land("2026/11/30/a.json", "x\n");
    land("2026/11/29/b.json", "x\n");
    assertThat(names(zone))
        .containsExactlyInAnyOrder("/z.json", "/2026/11/30/a.json", "/2026/11/29/b.json");

    remove("2026/11/29/b.json");
    assertThat(names(zone)).containsExactlyInAnyOrder("/z.json", "/2026/11/30/a.json");
  }

  @Test
  void manyFilesInManyDirectoriesAreAllListedOnce() throws Exception {
    List<String> landed = new ArrayList<>();
    for (int directory = 0; directory < 12; directory++) {
      for (int file = 0; file < 10; file++) {
        landed.add("/d" + directory + "/f" + file);
        land("d" + directory + "/f" + file, "x\n");
      }
    }

    assertThat(names(opened(Optional.empty(), true))).containsExactlyInAnyOrderElementsOf(landed);
  }

  private List<String> names(LandingZone zone) throws IOException {
    return list(zone).stream().map(file -> file.path().substring(root().length())).toList();
  }

  private static List<LandedFile> list(LandingZone zone) throws IOException {
    List<LandedFile> files = new ArrayList<>();
    zone.list(files::add);
    return files;
  }

  /** Of a storage with entity tags: a rewrite of the same size at the same time has another one. */
  final void assertRewriteHasAnotherTag() throws Exception {
    land("a.json", "one\n");
    try (LandingZone zone = zone(new LandingFilter(Optional.empty()), true)) {
      LandedFile before = zone.look(root() + "/a.json").orElseThrow();
      land("a.json", "two\n");
      LandedFile after = zone.look(root() + "/a.json").orElseThrow();

      assertThat(before.change()).isNotZero();
      assertThat(after.change()).isNotEqualTo(before.change());
      zone.list(listed -> assertThat(listed.change()).as("of a listing").isEqualTo(after.change()));
    }
  }
}
