package dev.freshet.autoloader.reader;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.freshet.autoloader.compression.UnsuitableContentException;
import dev.freshet.autoloader.fs.LocalAccess;
import dev.freshet.autoloader.spark.Landing;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LongLinesTest {

  @TempDir Path directory;

  @Test
  void lineAboveTheLimitIsRefusedWithItsNumberBeforeItIsInMemory() throws IOException {
    assertThatThrownBy(() -> require("a.csv", "id,n\n1,2\n3," + "x".repeat(20) + "\n"))
        .isInstanceOf(UnsuitableContentException.class)
        .hasMessage("line 3 is longer than 10 bytes. Write shorter lines and land it again.");
    assertThatThrownBy(() -> require("a.csv.gz", "x".repeat(11)))
        .isInstanceOf(UnsuitableContentException.class);
  }

  @Test
  void linesUpToTheLimitAreFineWhateverEndsThem() {
    assertThatCode(() -> require("a.csv", "0123456789\r\n0123456789\n0123456789"))
        .doesNotThrowAnyException();
    assertThatCode(() -> require("b.csv", "0123456789\r0123456789\r")).doesNotThrowAnyException();
  }

  @Test
  void recordBetweenMarksIsRefusedToo() {
    assertThatThrownBy(() -> require("a.xml", "<row/><row><n>12</n></row>", "<row"))
        .hasMessage(
            "there are more than 10 bytes from one '<row' to the next. Write smaller records and"
                + " land it again.");
    assertThatCode(() -> require("b.xml", "<r><row>12<row>34<<row></r>", "<row"))
        .doesNotThrowAnyException();
  }

  private void require(String name, String content, String mark) throws IOException {
    Path file = Files.writeString(directory.resolve(name), content);
    LongLines.requireNone(
        new LocalAccess(directory.toString()), file.toString(), Files.size(file), 10, mark);
  }

  private void require(String name, String content) throws IOException {
    Path file =
        Files.write(
            directory.resolve(name),
            name.endsWith(".gz") ? Landing.gzip(content) : content.getBytes(UTF_8));
    LongLines.requireNone(
        new LocalAccess(directory.toString()), file.toString(), Files.size(file), 10);
  }
}
