package dev.freshet.autoloader.compression;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Files that the tools of a format wrote (tools/README.md), and files that claim too much. */
@Timeout(60)
class ToolFormatsTest {
  private static final String LINES =
      IntStream.range(0, 3_000)
          .mapToObj(i -> "{\"id\":\"k%d\",\"n\":%d}\n".formatted(i, i * 7919 % 1009))
          .collect(Collectors.joining());

  @TempDir Path directory;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "default.json.lz4",
        "linked.json.lz4",
        "early.json.lz4",
        "checked.json.lz4",
        "several.json.lz4",
        "python.json.lz4",
        "default.json.zst",
        "largest.json.zst",
        "several.json.zst",
        "largest.json.xz",
        "framed.json.sz",
        "raw.json.snappy"
      })
  void fileOfAToolIsReadWhole(String name) throws IOException {
    Unpacked read = read(name, resource(name));

    assertThat(read.failure()).isNull();
    assertThat(read.text()).isEqualTo(LINES);
  }

  /** The end of a frame is written down, so no cut is taken for an end. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "default.json.lz4",
        "linked.json.lz4",
        "checked.json.lz4",
        "python.json.lz4",
        "default.json.zst",
        "largest.json.zst",
        "largest.json.xz"
      })
  void fileThatIsCutAnywhereIsAnError(String name) throws IOException {
    byte[] packed = resource(name);
    for (int length = 1; length < packed.length; length += 1 + length / 40) {
      Unpacked read = read(name, Arrays.copyOf(packed, length));

      assertThat(read.failure()).as("cut at %d", length).isNotNull();
      assertThat(LINES).startsWith(read.text());
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "dictionary.json.zst; it was packed with a dictionary",
        "window.json.zst; to unpack it takes a window of more than 128 MiB",
        "window.json.xz; to unpack it takes 512 MiB of memory"
      })
  void whatIsNotReadIsRefusedByName(String name, String why) throws IOException {
    Unpacked read = read(name, resource(name));

    assertThat(read.content()).isEmpty();
    assertThat(read.failure()).isInstanceOf(UnsuitableContentException.class);
    assertThat(((UnsuitableContentException) read.failure()).why()).isEqualTo(why);
  }

  @Test
  void referencesToADictionaryThatIsNotThereAreDamage() throws IOException {
    assertThat(read("dictionary.json.lz4", resource("dictionary.json.lz4")).failure())
        .hasMessage("a block is damaged");
  }

  /** A checksum tells each changed byte, and what comes before its block is read. */
  @ParameterizedTest
  @ValueSource(strings = {"checked.json.lz4", "framed.json.sz", "default.json.zst"})
  void changedByteIsAnError(String name) throws IOException {
    byte[] packed = resource(name);
    Random random = new Random(5);
    for (int i = 0; i < 100; i++) {
      byte[] damaged = packed.clone();
      damaged[30 + random.nextInt(packed.length - 30)] ^= (byte) (1 << random.nextInt(8));
      Unpacked read = read(name, damaged);

      assertThat(read.failure()).isNotNull();
    }
  }

  /** What a file claims costs nothing before it is there. */
  @ParameterizedTest
  @CsvSource({
    "lz4, 04224d18 7040ad ffffff7f 00", // A block of 2 GiB in a frame.
    "lz4, 04224d18 7c40 ffffffffffffff7f 00 00 00", // A content of 8 EiB.
    "lz4, 02214c18 0f0f8000 00", // An early block of 8 MiB.
    "lz4, 532a4d18 ffffffff 00", // 4 GiB to be skipped.
    "lz4, 04000000 04ffffff 00", // Hadoop's blocks.
    "lz4, 7fffffff 7fffffff 00",
    "snappy, 03ffffff 03ffffff 00",
    "snappy, 00010000 00000008 ffffffff07000000",
    "snappy, 82534e4150505900 00000001 00000001 7fffffff 00",
    "snappy, 82534e4150505900 00000001 00000001 00000006 ffffffff07 00",
    "snappy, ff060000734e61507059 00ffffff 00000000",
    "snappy, ff060000734e61507059 000a0000 00000000 ffffffff0700",
    "snappy, ffffffff07 00 41",
    "snappy, 80808010 00 41",
    "zst, 28b52ffd 00 a8 ff ff ff", // A window of 2 GiB.
    "zst, 28b52ffd e0 ffffffffffffff7f 00000000",
    "xz, fd377a585a000004e6d6b4460200210128000000",
    "deflate, 78bb00000001",
    "bz2, 425a68393141592653590000",
    "gz, 1f8b08040000000000ffffff"
  })
  void claimedLengthIsNotAllocated(String ending, String hex) throws IOException {
    read("warm." + ending, packed(hex));
    long before = allocated();
    Unpacked read = read("claim." + ending, packed(hex));

    assertThat(allocated() - before).isLessThan(5 << 20);
    assertThat(read.failure()).isNotNull();
    assertThat(read.content()).isEmpty();
  }

  /** A gigabyte in a megabyte is read step by step. */
  @Test
  void bombIsReadInBoundedMemory() throws IOException {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
      byte[] zeros = new byte[1 << 20];
      for (int i = 0; i < 256; i++) {
        gzip.write(zeros);
      }
    }
    Path file = Files.write(directory.resolve("bomb.gz"), packed.toByteArray());
    long before = allocated();
    long bytes = 0;
    try (InputStream stream = FileOpener.open(LandedBytes.LOCAL, file.toString())) {
      byte[] buffer = new byte[8192];
      for (int read = stream.read(buffer); read >= 0; read = stream.read(buffer)) {
        bytes += read;
      }
    }
    assertThat(bytes).isEqualTo(256L << 20);
    assertThat(allocated() - before).isLessThan(2 << 20);
  }

  /** The bytes that a Hadoop block may be taken for are told from a raw block. */
  @Test
  void textIsNoSnappyAndNoLz4() throws IOException {
    for (String ending : new String[] {"snappy", "sz", "lz4"}) {
      Unpacked read = read("x." + ending, LINES.getBytes(ISO_8859_1));
      assertThat(read.failure()).isInstanceOf(UnsuitableContentException.class);
      assertThat(read.failure())
          .hasMessageStartingWith("it is not in a format of ")
          .hasMessageEndingWith(
              "Pack it with gzip (.gz), zstd (.zst) or lz4 (.lz4), and land it again.");
    }
  }

  private static long allocated() {
    return ((ThreadMXBean) ManagementFactory.getThreadMXBean()).getCurrentThreadAllocatedBytes();
  }

  private Unpacked read(String name, byte[] packed) throws IOException {
    return Unpacked.of(Files.write(directory.resolve(name), packed));
  }

  private static byte[] packed(String hex) {
    return HexFormat.of().parseHex(hex.replace(" ", ""));
  }

  private static byte[] resource(String name) throws IOException {
    try (InputStream resource = ToolFormatsTest.class.getResourceAsStream("tools/" + name)) {
      return resource.readAllBytes();
    }
  }
}
