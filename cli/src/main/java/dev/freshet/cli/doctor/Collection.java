package dev.freshet.cli.doctor;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.std.ToStringSerializer;
import dev.freshet.core.mask.Mask;
import dev.freshet.storage.AtomicFile;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeoutException;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.jspecify.annotations.Nullable;

/** The files of the archive. What comes in goes through the mask. Not thread-safe. */
final class Collection {

  static final ObjectMapper JSON =
      JsonMapper.builder()
          .enable(SerializationFeature.INDENT_OUTPUT)
          .addModule(new SimpleModule().addSerializer(Path.class, ToStringSerializer.instance))
          .build();

  private static final Duration LIMIT = Duration.ofSeconds(20);

  private final Map<String, String> files = new TreeMap<>();
  private final List<Diagnosis.Check> checks = new ArrayList<>();
  private final List<Diagnosis.NotRead> notRead = new ArrayList<>();
  private final Mask mask;

  Collection(Mask mask) {
    this.mask = mask;
  }

  /** Adds a file of text, or notes that it cannot be read. */
  void text(String name, Callable<String> content) {
    part(name, content).ifPresent(text -> files.put(name, mask.text(text)));
  }

  /** Adds a file about what Freshet ships, which goes by without the mask. */
  void own(String name, Callable<String> content) {
    part(name, content).ifPresent(text -> files.put(name, text));
  }

  /** Adds a file of JSON, or notes that it cannot be read. Its texts go through the mask. */
  void json(String name, Callable<? extends @Nullable Object> content) {
    part(name, () -> JSON.writeValueAsString(masked(content.call())))
        .ifPresent(text -> files.put(name, text + "\n"));
  }

  private @Nullable Object masked(@Nullable Object value) {
    if (value instanceof Map<?, ?> map) {
      Map<String, @Nullable Object> shown = new LinkedHashMap<>();
      map.forEach((name, inner) -> shown.put(mask.text(String.valueOf(name)), masked(inner)));
      return shown;
    }
    if (value instanceof List<?> list) {
      List<@Nullable Object> shown = new ArrayList<>();
      list.forEach(inner -> shown.add(masked(inner)));
      return shown;
    }
    return value instanceof String text ? mask.text(text) : value;
  }

  /** Reads a part in bounded time, or notes that it cannot be read. */
  <T> Optional<T> part(String name, Callable<T> task) {
    try {
      return Optional.of(Bounded.call(LIMIT, task));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      notRead.add(new Diagnosis.NotRead(name, "it was interrupted"));
    } catch (Exception e) {
      notRead.add(new Diagnosis.NotRead(name, reason(e)));
    }
    return Optional.empty();
  }

  /** Adds the outcome of a check; a check that fails is itself wrong. */
  void check(String name, Callable<Diagnosis.Check> check) {
    check(name, LIMIT, check);
  }

  /** As {@link #check(String, Callable)}, of a check that may take so long. */
  void check(String name, Duration limit, Callable<Diagnosis.Check> check) {
    Diagnosis.Check done;
    try {
      done = Bounded.call(limit, check);
    } catch (TimeoutException e) {
      done =
          Diagnosis.Check.warn(
              name,
              reason(e),
              "Start doctor again when the machine and its disks have less to do.");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      done = Diagnosis.Check.wrong(name, "it was interrupted", "Start doctor again.");
    } catch (Exception e) {
      done =
          Diagnosis.Check.wrong(
              name, "it could not be checked: " + reason(e), "Give this user the right to look.");
    }
    add(done);
  }

  void add(Diagnosis.Check check) {
    checks.add(
        new Diagnosis.Check(
            check.name(), check.outcome(), mask.text(check.found()), check.advice()));
  }

  private String reason(Exception e) {
    String message = e.getMessage();
    return mask.text(e.getClass().getSimpleName() + (message == null ? "" : ": " + message));
  }

  Diagnosis diagnosis(Path archive) {
    return Diagnosis.of(archive, checks, notRead);
  }

  /**
   * Replaces the archive by what was collected so far, for its owner only.
   *
   * @throws IOException if it cannot be written
   */
  void write(Path archive) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes, StandardCharsets.UTF_8)) {
      put(zip, "diagnosis.json", JSON.writeValueAsString(diagnosis(archive.getFileName())));
      for (Map.Entry<String, String> file : files.entrySet()) {
        put(zip, file.getKey(), file.getValue());
      }
    }
    new AtomicFile(archive.toAbsolutePath()).replacePrivately(bytes.toByteArray());
  }

  private static void put(ZipOutputStream zip, String name, String content) throws IOException {
    zip.putNextEntry(new ZipEntry("freshet-doctor/" + name));
    zip.write(content.getBytes(StandardCharsets.UTF_8));
    zip.closeEntry();
  }
}
