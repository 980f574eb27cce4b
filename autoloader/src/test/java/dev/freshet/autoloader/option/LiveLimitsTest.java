package dev.freshet.autoloader.option;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.autoloader.option.AutoloaderOptions.Limits;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LiveLimitsTest {
  private static final Limits OPTIONS = new Limits(1000, OptionalLong.of(64), Optional.of("id"));

  @TempDir Path directory;
  private LiveLimits limits;

  @BeforeEach
  void make() {
    limits = new LiveLimits(directory.resolve("filelog"), OPTIONS);
  }

  @Test
  void limitsAreThoseOfTheOptionsUntilTheFileSaysOtherwiseAndAgainWithoutIt() throws IOException {
    assertThat(limits.current()).isEqualTo(OPTIONS);

    write("cloudFiles.maxFilesPerTrigger=5\n");
    assertThat(limits.current()).isEqualTo(new Limits(5, OptionalLong.of(64), Optional.of("id")));

    write("cloudfiles.maxBytesPerTrigger: 2k\n");
    assertThat(limits.current())
        .isEqualTo(new Limits(1000, OptionalLong.of(2048), Optional.of("id")));

    Files.delete(directory.resolve("limits"));
    assertThat(limits.current()).isEqualTo(OPTIONS);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "cloudFiles.maxFilesPerTrigger=0",
        "cloudFiles.maxBytesPerTrigger=many",
        "cloudFiles.format=csv",
        "\\u12"
      })
  void fileWithAMistakeChangesNothing(String content) throws IOException {
    write("cloudFiles.maxFilesPerTrigger=5");
    limits.current();
    write(content);

    assertThat(limits.current().maxFiles()).isEqualTo(5);
  }

  @Test
  void directoryInPlaceOfTheFileChangesNothing() throws IOException {
    Files.createDirectory(directory.resolve("limits"));

    assertThat(limits.current()).isEqualTo(OPTIONS);
  }

  private void write(String content) throws IOException {
    Files.writeString(directory.resolve("limits"), content);
  }
}
