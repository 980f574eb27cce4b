package dev.freshet.storage.memory;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;
import java.util.stream.Stream;

/** What this process has of the machine's memory, in bytes, as Linux tells it (proc(5)). */
public final class ResidentMemory {

  private static final Path PROCESS = Path.of("/proc/self/status");
  private static final long KIB = 1024;

  private ResidentMemory() {}

  /** At this moment; empty on other systems. */
  public static OptionalLong now() {
    return figure("VmRSS:");
  }

  /** The most it ever was; empty on other systems. */
  public static OptionalLong most() {
    return figure("VmHWM:");
  }

  private static OptionalLong figure(String name) {
    if (!Files.isReadable(PROCESS)) {
      return OptionalLong.empty();
    }
    try (Stream<String> lines = Files.lines(PROCESS)) {
      return lines
          .filter(line -> line.startsWith(name) && line.endsWith(" kB"))
          .mapToLong(
              line ->
                  KIB * Long.parseLong(line.substring(name.length(), line.length() - 3).strip()))
          .findFirst();
    } catch (IOException e) {
      return OptionalLong.empty();
    }
  }
}
