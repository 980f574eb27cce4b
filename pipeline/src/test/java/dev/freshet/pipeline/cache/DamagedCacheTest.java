package dev.freshet.pipeline.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.freshet.core.embed.EmbedOutcome;
import dev.freshet.core.embed.InputType;
import dev.freshet.core.error.ErrorCode;
import dev.freshet.core.error.FreshetException;
import dev.freshet.storage.damage.DamageListener;
import dev.freshet.storage.rocks.RocksStore;
import dev.freshet.testkit.embed.HashEmbedder;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A damaged cache costs time and never changes a vector. */
@Timeout(60)
class DamagedCacheTest {

  private static final List<String> TEXTS =
      IntStream.range(0, 2_000).mapToObj(i -> "text number " + i).toList();

  @TempDir Path home;

  private final HashEmbedder model = new HashEmbedder(64);
  private final List<EmbedOutcome> vectors = model.embed(TEXTS, InputType.DOCUMENT);

  @Test
  void secondOpenOfADirectoryInUseIsRefusedAndHarmsNothing() {
    try (CachingEmbedder first = open()) {
      first.embed(TEXTS, InputType.DOCUMENT);

      assertThatThrownBy(this::open)
          .isInstanceOfSatisfying(
              FreshetException.class,
              e -> assertThat(e.code()).isEqualTo(ErrorCode.ALREADY_RUNNING))
          .hasMessageContaining("Cannot open vector cache in " + dir())
          .hasMessageContaining("Stop it first");
      assertThat(first.ask(TEXTS, InputType.DOCUMENT).cached()).isEqualTo(TEXTS.size());
    }
    assertThat(aside()).doesNotExist();
  }

  @Test
  void directoryThatCannotBeMadeIsAFailureOfTheStore() throws IOException {
    Files.createFile(dir());

    assertThatThrownBy(this::open)
        .isInstanceOfSatisfying(
            FreshetException.class,
            e -> assertThat(e.code()).isEqualTo(ErrorCode.STORE_UNAVAILABLE))
        .hasMessageContaining("Cannot create vector cache in " + dir());
  }

  @Test
  void damagedManifestSetsTheCacheAside() throws IOException {
    fill();
    forEachFile("MANIFEST-*", file -> Files.writeString(file, "no manifest at all, only text"));

    assertRebuiltByUse();
  }

  @Test
  void missingManifestSetsTheCacheAside() throws IOException {
    fill();
    forEachFile("MANIFEST-*", Files::delete);

    assertRebuiltByUse();
  }

  @Test
  void missingDataFileSetsTheCacheAside() throws IOException {
    fill();
    forEachFile("*.sst", Files::delete);

    assertRebuiltByUse();
  }

  @Test
  void damagedDataSetsTheCacheAsideWhenItIsRead() throws IOException {
    fill();
    forEachFile("*.sst", DamagedCacheTest::flipABitAThirdFromTheStart);

    assertRebuiltByUse();
  }

  @Test
  void lastDamagedFilesAreKeptAndNoMore() throws IOException {
    for (int i = 0; i < 3; i++) {
      fill();
      forEachFile("MANIFEST-*", file -> Files.writeString(file, "no manifest at all, only text"));
      open().close();
    }

    try (DirectoryStream<Path> left = Files.newDirectoryStream(home)) {
      assertThat(left).containsExactlyInAnyOrder(dir(), aside());
    }
  }

  @Test
  void vectorUnderTheWrongKeyIsNotAVector() throws DamagedEntryException {
    byte[] key = CachedVector.key("f", InputType.DOCUMENT, "one");
    byte[] value = CachedVector.value(key, new float[] {1, 0});

    assertThat(CachedVector.vector(key, value, 2)).containsExactly(1, 0);
    assertThatThrownBy(
            () -> CachedVector.vector(CachedVector.key("f", InputType.DOCUMENT, "two"), value, 2))
        .isInstanceOf(DamagedEntryException.class)
        .hasMessageContaining("checksum");
    assertThatThrownBy(() -> CachedVector.vector(key, value, 3))
        .isInstanceOf(DamagedEntryException.class)
        .hasMessageContaining("12 bytes, not 16");
  }

  @Test
  void entryThatIsNotAVectorSetsTheCacheAside() throws Exception {
    byte[] key = CachedVector.key(model.spec().fingerprint(), InputType.DOCUMENT, TEXTS.get(0));
    Files.createDirectories(dir());
    try (RocksStore files = RocksStore.open(dir(), CacheSize.standard().settings())) {
      files.write(batch -> batch.put(key, new byte[64 * Float.BYTES + Integer.BYTES]));
    }

    assertRebuiltByUse();
  }

  @Test
  void callersThatMeetTheSameDamageAllGetTheirVectors() throws Exception {
    fill();
    forEachFile("*.sst", DamagedCacheTest::flipABitAThirdFromTheStart);
    ExecutorService callers = Executors.newFixedThreadPool(4);
    try (CachingEmbedder embedder = open()) {
      List<Callable<List<EmbedOutcome>>> calls = new ArrayList<>();
      for (int i = 0; i < 12; i++) {
        calls.add(() -> embedder.embed(TEXTS, InputType.DOCUMENT));
      }

      for (Future<List<EmbedOutcome>> answer : callers.invokeAll(calls, 50, TimeUnit.SECONDS)) {
        assertThat(answer.get()).isEqualTo(vectors);
      }
      assertThat(embedder.ask(TEXTS, InputType.DOCUMENT).cached()).isEqualTo(TEXTS.size());
    } finally {
      callers.shutdownNow();
    }
  }

  private void fill() {
    try (CachingEmbedder embedder = open()) {
      embedder.embed(TEXTS, InputType.DOCUMENT);
    }
    // The next start writes the entries to a data file.
    open().close();
  }

  private void assertRebuiltByUse() {
    try (CachingEmbedder embedder = open()) {
      assertThat(embedder.embed(TEXTS, InputType.DOCUMENT)).isEqualTo(vectors);
      assertThat(aside()).isNotEmptyDirectory();
      assertThat(embedder.ask(TEXTS, InputType.DOCUMENT))
          .isEqualTo(new CachingEmbedder.Answer(vectors, TEXTS.size(), ModelWork.NONE));
    }
  }

  private CachingEmbedder open() {
    return CachingEmbedder.open(dir(), model, DamageListener.NONE);
  }

  private Path dir() {
    return home.resolve("vectors");
  }

  private static void flipABitAThirdFromTheStart(Path file) throws IOException {
    try (FileChannel channel =
        FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      long at = channel.size() / 3;
      ByteBuffer octet = ByteBuffer.allocate(1);
      channel.read(octet, at);
      octet.put(0, (byte) (octet.get(0) ^ 1)).flip();
      channel.write(octet, at);
    }
  }

  private void forEachFile(String glob, Damage damage) throws IOException {
    int found = 0;
    try (DirectoryStream<Path> files = Files.newDirectoryStream(dir(), glob)) {
      for (Path file : files) {
        damage.to(file);
        found++;
      }
    }
    assertThat(found).isPositive();
  }

  private interface Damage {
    void to(Path file) throws IOException;
  }

  private Path aside() {
    return dir().resolveSibling(dir().getFileName() + ".damaged");
  }
}
