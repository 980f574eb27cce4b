package dev.freshet.demo.corpus;

import dev.freshet.core.error.ErrorCode;
import dev.freshet.core.error.FreshetException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/**
 * Reads the documentation out of a {@code -sources} jar. A file that cannot be parsed is skipped
 * and named in the result; a jar that cannot be read is an error. Thread-safe: each call has its
 * own parser.
 */
final class ReleaseReader {

  /**
   * Reads one release; costs a few tenths of a second once warm.
   *
   * @throws FreshetException when the jar is missing or damaged; build the project again
   */
  Release read(String version, Path jar) {
    SourceParser parser = new SourceParser(version);
    Map<String, DocRecord> records = new TreeMap<>();
    List<String> skipped = new ArrayList<>();
    try (ZipFile zip = new ZipFile(jar.toFile())) {
      for (ZipEntry entry : sourcesOf(zip)) {
        Optional<List<DocRecord>> parsed = parser.parse(text(zip, entry));
        parsed.ifPresentOrElse(
            found -> keepFirst(found, records, skipped), () -> skipped.add(entry.getName()));
      }
    } catch (IOException e) {
      throw new FreshetException(
          ErrorCode.INVALID_CONFIG,
          "Cannot read release "
              + version
              + " from "
              + jar
              + ": "
              + e
              + ". Build the project again; the build downloads it.",
          e);
    }
    return new Release(version, List.copyOf(records.values()), skipped);
  }

  /** The sources for every Java version; those under META-INF repeat them for newer ones. */
  private static List<? extends ZipEntry> sourcesOf(ZipFile zip) {
    return zip.stream()
        .filter(entry -> entry.getName().endsWith(".java"))
        .filter(entry -> !entry.getName().startsWith("META-INF/"))
        .toList();
  }

  private static String text(ZipFile zip, ZipEntry entry) throws IOException {
    try (InputStream in = zip.getInputStream(entry)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private static void keepFirst(
      List<DocRecord> found, Map<String, DocRecord> records, List<String> skipped) {
    for (DocRecord record : found) {
      if (records.putIfAbsent(record.id(), record) != null) {
        skipped.add(record.id());
      }
    }
  }
}
