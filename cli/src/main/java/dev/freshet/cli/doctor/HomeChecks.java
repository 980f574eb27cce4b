package dev.freshet.cli.doctor;

import dev.freshet.cli.doctor.Diagnosis.Check;
import dev.freshet.core.config.ServeConfig;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Set;

/**
 * Whether a home can be worked in.
 *
 * @param home the directory, which may be missing
 */
record HomeChecks(Path home) {

  private static final long DISK_MIB_WRONG = 1_024;
  private static final long DISK_MIB_WARN = 10_240;

  private static final Set<PosixFilePermission> OF_OTHERS =
      PosixFilePermissions.fromString("---rwxrwx");

  Check present() {
    return Files.isDirectory(home)
        ? Check.ok("home", home.toString())
        : Check.warn(
            "home",
            "there is no directory " + home,
            "Nothing is wrong if the pipeline never ran; else name the home with --home, or the"
                + " configuration with -f.");
  }

  Check permissions() throws IOException {
    String name = "permissions";
    if (!Files.isReadable(home) || !Files.isExecutable(home) || !Files.isWritable(home)) {
      return Check.wrong(
          name,
          "this user may not read and write the home",
          "Start freshet as the user who owns it, or give it to this user with chown.");
    }
    Set<PosixFilePermission> found = Files.getPosixFilePermissions(home);
    return found.stream().noneMatch(OF_OTHERS::contains)
        ? Check.ok(name, PosixFilePermissions.toString(found))
        : Check.warn(
            name,
            PosixFilePermissions.toString(found) + ": other users may enter the home",
            "Unless they are to read what is indexed: chmod 700 " + home);
  }

  /** The disk of the home, or of the directory in which it would be made. */
  Check disk() throws IOException {
    Path existing = home.toAbsolutePath();
    while (!Files.exists(existing)) {
      existing = existing.getParent();
    }
    long free = Files.getFileStore(existing).getUsableSpace() / MachineChecks.MIB;
    String found = "%,d MiB free".formatted(free);
    if (free >= DISK_MIB_WARN) {
      return Check.ok("disk", found);
    }
    String advice =
        "Free some space: indexes are built beside those that serve, and need it for a while.";
    return free < DISK_MIB_WRONG
        ? Check.wrong("disk", found, advice)
        : Check.warn("disk", found, advice);
  }

  Check deltaLogs() throws IOException {
    List<String> broken = new HomeFacts(home).brokenDeltaLogs();
    return broken.isEmpty()
        ? Check.ok("delta-logs", "without holes")
        : Check.wrong(
            "delta-logs",
            String.join("; ", broken),
            "Do not delete anything. Start run, which says what it can fill again; then verify"
                + " --deep.");
  }

  /** Whether the port of the search server is free; one that is taken is its own while it runs. */
  static Check port(ServeConfig serve) {
    String address = serve.bind() + ":" + serve.port();
    if (serve.port() == 0) {
      return Check.ok("port", "any free one");
    }
    try (ServerSocket socket = new ServerSocket()) {
      socket.bind(new InetSocketAddress(InetAddress.getByName(serve.bind()), serve.port()));
      return Check.ok("port", address + " is free");
    } catch (IOException taken) {
      return Check.ok(
          "port", address + " is taken, as it is while serve runs (" + taken.getMessage() + ")");
    }
  }
}
