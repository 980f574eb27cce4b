package dev.freshet.demo.corpus;

import java.nio.file.Path;
import java.util.List;

/**
 * The library whose documentation the demo replays: Apache Commons IO, under the Apache License
 * 2.0. Its first release here documents about 500 types and methods; every later one adds, rewrites
 * or removes hundreds.
 *
 * <p>Thread-safe.
 */
public final class DemoCorpus {

  /** The library as Maven Central names it. */
  public static final String LIBRARY = "commons-io";

  /**
   * The releases in the order they came out; {@code extensions/demo/pom.xml} fetches the same ones.
   */
  public static final List<String> RELEASES =
      List.of("1.4", "2.0.1", "2.5", "2.7", "2.9.0", "2.12.0", "2.16.1", "2.20.0");

  private final Path directory;

  /**
   * @param directory where the build put the jars, {@code extensions/demo/target/demo-corpus} in a
   *     checkout
   */
  public DemoCorpus(Path directory) {
    this.directory = directory;
  }

  /**
   * Reads all releases on all cores, which takes some seconds.
   *
   * @return in the order of {@link #RELEASES}
   * @throws dev.freshet.core.error.FreshetException when a jar is missing or damaged; build again
   */
  public List<Release> read() {
    ReleaseReader reader = new ReleaseReader();
    return RELEASES.parallelStream().map(version -> reader.read(version, jar(version))).toList();
  }

  private Path jar(String version) {
    return directory.resolve(LIBRARY + "-" + version + "-sources.jar");
  }
}
