package dev.freshet.cli.wiring;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StoredLibrariesTest {
  private static final int LARGE = 5 << 20;

  @TempDir private Path directory;

  /** The names are those of Lance, ONNX Runtime, RocksDB and Arrow in their jars. */
  @ParameterizedTest
  @CsvSource({
    "Linux, amd64, nativelib/linux-x86-64/liblance_jni.so, true",
    "Linux, amd64, ai/onnxruntime/native/linux-x64/libonnxruntime.so, true",
    "Linux, amd64, librocksdbjni-linux64.so, true",
    "Linux, amd64, librocksdbjni-linux64-musl.so, false",
    "Linux, amd64, librocksdbjni-linux32.so, false",
    "Linux, amd64, nativelib/linux-aarch64/liblance_jni.so, false",
    "Linux, amd64, nativelib/darwin-aarch64/liblance_jni.dylib, false",
    "Linux, amd64, nativelib/linux-x86-64/model.onnx, false",
    "Linux, aarch64, ai/onnxruntime/native/linux-aarch64/libonnxruntime.so, true",
    "Linux, aarch64, nativelib/linux-x86-64/liblance_jni.so, false",
    "Mac OS X, aarch64, nativelib/darwin-aarch64/liblance_jni.dylib, true",
    "Mac OS X, aarch64, ai/onnxruntime/native/osx-aarch64/libonnxruntime.dylib, true",
    "Mac OS X, x86_64, librocksdbjni-osx-arm64.jnilib, false",
  })
  void librariesOfTheMachineAreStored(
      String system, String processor, String name, boolean expected) {
    assertThat(new StoredLibraries(system, processor).isLibrary(name, LARGE)).isEqualTo(expected);
  }

  @Test
  void smallLibrariesStayWhereTheyAre() {
    assertThat(new StoredLibraries("Linux", "amd64").isLibrary("linux-x64/a.so", 1 << 20))
        .isFalse();
  }

  @Test
  void jarInFrontGivesTheSameResourceAsItsJar() throws IOException {
    Path first = jar("first.jar", 1);
    Path second = jar("second.jar", 2);
    Path stored = directory.resolve("stored.jar");

    new StoredLibraries("Linux", "amd64")
        .write(directory + File.pathSeparator + first + File.pathSeparator + second, stored);

    assertThat(resource(stored, first, second)).isEqualTo(content(1));
    try (ZipFile written = new ZipFile(stored.toFile())) {
      assertThat(written.stream())
          .singleElement()
          .satisfies(entry -> assertThat(entry.getMethod()).isEqualTo(ZipEntry.STORED));
    }
  }

  private Path jar(String name, int seed) throws IOException {
    Path jar = directory.resolve(name);
    try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(jar))) {
      out.putNextEntry(new ZipEntry("linux-x64/lib.so"));
      out.write(content(seed));
      out.putNextEntry(new ZipEntry("linux-aarch64/lib.so"));
      out.write(content(seed));
    }
    return jar;
  }

  private static byte[] content(int seed) {
    byte[] content = new byte[LARGE];
    new Random(seed).nextBytes(content);
    return content;
  }

  private static byte[] resource(Path... jars) throws IOException {
    URL[] urls = new URL[jars.length];
    for (int i = 0; i < jars.length; i++) {
      urls[i] = jars[i].toUri().toURL();
    }
    try (URLClassLoader loader = new URLClassLoader(urls, null);
        InputStream content = loader.getResourceAsStream("linux-x64/lib.so")) {
      return content.readAllBytes();
    }
  }
}
