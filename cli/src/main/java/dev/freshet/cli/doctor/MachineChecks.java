package dev.freshet.cli.doctor;

import com.sun.management.UnixOperatingSystemMXBean;
import dev.freshet.cli.doctor.Diagnosis.Check;
import java.io.IOException;
import java.io.InputStream;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;

/** What a machine needs so that Freshet runs on it, whatever it is to do. */
final class MachineChecks {

  static final long MIB = 1L << 20;

  /** RocksDB and Lance keep files open, the search server sockets. */
  private static final long OPEN_FILES = 4_096;

  /** A heap of 1 GB, and what native code and the optimize process take besides. */
  private static final long MEMORY_MIB = 2_048;

  /** Lance's native library is unpacked by each process. */
  private static final long TEMPORARY_MIB = 400;

  private static final Instant THIS_BUILD_IS_YOUNGER = Instant.parse("2026-01-01T00:00:00Z");

  private MachineChecks() {}

  static Check java() {
    Runtime.Version version = Runtime.version();
    String found = version + ", " + System.getProperty("java.vendor");
    return version.feature() >= 17
        ? Check.ok("java", found)
        : Check.wrong("java", found, "Let JAVA_HOME name a Java 17 or newer.");
  }

  static Check system() {
    String name = System.getProperty("os.name");
    String arch = System.getProperty("os.arch");
    String found = name + " " + System.getProperty("os.version") + ", " + arch;
    boolean arm = arch.equals("aarch64");
    boolean linux = name.equals("Linux") && (arm || arch.equals("amd64"));
    if (!linux && !(name.startsWith("Mac") && arm)) {
      return Check.wrong(
          "system",
          found,
          "Use Linux on x86-64 or aarch64, or macOS on Apple silicon: Lance has native code for"
              + " these alone.");
    }
    if (linux && Files.exists(Path.of("/etc/alpine-release"))) {
      return Check.wrong("system", found + ", musl", "Use a system with glibc.");
    }
    return Check.ok("system", found);
  }

  static Check memory() {
    long physical =
        ManagementFactory.getPlatformMXBean(com.sun.management.OperatingSystemMXBean.class)
                .getTotalMemorySize()
            / MIB;
    String found = "%,d MiB".formatted(physical);
    return physical >= MEMORY_MIB
        ? Check.ok("memory", found)
        : Check.warn(
            "memory",
            found,
            "Give the machine or the container 2 GB or more: a heap of 1 GB is not all it takes.");
  }

  static Check openFiles() {
    if (ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean unix) {
      long limit = unix.getMaxFileDescriptorCount();
      String found = "at most " + limit;
      return limit >= OPEN_FILES
          ? Check.ok("open-files", found)
          : Check.warn(
              "open-files",
              found,
              "Raise the limit to 65536: ulimit -n, or LimitNOFILE of systemd.");
    }
    return Check.ok("open-files", "the system does not say");
  }

  static Check temporary(Path directory) throws IOException {
    long free = Files.getFileStore(directory).getUsableSpace() / MIB;
    if (!Files.isWritable(directory)) {
      return Check.wrong(
          "temporary", directory + " is not writable", "Let TMPDIR name another directory.");
    }
    if (isWithoutPrograms(directory)) {
      return Check.wrong(
          "temporary",
          directory + " is mounted noexec, native libraries cannot be loaded from there",
          "Let TMPDIR name a directory without noexec.");
    }
    String found = "%s, %,d MiB free".formatted(directory, free);
    return free >= TEMPORARY_MIB
        ? Check.ok("temporary", found)
        : Check.wrong(
            "temporary", found, "Free 400 MiB there, or let TMPDIR name another directory.");
  }

  /** Whether the mount that holds a directory forbids to load programs; Linux only. */
  private static boolean isWithoutPrograms(Path directory) throws IOException {
    Path mounts = Path.of("/proc/self/mounts");
    if (!Files.isReadable(mounts)) {
      return false;
    }
    Path real = directory.toRealPath();
    Path nearest = Path.of("/");
    boolean forbidden = false;
    for (String line : Files.readAllLines(mounts)) {
      String[] fields = line.split(" ");
      Path point = Path.of(fields[1].replace("\\040", " "));
      if (real.startsWith(point) && point.getNameCount() >= nearest.getNameCount()) {
        nearest = point;
        forbidden = List.of(fields[3].split(",")).contains("noexec");
      }
    }
    return forbidden;
  }

  static Check clock() {
    Instant now = Instant.now();
    return now.isAfter(THIS_BUILD_IS_YOUNGER)
        ? Check.ok("clock", now.toString())
        : Check.wrong(
            "clock", now.toString(), "Set the clock: TLS, freshness and the lease depend on it.");
  }

  /**
   * Whether the files of an unpacked archive are those that were packed.
   *
   * @param root of the installation
   */
  static Check installation(Path root) throws IOException {
    Path sums = root.resolve("SHA256SUMS");
    if (!Files.exists(sums)) {
      return Check.ok("installation", "a checkout");
    }
    List<String> wrong = new ArrayList<>();
    int right = 0;
    for (String line : Files.readAllLines(sums)) {
      String[] parts = line.split(" {2}", 2);
      Path file = root.resolve(parts[1]);
      if (Files.isReadable(file) && sha256(file).equals(parts[0])) {
        right++;
      } else {
        wrong.add(parts[1]);
      }
    }
    return wrong.isEmpty()
        ? Check.ok("installation", right + " files are as they were packed, the models too")
        : Check.wrong(
            "installation",
            "not as they were packed: "
                + String.join(", ", wrong.subList(0, Math.min(5, wrong.size())))
                + (wrong.size() > 5 ? " and %d more".formatted(wrong.size() - 5) : ""),
            "Unpack the archive again.");
  }

  static String sha256(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      byte[] buffer = new byte[1 << 16];
      for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
        digest.update(buffer, 0, read);
      }
      return HexFormat.of().formatHex(digest.digest()).toLowerCase(Locale.ROOT);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java has SHA-256", e);
    }
  }
}
