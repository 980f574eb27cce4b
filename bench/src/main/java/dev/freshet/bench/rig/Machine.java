package dev.freshet.bench.rig;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/**
 * What a measurement ran on.
 *
 * @param processor model of the processor, as Linux names it
 * @param cores the JVM may use
 * @param memoryMb of the machine
 * @param os name and version
 * @param java version of the JVM
 * @param load load average over the last minute when this was asked; -1 if unknown
 */
record Machine(String processor, int cores, long memoryMb, String os, String java, double load) {

  static Machine here() {
    var system =
        (com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    return new Machine(
        processorModel(),
        Runtime.getRuntime().availableProcessors(),
        system.getTotalMemorySize() / (1024 * 1024),
        System.getProperty("os.name")
            + " "
            + System.getProperty("os.version").replaceAll("-.*", ""),
        System.getProperty("java.vm.version"),
        system.getSystemLoadAverage());
  }

  private static String processorModel() {
    try (Stream<String> lines = Files.lines(Path.of("/proc/cpuinfo"))) {
      return lines
          .filter(line -> line.startsWith("model name"))
          .map(line -> line.substring(line.indexOf(':') + 1).strip())
          .findFirst()
          .orElse("unknown");
    } catch (IOException e) {
      return "unknown";
    }
  }
}
