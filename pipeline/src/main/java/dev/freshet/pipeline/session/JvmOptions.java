package dev.freshet.pipeline.session;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.apache.spark.launcher.JavaModuleOptions;

/** The JVM options a process with Spark needs. */
public final class JvmOptions {

  /** Left out: only Spark's linear algebra uses it, and the JVM warns about it at every start. */
  private static final String INCUBATOR = "--add-modules=jdk.incubator.vector";

  private JvmOptions() {}

  /**
   * The options that Spark itself lists for the module system. Arrow, Delta and Lance need no more.
   */
  public static List<String> all() {
    return Stream.of(JavaModuleOptions.defaultModuleOptionArray())
        .filter(option -> !option.equals(INCUBATOR))
        .toList();
  }

  /** Writes the options to the named file, one per line, as an argument file of {@code java}. */
  public static void main(String[] args) throws IOException {
    Files.write(Path.of(args[0]), all());
  }
}
