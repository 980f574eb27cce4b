package dev.freshet.cli.wiring;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;

/**
 * The large native libraries of the class path for this machine, uncompressed in one jar.
 *
 * <p>Each library is loaded by code of its own, which copies the resource of its name to a file.
 * The resource is found in the first jar that has it, so a start with this jar in front of the
 * others saves the second of processor time that it takes to decompress 220 MB.
 */
public final class StoredLibraries {

  /** Smaller ones take no time that could be noticed. */
  private static final long BYTES_MIN = 4L << 20;

  private final List<String> systems;
  private final List<String> processors;

  /**
   * @param system as the property {@code os.name} has it
   * @param processor as the property {@code os.arch} has it
   */
  StoredLibraries(String system, String processor) {
    this.systems =
        system.toLowerCase(Locale.ROOT).startsWith("mac")
            ? List.of("darwin", "osx", "mac")
            : List.of("linux");
    this.processors =
        processor.equals("aarch64")
            ? List.of("aarch64", "arm64")
            : List.of("x86-64", "x86_64", "x64", "linux64");
  }

  /**
   * Writes the jar for this machine, of the class path of this process.
   *
   * @param args the file of it
   * @throws IOException if it cannot be written; what is there of it is of no use
   */
  public static void main(String[] args) throws IOException {
    new StoredLibraries(System.getProperty("os.name"), System.getProperty("os.arch"))
        .write(System.getProperty("java.class.path"), Path.of(args[0]));
  }

  void write(String classPath, Path jar) throws IOException {
    Set<String> written = new HashSet<>();
    try (ZipOutputStream stored = new ZipOutputStream(Files.newOutputStream(jar))) {
      stored.setMethod(ZipOutputStream.STORED);
      for (String path : classPath.split(File.pathSeparator)) {
        if (Files.isRegularFile(Path.of(path))) {
          copy(Path.of(path), stored, written);
        }
      }
    }
  }

  private void copy(Path from, ZipOutputStream stored, Set<String> written) throws IOException {
    try (ZipFile jar = new ZipFile(from.toFile())) {
      List<? extends ZipEntry> libraries =
          jar.stream().filter(entry -> isLibrary(entry.getName(), entry.getSize())).toList();
      for (ZipEntry library : libraries) {
        if (written.add(library.getName())) {
          ZipEntry copy = new ZipEntry(library.getName());
          copy.setSize(library.getSize());
          copy.setCrc(library.getCrc());
          stored.putNextEntry(copy);
          try (InputStream content = jar.getInputStream(library)) {
            content.transferTo(stored);
          }
          stored.closeEntry();
        }
      }
    }
  }

  /**
   * Whether a resource is a large library of this machine; other resources are left where they are.
   */
  boolean isLibrary(String name, long size) {
    String lower = name.toLowerCase(Locale.ROOT);
    return size >= BYTES_MIN
        && (lower.endsWith(".so") || lower.endsWith(".dylib") || lower.endsWith(".jnilib"))
        && systems.stream().anyMatch(lower::contains)
        && Stream.of("musl", "android").noneMatch(lower::contains)
        && processors.stream().anyMatch(lower::contains);
  }
}
