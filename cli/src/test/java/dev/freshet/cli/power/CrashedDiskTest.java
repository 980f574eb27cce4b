package dev.freshet.cli.power;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.cli.power.CrashedDisk.Content;
import dev.freshet.cli.power.CrashedDisk.Names;
import dev.freshet.cli.power.FileOperation.Kind;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class CrashedDiskTest {

  private static final FileOperation NAMES = FileOperation.of(Kind.SYNC_DIRECTORY, "", "");

  private final List<FileOperation> done = new ArrayList<>();

  @Test
  void syncedNameOfUnsyncedContentIsAnEmptyFile() {
    created(1, "a", "text");
    done.add(NAMES);

    assertThat(after(Names.NONE, Content.NONE)).isEqualTo(Map.of("a", ""));
  }

  @Test
  void syncedContentWithoutItsNameIsNoFile() {
    created(1, "a", "text");
    done.add(FileOperation.sync(1));

    assertThat(after(Names.NONE, Content.ALL)).isEmpty();
    assertThat(after(Names.ALL, Content.NONE)).isEqualTo(Map.of("a", "text"));
  }

  @Test
  void syncedFileWithSyncedNameIsThereWhateverElseIsLost() {
    created(1, "a", "text");
    done.add(FileOperation.sync(1));
    done.add(NAMES);
    created(2, "b", "more");

    assertThat(after(Names.NONE, Content.NONE)).isEqualTo(Map.of("a", "text"));
  }

  @Test
  void renameIsDoneOrNotDone() {
    created(1, "a", "old");
    done.add(FileOperation.sync(1));
    created(2, "b", "new");
    done.add(FileOperation.sync(2));
    done.add(NAMES);
    done.add(FileOperation.of(Kind.RENAME, "b", "a"));

    assertThat(all(Content.values()))
        .containsExactlyInAnyOrder(Map.of("a", "old", "b", "new"), Map.of("a", "new"));
  }

  @Test
  void linkAndRemovalOfTheOldNameAreTwoChanges() {
    created(1, "a", "x");
    done.add(FileOperation.sync(1));
    done.add(NAMES);
    done.add(FileOperation.of(Kind.LINK, "a", "b"));
    done.add(FileOperation.of(Kind.UNLINK, "a", ""));

    assertThat(all(Content.values()))
        .containsExactlyInAnyOrder(
            Map.of("a", "x"), Map.of("a", "x", "b", "x"), Map.of("b", "x"), Map.of());
  }

  @Test
  void laterChangeOfANameIsNotThereWithoutTheEarlierOne() {
    created(1, "a", "x");
    done.add(FileOperation.of(Kind.UNLINK, "a", ""));
    created(2, "a", "y");
    done.add(FileOperation.sync(1));
    done.add(FileOperation.sync(2));

    assertThat(all(Content.values()))
        .containsExactlyInAnyOrder(Map.of(), Map.of("a", "x"), Map.of("a", "y"));
  }

  @Test
  void directoryIsLostWithItsFilesUntilItsOwnNameIsSynced() {
    done.add(FileOperation.of(Kind.MAKE_DIRECTORY, "d", ""));
    created(1, "d/a", "x");
    done.add(FileOperation.sync(1));
    done.add(FileOperation.of(Kind.SYNC_DIRECTORY, "d", ""));

    assertThat(after(Names.NONE, Content.ALL)).isEmpty();
    done.add(NAMES);
    assertThat(after(Names.NONE, Content.NONE)).isEqualTo(Map.of("d/a", "x"));
  }

  @Test
  void firstPartIsAPrefixOfWhatWasWritten() {
    created(1, "a", "123");
    done.add(FileOperation.sync(1));
    done.add(NAMES);
    done.add(FileOperation.write(1, 3, "45".getBytes(UTF_8)));
    done.add(FileOperation.write(1, 5, "6".getBytes(UTF_8)));

    assertThat(all(Content.FIRST_PART))
        .allSatisfy(disk -> assertThat("123456").startsWith(disk.get("a")))
        .extracting(disk -> disk.get("a"))
        .contains("123", "1234", "12345")
        .doesNotContain("", "1", "12");
  }

  @Test
  void lengthMayBeThereWithoutTheContent() {
    created(1, "a", "123");
    done.add(FileOperation.sync(1));
    done.add(NAMES);
    done.add(FileOperation.write(1, 3, "45".getBytes(UTF_8)));

    assertThat(after(Names.NONE, Content.LENGTH_WITH_ZEROS)).isEqualTo(Map.of("a", "123\0\0"));
  }

  @Test
  void pagesAreLostOneByOne() {
    byte[] pages = "x".repeat(3 * 4096).getBytes(UTF_8);
    done.add(FileOperation.create(1, "a"));
    done.add(FileOperation.write(1, 0, pages));
    done.add(NAMES);

    Set<String> found = new HashSet<>();
    all(Content.ANY_PAGES)
        .forEach(
            disk -> {
              String content = disk.get("a");
              found.add(content.substring(0, 1) + content.charAt(4096) + content.charAt(2 * 4096));
            });
    assertThat(found).hasSize(8).contains("\0x\0", "xxx", "x\0x");
  }

  private void created(long number, String path, String content) {
    done.add(FileOperation.create(number, path));
    done.add(FileOperation.write(number, 0, content.getBytes(UTF_8)));
  }

  private Map<String, String> after(Names names, Content content) {
    return text(disk().after(names, List.of(content), new Random(1)));
  }

  /** All disks that many random numbers lead to. */
  private Set<Map<String, String>> all(Content... contents) {
    Set<Map<String, String>> disks = new HashSet<>();
    Random random = new Random(7);
    for (int i = 0; i < 500; i++) {
      disks.add(text(disk().after(Names.ANY, List.of(contents), random)));
    }
    return disks;
  }

  private CrashedDisk disk() {
    return new CrashedDisk(done, done.size());
  }

  private static Map<String, String> text(DiskImage image) {
    Map<String, String> text = new TreeMap<>();
    image.files().forEach((name, content) -> text.put(name, new String(content, UTF_8)));
    return text;
  }
}
