package dev.freshet.autoloader.format;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.github.luben.zstd.ZstdOutputStream;
import dev.freshet.autoloader.compression.LandedBytes;
import dev.freshet.autoloader.option.EnvelopeOptions;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.zip.GZIPOutputStream;
import net.jpountz.lz4.LZ4FrameOutputStream;
import net.jpountz.lz4.LZ4FrameOutputStream.BLOCKSIZE;
import net.jpountz.lz4.LZ4FrameOutputStream.FLG.Bits;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.io.compress.CompressionCodecFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.tukaani.xz.LZMA2Options;
import org.tukaani.xz.XZOutputStream;
import org.xerial.snappy.Snappy;
import org.xerial.snappy.SnappyFramedOutputStream;
import org.xerial.snappy.SnappyOutputStream;

/**
 * Lands damaged files of every compression. The reader throws nothing but what it declares, each
 * file takes a bounded time, and what comes out is told against the lines that were packed. {@code
 * freshet.fuzz.files} sets how many files, {@code freshet.fuzz.seed} which; the long profile reads
 * 120 000.
 */
@Timeout(1_800)
class LandedBytesFuzzTest {
  private static final boolean LONG = Boolean.getBoolean("freshet.test.long");
  private static final int FILES = Integer.getInteger("freshet.fuzz.files", LONG ? 120_000 : 2_400);
  private static final long SEED = Long.getLong("freshet.fuzz.seed", System.nanoTime());
  private static final Duration BOUND = Duration.ofSeconds(5);
  private static final int MAX_LINE_BYTES = 1 << 20;

  @TempDir Path directory;

  private final Random random = new Random(SEED);

  /**
   * How lines are packed.
   *
   * @param checked whether a checksum tells each change before its content is read
   * @param ended whether a cut anywhere is noticed
   */
  private record Packing(String ending, Packer packer, boolean checked, boolean ended) {}

  private interface Packer {
    OutputStream over(OutputStream target) throws IOException;
  }

  private static final List<Packing> PACKINGS =
      List.of(
          new Packing("json", target -> target, false, false),
          new Packing("gz", GZIPOutputStream::new, false, true),
          new Packing("bz2", hadoop("bz2"), false, true),
          new Packing("deflate", hadoop("deflate"), false, true),
          new Packing("snappy", hadoop("snappy"), false, false),
          new Packing("lz4", hadoop("lz4"), false, false),
          new Packing("lz4", LandedBytesFuzzTest::lz4, true, true),
          new Packing("lz4", LZ4FrameOutputStream::new, false, true),
          new Packing("snappy", SnappyFramedOutputStream::new, true, false),
          new Packing("sz", SnappyOutputStream::new, false, false),
          new Packing("snappy", LandedBytesFuzzTest::raw, false, true),
          new Packing("zst", LandedBytesFuzzTest::zstd, false, true),
          new Packing("xz", t -> new XZOutputStream(t, new LZMA2Options(0)), false, true));

  @Test
  void damagedFilesGiveTheirLinesBeforeTheDamageAndAReason() throws IOException {
    System.out.println("freshet.fuzz.seed=" + SEED);
    Map<String, Integer> outcomes = new TreeMap<>();
    ContentFormat lines =
        ContentFormat.of(EnvelopeOptions.parse(Map.of()), MAX_LINE_BYTES, MAX_LINE_BYTES);
    byte[] other = new byte[0];
    for (int i = 0; i < FILES; i++) {
      Packing packing = PACKINGS.get(i % PACKINGS.size());
      List<String> landed = lines(1 + random.nextInt(random.nextInt(8) == 0 ? 4_000 : 60));
      byte[] packed = packed(packing, landed);
      int kind = random.nextInt(8);
      byte[] damaged = kind == 0 ? packed : mutated(packed, other, kind);
      other = packed;
      Path file = Files.write(directory.resolve("f." + packing.ending()), damaged);
      long start = System.nanoTime();
      Outcome outcome = read(lines, file);
      String what = "seed %d, file %d, %s, mutation %d".formatted(SEED, i, packing.ending(), kind);

      assertThat(Duration.ofNanos(System.nanoTime() - start)).as(what).isLessThan(BOUND);
      if (Arrays.equals(damaged, packed)) {
        assertThat(outcome.failure()).as(what).isNull();
        assertThat(outcome.lines()).as(what).isEqualTo(landed);
      } else if (kind == 1) {
        assertCut(packing, landed, outcome, what);
      } else if (packing.checked() && kind <= 3) {
        assertPrefix(landed, outcome.lines(), what);
      }
      outcomes.merge(outcome.failure() == null ? "read" : "refused", 1, Integer::sum);
    }
    System.out.println("files " + FILES + ", " + outcomes);
  }

