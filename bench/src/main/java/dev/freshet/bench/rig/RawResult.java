package dev.freshet.bench.rig;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** A file with the figures of a scenario, the time and the machine. */
public final class RawResult {

  private static final ObjectMapper JSON =
      JsonMapper.builder()
          .addModule(new JavaTimeModule())
          .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
          .enable(SerializationFeature.INDENT_OUTPUT)
          .build();

  private static final DateTimeFormatter STAMP =
      DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss", Locale.ROOT).withZone(ZoneOffset.UTC);

  private RawResult() {}

  /** {@code value} on one line. */
  public static String json(Object value) throws IOException {
    return JSON.writer().without(SerializationFeature.INDENT_OUTPUT).writeValueAsString(value);
  }

  /**
   * Writes the figures.
   *
   * @return the file, named after the scenario and the time
   */
  public static Path write(Path directory, String scenario, Object figures) throws IOException {
    Instant now = Instant.now();
    Map<String, Object> result = new LinkedHashMap<>();
    result.put("scenario", scenario);
    result.put("at", now);
    result.put("machine", Machine.here());
    result.put("figures", figures);
    Files.createDirectories(directory);
    Path file = directory.resolve(scenario + "-" + STAMP.format(now) + ".json");
    Files.writeString(file, JSON.writeValueAsString(result) + "\n");
    return file;
  }
}
