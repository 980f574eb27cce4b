package dev.freshet.autoloader.compression;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.luben.zstd.ZstdOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import net.jpountz.lz4.LZ4BlockOutputStream;
import net.jpountz.lz4.LZ4FrameOutputStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.io.compress.CompressionCodecFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tukaani.xz.LZMA2Options;
import org.tukaani.xz.XZOutputStream;
import org.xerial.snappy.Snappy;
import org.xerial.snappy.SnappyFramedOutputStream;
import org.xerial.snappy.SnappyOutputStream;

@Timeout(60)
class FileOpenerTest {
  private static final byte[] TEXT = text();

  @TempDir Path directory;

  private interface Packer {
    OutputStream over(OutputStream target) throws IOException;
  }

  @ParameterizedTest
  @ValueSource(strings = {"gz", "bz2", "deflate", "snappy", "lz4", "zst", "xz"})
  void packedFileIsReadWholeAlsoIfItIsTwo(String ending) throws IOException {
    byte[] packed = packed(ending);
    byte[] twice = Arrays.copyOf(packed, packed.length * 2);
    System.arraycopy(packed, 0, twice, packed.length, packed.length);

    assertThat(read(ending, packed).content()).isEqualTo(TEXT);
    assertThat(read(ending, twice).content()).hasSize(2 * TEXT.length);
  }

  @ParameterizedTest
  @ValueSource(strings = {"gz", "bz2", "deflate", "snappy", "lz4", "zst", "xz"})
  void fileThatIsCutGivesWhatIsBeforeTheCutAndAnError(String ending) throws IOException {
    byte[] packed = packed(ending);
    for (int length : new int[] {packed.length / 2, packed.length / 2 + 1, packed.length - 20}) {
      Unpacked read = read(ending, Arrays.copyOf(packed, length));

      assertThat(read.failure()).as("%s cut at %d", ending, length).isInstanceOf(IOException.class);
      assertThat(read.content().length).isLessThanOrEqualTo(TEXT.length);
      assertThat(Arrays.copyOf(TEXT, read.content().length)).isEqualTo(read.content());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"gz", "bz2", "deflate", "snappy", "lz4", "zst", "xz"})
  void fileThatIsNotPackedIsAnError(String ending) throws IOException {
    for (byte[] content :
        new byte[][] {"{\"id\":1}\n".repeat(50).getBytes(UTF_8), new byte[300], new byte[] {1}}) {
      Unpacked read = read(ending, content);
      boolean emptyBlocks =
          content.length == 300 && (ending.equals("snappy") || ending.equals("lz4"));
      assertThat(read.content()).isEmpty();
      if (!emptyBlocks) {
        assertThat(read.failure()).as(ending).isInstanceOf(IOException.class);
      }
    }
  }

  @Test
  void blocksBeforeTheCutAreRead() throws IOException {
    byte[] packed = packed("snappy");
    Unpacked read = read("snappy", Arrays.copyOf(packed, packed.length - 20));

    assertThat(read.failure()).hasMessage("the file ends within a block");
    assertThat(read.content().length).isGreaterThan(TEXT.length / 2);
  }

  /** As Hadoop writes it: five blocks of a thousand rows, cut within the third. */
  @Test
  void rowsBeforeTheCutAreRead() throws IOException {
    byte[] cut;
    try (InputStream resource =
        FileOpenerTest.class.getResourceAsStream("cut-in-third-block.json.snappy")) {
      cut = resource.readAllBytes();
    }
    Unpacked read = read("snappy", cut);

    assertThat(new String(read.content(), UTF_8).lines()).hasSize(2_000);
    assertThat(read.failure()).hasMessage("the file ends within a block");
  }

  @Test
  void formatsOfTheSameAlgorithmAreToldApart() throws IOException {
    assertThat(read("lz4", packed(LZ4FrameOutputStream::new)).content()).isEqualTo(TEXT);
    assertThat(read("snappy", packed(SnappyFramedOutputStream::new)).content()).isEqualTo(TEXT);
    assertThat(read("snappy", packed(SnappyOutputStream::new)).content()).isEqualTo(TEXT);
    assertThat(read("snappy", Snappy.compress(TEXT)).content()).isEqualTo(TEXT);
    assertThat(read("lz4", packed(LZ4BlockOutputStream::new)).failure())
        .isInstanceOf(UnsuitableContentException.class)
        .hasMessageStartingWith("it is in the blocks of lz4-java, not in LZ4's frame format. ");
  }

  /** No damage makes the reader hang, run out of memory, or throw what is no exception. */
  @Test
  void damageIsAnErrorOrOtherContent() throws IOException {
    Random random = new Random(3);
    for (String ending : new String[] {"snappy", "lz4"}) {
      byte[] packed = packed(ending);
      for (int i = 0; i < 60; i++) {
        byte[] damaged = packed.clone();
        for (int flips = 1 + random.nextInt(4); flips > 0; flips--) {
          damaged[random.nextInt(i % 2 == 0 ? 16 : damaged.length)] ^=
              (byte) (1 << random.nextInt(8));
        }
        Unpacked read = read(ending, damaged);
        assertThat(read.content().length).isLessThanOrEqualTo(64 << 20);
      }
    }
  }

  @Test
  void fileWithoutACompressionInItsNameIsReadAsItIs() throws IOException {
    assertThat(read("json", TEXT).content()).isEqualTo(TEXT);
    assertThatThrownBy(
            () -> FileOpener.open(LandedBytes.LOCAL, directory.resolve("none.gz").toString()))
        .isInstanceOf(NoSuchFileException.class);
  }

  private Unpacked read(String ending, byte[] packed) throws IOException {
    return Unpacked.of(Files.write(directory.resolve("x." + ending), packed));
  }

  private static byte[] packed(String ending) throws IOException {
    return switch (ending) {
      case "zst" -> packed(ZstdOutputStream::new);
      case "xz" -> packed(target -> new XZOutputStream(target, new LZMA2Options(1)));
      default ->
          packed(
              target ->
                  new CompressionCodecFactory(new Configuration(false))
                      .getCodec(new org.apache.hadoop.fs.Path("/x." + ending))
                      .createOutputStream(target));
    };
  }

  private static byte[] packed(Packer packer) throws IOException {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (OutputStream stream = packer.over(packed)) {
      stream.write(TEXT);
    }
    return packed.toByteArray();
  }

  private static byte[] text() {
    Random random = new Random(1);
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < 12_000; i++) {
      text.append("{\"id\":\"k").append(i).append("\",\"body\":\"").append(random.nextLong());
      text.append("\"}\n");
    }
    return text.toString().getBytes(UTF_8);
  }
}