  /** A cut gives a prefix of the lines, of which the last one may be cut, and mostly a reason. */
  private static void assertCut(Packing packing, List<String> landed, Outcome cut, String what) {
    int whole = cut.lines().size() - 1;
    if (whole >= 0) {
      assertPrefix(landed, cut.lines().subList(0, whole), what);
      assertThat(landed.get(whole)).as(what).startsWith(cut.lines().get(whole));
    }
    if (packing.ended()) {
      assertThat(cut.failure()).as(what).isNotNull();
    }
  }

  private static void assertPrefix(List<String> landed, List<String> read, String what) {
    int size = read.size();
    boolean lastCut =
        size > 0 && size <= landed.size() && landed.get(size - 1).startsWith(read.get(size - 1));
    assertThat(read.subList(0, lastCut ? size - 1 : size))
        .as(what)
        .isEqualTo(landed.subList(0, Math.min(landed.size(), lastCut ? size - 1 : size)));
  }

  /** The lines that a file gave, and why there were no more; null if it ended. */
  private record Outcome(List<String> lines, IOException failure) {}

  private static Outcome read(ContentFormat format, Path file) {
    List<String> lines = new ArrayList<>();
    try (FileRecords records = format.read(format.open(LandedBytes.LOCAL, file.toString()))) {
      for (FileRecord each = records.next(); each != null; each = records.next()) {
        lines.add(each.value() == null ? "" : new String(each.value(), UTF_8));
      }
      return new Outcome(lines, null);
    } catch (IOException e) {
      return new Outcome(lines, e);
    }
  }

  private List<String> lines(int count) {
    List<String> lines = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      lines.add(
          "{\"id\":\"k%d\",\"n\":%d,\"t\":\"%s\"}"
              .formatted(i, random.nextInt(), "spring ".repeat(random.nextInt(6))));
    }
    return lines;
  }

  private byte[] mutated(byte[] packed, byte[] other, int kind) {
    int at = random.nextInt(packed.length);
    byte[] damaged = packed.clone();
    switch (kind) {
      case 1 -> {
        return Arrays.copyOf(packed, Math.max(1, at)); // Nothing is an empty file, not a cut one.
      }
      case 2 -> damaged[at] ^= (byte) (1 << random.nextInt(8));
      case 3 -> {
        int from = at - at % 4;
        Arrays.fill(damaged, from, Math.min(packed.length, from + 4), (byte) extreme());
      }
      case 4 -> {
        return joined(packed, 0, at, bytes(1 + random.nextInt(40)), packed, at);
      }
      case 5 -> {
        int to = at + random.nextInt(packed.length - at + 1);
        return joined(packed, 0, to, new byte[0], packed, at);
      }
      case 6 -> {
        return joined(packed, 0, at, new byte[0], other, Math.min(other.length, at));
      }
      default -> {
        for (int flips = 1 + random.nextInt(20); flips > 0; flips--) {
          damaged[
                  random.nextInt(
                      Math.min(packed.length, random.nextBoolean() ? 24 : packed.length))] =
              (byte) random.nextInt();
        }
      }
    }
    return damaged;
  }

  private int extreme() {
    int[] extremes = {0, 0xFF, 0x7F, 0x80};
    return extremes[random.nextInt(extremes.length)];
  }

  private byte[] bytes(int count) {
    byte[] bytes = new byte[count];
    random.nextBytes(bytes);
    return bytes;
  }

  private static byte[] joined(byte[] a, int from, int to, byte[] middle, byte[] b, int bFrom) {
    ByteArrayOutputStream joined = new ByteArrayOutputStream();
    joined.write(a, from, to - from);
    joined.writeBytes(middle);
    joined.write(b, bFrom, b.length - bFrom);
    return joined.toByteArray();
  }

  private static byte[] packed(Packing packing, List<String> lines) throws IOException {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (OutputStream stream = packing.packer().over(packed)) {
      stream.write((String.join("\n", lines) + "\n").getBytes(UTF_8));
    }
    return packed.toByteArray();
  }

  private static Packer hadoop(String ending) {
    CompressionCodecFactory codecs = new CompressionCodecFactory(new Configuration(false));
    return target ->
        codecs.getCodec(new org.apache.hadoop.fs.Path("/x." + ending)).createOutputStream(target);
  }

  private static OutputStream lz4(OutputStream target) throws IOException {
    return new LZ4FrameOutputStream(
        target,
        BLOCKSIZE.SIZE_64KB,
        -1,
        Bits.BLOCK_INDEPENDENCE,
        Bits.BLOCK_CHECKSUM,
        Bits.CONTENT_CHECKSUM);
  }

  private static OutputStream zstd(OutputStream target) throws IOException {
    return new ZstdOutputStream(target).setChecksum(true);
  }

  private static OutputStream raw(OutputStream target) {
    return new ByteArrayOutputStream() {
      @Override
      public void close() throws IOException {
        target.write(Snappy.compress(toByteArray()));
      }
    };
  }
}
