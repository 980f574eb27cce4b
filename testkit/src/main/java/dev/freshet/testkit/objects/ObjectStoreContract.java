package dev.freshet.testkit.objects;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.storage.objects.ObjectStore;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** What holds of every {@link ObjectStore}. */
public abstract class ObjectStoreContract {
  private static final int WRITERS = 4;

  /** An empty place; every call of one test gives another access to the same. */
  protected abstract ObjectStore store() throws IOException;

  /** How many races are run; a store that is far away runs fewer. */
  protected int races() {
    return 50;
  }

  @Test
  protected void whatIsPutIsThereAtOnce() throws Exception {
    assertThat(store().read("a")).isEmpty();
    assertThat(store().list("")).isEmpty();

    assertThat(store().putIfAbsent("a", bytes("one"))).isTrue();

    assertThat(text(store().read("a"))).contains("one");
    assertThat(store().list("")).containsExactly("a");
  }

  @Test
  protected void takenNameKeepsItsContent() throws Exception {
    store().putIfAbsent("a", bytes("one"));

    assertThat(store().putIfAbsent("a", bytes("two"))).isFalse();

    assertThat(text(store().read("a"))).contains("one");
    assertThat(store().list("")).containsExactly("a");
  }

  @Test
  protected void repeatedPutMeetsItsOwnObject() throws Exception {
    assertThat(store().putIfAbsent("a", bytes("one"))).isTrue();
    assertThat(store().putIfAbsent("a", bytes("one"))).isTrue();
  }

  @Test
  protected void ofSeveralWritersOneWins() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(WRITERS);
    try {
      for (int race = 0; race < races(); race++) {
        String name = "race" + race;
        CyclicBarrier start = new CyclicBarrier(WRITERS);
        List<Callable<Optional<String>>> writers = new ArrayList<>();
        for (int each = 0; each < WRITERS; each++) {
          String content = "writer " + each;
          ObjectStore store = store();
          writers.add(
              () -> {
                start.await();
                return store.putIfAbsent(name, bytes(content))
                    ? Optional.of(content)
                    : Optional.empty();
              });
        }
        List<String> winners = new ArrayList<>();
        for (Future<Optional<String>> each : threads.invokeAll(writers)) {
          each.get().ifPresent(winners::add);
        }
        assertThat(winners).as(name).hasSize(1);
        assertThat(text(store().read(name))).as(name).contains(winners.get(0));
      }
    } finally {
      threads.shutdownNow();
    }
  }

  @Test
  protected void readerSeesAllOfAnObjectOrNothing() throws Exception {
    byte[] content = new byte[3 << 20];
    new Random(1).nextBytes(content);
    ExecutorService threads = Executors.newSingleThreadExecutor();
    try {
      ObjectStore writer = store();
      ObjectStore reader = store();
      Future<Boolean> put = threads.submit(() -> writer.putIfAbsent("large", content));
      while (!put.isDone()) {
        reader.read("large").ifPresent(seen -> assertThat(seen).isEqualTo(content));
      }
      assertThat(put.get()).isTrue();
      assertThat(reader.read("large")).hasValue(content);
    } finally {
      threads.shutdownNow();
    }
  }

  @Test
  protected void emptyObjectIsOne() throws Exception {
    assertThat(store().putIfAbsent("empty", new byte[0])).isTrue();

    assertThat(store().read("empty")).hasValue(new byte[0]);
    assertThat(store().putIfAbsent("empty", bytes("x"))).isFalse();
  }

  @Test
  protected void namesAreListedInTheOrderOfTheirBytes() throws Exception {
    // The last two are the other way round in the order of Java's texts.
    List<String> ordered =
        List.of("a", "a b", "a-10", "a-9", "a/b", "b", "ä", "\uFF21", "\uD83D\uDE00");
    for (int i = ordered.size() - 1; i >= 0; i--) {
      store().putIfAbsent(ordered.get(i), bytes(ordered.get(i)));
    }

    assertThat(store().list("")).containsExactlyElementsOf(ordered);
    assertThat(store().list("a")).containsExactly("a", "a b", "a-10", "a-9", "a/b");
    assertThat(store().list("a-")).containsExactly("a-10", "a-9");
    assertThat(store().list("c")).isEmpty();
  }

  @Test
  protected void everyCharacterMayBeInAName() throws Exception {
    for (String name :
        List.of(
            "a b", "#?%+&=", "%41", "Größe", ".hidden", "..", "a:b", "new\nline", "*", "a\\b")) {
      assertThat(store().putIfAbsent(name, bytes(name))).as(name).isTrue();
      assertThat(text(store().read(name))).as(name).contains(name);
      assertThat(store().list(name)).as(name).containsExactly(name);
      store().delete(List.of(name));
    }
  }

  @Test
  protected void deletedNameIsFree() throws Exception {
    store().putIfAbsent("a", bytes("one"));
    store().putIfAbsent("b", bytes("two"));

    store().delete(List.of("a", "never there"));
    store().delete(List.of("a"));
    store().delete(List.of());

    assertThat(store().read("a")).isEmpty();
    assertThat(store().list("")).containsExactly("b");
    assertThat(store().putIfAbsent("a", bytes("three"))).isTrue();
    assertThat(text(store().read("a"))).contains("three");
  }

  @Test
  protected void manyAreListed() throws Exception {
    List<String> names = new ArrayList<>();
    for (int i = 0; i < 30; i++) {
      names.add("many-%03d".formatted(i));
      store().putIfAbsent(names.get(i), bytes("x"));
    }
    assertThat(store().list("many")).isEqualTo(names);
    store().delete(names);
    assertThat(store().list("")).isEmpty();
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static Optional<String> text(Optional<byte[]> content) {
    return content.map(each -> new String(each, StandardCharsets.UTF_8));
  }
}
