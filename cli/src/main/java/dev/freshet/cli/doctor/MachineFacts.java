package dev.freshet.cli.doctor;

import java.io.File;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TimeZone;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Versions and properties of the machine, the JVM and the installation. */
final class MachineFacts {

  private static final List<String> PROPERTIES =
      List.of(
          "java.version",
          "java.vendor",
          "java.vm.name",
          "java.vm.version",
          "os.name",
          "os.version",
          "os.arch",
          "file.encoding",
          "sun.jnu.encoding");

  private MachineFacts() {}

  /**
   * The facts.
   *
   * @param version of Freshet
   * @param root of the installation
   */
  static Map<String, @Nullable Object> all(String version, Path root) throws IOException {
    Map<String, @Nullable Object> facts = new LinkedHashMap<>();
    facts.put("freshet", version);
    Path release = root.resolve("RELEASE");
    facts.put("release", Files.exists(release) ? Files.readAllLines(release) : "a checkout");
    facts.put("at", Instant.now().toString());
    Map<String, @Nullable Object> java = new LinkedHashMap<>();
    PROPERTIES.forEach(name -> java.put(name, System.getProperty(name)));
    facts.put("java", java);
    facts.put("charset", Charset.defaultCharset().name());
    facts.put("locale", Locale.getDefault().toLanguageTag());
    facts.put("timeZone", TimeZone.getDefault().getID());
    facts.put("cores", Runtime.getRuntime().availableProcessors());
    facts.put("heapBytesMax", Runtime.getRuntime().maxMemory());
    var system =
        ManagementFactory.getPlatformMXBean(com.sun.management.OperatingSystemMXBean.class);
    facts.put("memoryBytes", system.getTotalMemorySize());
    facts.put("memoryFreeBytes", system.getFreeMemorySize());
    facts.put("loadAverage", system.getSystemLoadAverage());
    facts.put("jvmOptions", jvmOptions(ManagementFactory.getRuntimeMXBean().getInputArguments()));
    facts.put("variables", variables(System.getenv()));
    return facts;
  }

  /** Options of the JVM; of a property its name alone, its value may be anything. */
  static List<String> jvmOptions(List<String> arguments) {
    return arguments.stream()
        .map(
            option ->
                option.startsWith("-D") && option.contains("=")
                    ? option.substring(0, option.indexOf('=')) + "=***"
                    : option)
        .filter(option -> option.startsWith("-X") || option.startsWith("-D"))
        .map(
            option -> option.startsWith("-XX:SharedArchiveFile") ? "-XX:SharedArchiveFile" : option)
        .toList();
  }

  /** Variables that Freshet and its libraries read: that they are set, and numbers and switches. */
  static Map<String, String> variables(Map<String, String> environment) {
    Map<String, String> found = new TreeMap<>();
    environment.forEach(
        (name, value) -> {
          if (name.matches("(FRESHET|LANCE|SPARK|JAVA|MALLOC|OMP)_[A-Z0-9_]+|LANG|LC_ALL|TMPDIR")) {
            boolean plain = value.matches("[0-9]{1,9}|true|false|warn|info|debug|error|off");
            found.put(name, plain ? value : "set");
          }
        });
    return found;
  }

  /** The jars on the class path, with sizes; of those with a model also the checksum. */
  static String libraries(String classPath) throws IOException {
    StringBuilder list = new StringBuilder();
    for (String entry : classPath.split(File.pathSeparator)) {
      Path jar = Path.of(entry);
      if (entry.endsWith(".jar") && Files.exists(jar)) {
        String name = jar.getFileName().toString();
        list.append(name).append(' ').append(Files.size(jar));
        if (name.contains("embeddings")) {
          list.append(" sha256 ").append(MachineChecks.sha256(jar));
        }
        list.append('\n');
      }
    }
    return list.toString();
  }
}
