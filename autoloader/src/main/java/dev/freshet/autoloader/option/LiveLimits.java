package dev.freshet.autoloader.option;

import dev.freshet.autoloader.catalogue.OptionName;
import dev.freshet.autoloader.option.AutoloaderOptions.Limits;
import java.io.IOException;
import java.io.Reader;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How much a batch takes, while the query runs: what the options say, unless the file {@value
 * #FILE} beside the file log says otherwise. It has lines like {@code
 * cloudFiles.maxFilesPerTrigger=500}. A file with a mistake is told once and changes nothing. Used
 * by one thread.
 */
public final class LiveLimits {
  public static final String FILE = "limits";

  private static final Logger LOGGER = LoggerFactory.getLogger(LiveLimits.class);

  private final Path file;
  private final Limits options;
  private Limits current;
  private Optional<String> text = Optional.empty();

  /**
   * @param fileLog directory of the file log
   * @param options what the stream was started with
   */
  public LiveLimits(Path fileLog, Limits options) {
    this.file = fileLog.resolveSibling(FILE);
    this.options = options;
    this.current = options;
  }

  /** The limits of the next batch. Reads the file, which is small. */
  public Limits current() {
    Optional<String> now = read();
    if (!now.equals(text)) {
      text = now;
      try {
        current = now.isEmpty() ? options : changed(now.get());
        LOGGER
            .atInfo()
            .addKeyValue("path", file)
            .addKeyValue("files", current.maxFiles())
            .addKeyValue("bytes", current.maxBytes())
            .log("limits of a batch are others from now on");
      } catch (IllegalArgumentException | IOException e) {
        warn(e);
      }
    }
    return current;
  }

  private Optional<String> read() {
    try {
      return Optional.of(Files.readString(file));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (IOException e) {
      if (text.isEmpty() || !text.get().equals(e.toString())) {
        text = Optional.of(e.toString());
        warn(e);
      }
      return text;
    }
  }

  private Limits changed(String content) throws IOException {
    Properties lines = new Properties();
    try (Reader reader = new StringReader(content)) {
      lines.load(reader);
    }
    Map<String, String> given = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    lines.stringPropertyNames().forEach(name -> given.put(name, lines.getProperty(name)));
    for (String name : given.keySet()) {
      if (!name.equalsIgnoreCase(OptionName.MAX_FILES)
          && !name.equalsIgnoreCase(OptionName.MAX_BYTES)) {
        throw new InvalidOptionException(
            name,
            "it is no limit of a batch",
            "Write " + OptionName.MAX_FILES + " and " + OptionName.MAX_BYTES + " only");
      }
    }
    OptionReader reader = new OptionReader(given);
    return new Limits(
        given.containsKey(OptionName.MAX_FILES)
            ? (int) reader.number(OptionName.MAX_FILES, 1, Integer.MAX_VALUE)
            : options.maxFiles(),
        given.containsKey(OptionName.MAX_BYTES)
            ? reader.bytes(OptionName.MAX_BYTES)
            : options.maxBytes(),
        options.admission());
  }

  private void warn(Exception e) {
    LOGGER
        .atWarn()
        .addKeyValue("path", file)
        .addKeyValue("error", String.valueOf(e.getMessage()))
        .log("limits of a batch cannot be read, they stay as they are");
  }
}
