package dev.freshet.lance.library;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.lance.JniLoader;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Loads the native library once per JVM and removes the files that its loader unpacked.
 *
 * <p>The loader unpacks some 180 MB to {@code java.io.tmpdir} on every JVM start and deletes them
 * only at an orderly exit, so every killed process would leak them. On Linux a mapped file can be
 * unlinked at once; this class unlinks exactly the files that this process has mapped. A process
 * killed while it unpacks, which takes a fraction of a second, still leaks them. On other systems
 * the files stay until the process exits.
 */
public final class NativeLibrary {

  private static final Logger LOGGER = LoggerFactory.getLogger(NativeLibrary.class);
  private static final String THREADS = "LANCE_CPU_THREADS";
  private static final Path MAPPINGS = Path.of("/proc/self/maps");

  /** Names of the temporary files of the two loaders (jar-jni, Arrow's C data interface). */
  private static final Pattern UNPACKED =
      Pattern.compile("liblance_jni\\d+\\.so|jnilib-\\d+\\.tmp");

  private static final Pattern ENOUGH_THREADS = Pattern.compile("[2-9]|[1-9]\\d{1,3}");

  private NativeLibrary() {}

  /** Loads the library unless that was done before. */
  public static void load() {
    Loaded.touch();
  }

  /** Whether the library can deadlock here: few cores, and the thread count is not 2 or more. */
  static boolean risksDeadlock(Map<String, String> environment, int cores) {
    return cores <= 2 && !ENOUGH_THREADS.matcher(environment.getOrDefault(THREADS, "")).matches();
  }

  /** The files in {@code mappings} (lines of {@code /proc/self/maps}) that a loader unpacked. */
  static List<Path> unpackedFiles(Stream<String> mappings, Path temporary) {
    return mappings
        .filter(line -> line.indexOf('/') >= 0 && !line.endsWith("(deleted)"))
        .map(line -> Path.of(line.substring(line.indexOf('/'))))
        .distinct()
        .filter(path -> temporary.equals(path.getParent()))
        .filter(path -> UNPACKED.matcher(path.getFileName().toString()).matches())
        .toList();
  }

  private static void unlinkUnpacked() {
    if (!Files.isReadable(MAPPINGS)) {
      return;
    }
    try (Stream<String> lines = Files.lines(MAPPINGS)) {
      Path temporary = Path.of(System.getProperty("java.io.tmpdir")).toRealPath();
      for (Path file : unpackedFiles(lines, temporary)) {
        Files.deleteIfExists(file);
      }
    } catch (IOException e) {
      LOGGER
          .atWarn()
          .addKeyValue("error", e.toString())
          .log("cannot remove the unpacked native library, it stays until this process exits");
    }
  }

  /** Runs once, when the class is initialised. */
  private static final class Loaded {
    static {
      if (risksDeadlock(System.getenv(), Runtime.getRuntime().availableProcessors())) {
        LOGGER
            .atWarn()
            .log("the native library can deadlock on so few cores: set LANCE_CPU_THREADS to 4");
      }
      JniLoader.ensureLoaded();
      org.apache.arrow.c.jni.JniLoader.get().ensureLoaded();
      unlinkUnpacked();
    }

    static void touch() {}
  }
}
