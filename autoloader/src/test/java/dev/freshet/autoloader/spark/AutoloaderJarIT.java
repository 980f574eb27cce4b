package dev.freshet.autoloader.spark;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.Test;

/** The jar that a Spark user puts on the class path has all of this project that it needs. */
class AutoloaderJarIT {

  @Test
  void jarHasTheClassesOfStorageAndOfNoOtherModule() throws IOException {
    try (JarFile jar = new JarFile(jar().toFile())) {
      List<String> names = jar.stream().map(ZipEntry::getName).toList();

      assertThat(names)
          .contains(
              "META-INF/services/org.apache.spark.sql.sources.DataSourceRegister",
              "dev/freshet/autoloader/spark/AutoloaderSource.class",
              "dev/freshet/storage/DirectoryLock.class",
              "dev/freshet/storage/hadoop/LocalFs.class",
              "dev/freshet/storage/rocks/RocksStore.class")
          .filteredOn(name -> name.endsWith(".class") && !name.startsWith("META-INF/"))
          .allMatch(
              name ->
                  name.startsWith("dev/freshet/autoloader/")
                      || name.startsWith("dev/freshet/storage/"));
    }
  }

  private static Path jar() throws IOException {
    List<Path> jars = new ArrayList<>();
    try (DirectoryStream<Path> built =
        Files.newDirectoryStream(Path.of("target"), "freshet-autoloader-*.jar")) {
      built.forEach(jars::add);
    }
    return jars.stream()
        .filter(
            jar ->
                Stream.of("-tests.jar", "-sources.jar", "-javadoc.jar")
                    .noneMatch(jar.toString()::endsWith))
        .findAny()
        .orElseThrow();
  }
}
