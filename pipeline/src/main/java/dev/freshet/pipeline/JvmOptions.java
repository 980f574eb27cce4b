package dev.freshet.pipeline;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.spark.launcher.JavaModuleOptions;

/** The JVM options a pipeline process needs. */
public final class JvmOptions {

  private JvmOptions() {}

  /** What Spark says it needs of the module system; Arrow and Lance need no more. */
  public static List<String> all() {
    return List.of(JavaModuleOptions.defaultModuleOptions());
  }

  /**
   * Writes the options to the file that is named, one a line, as an argument file of {@code java}.
   */
  public static void main(String[] args) throws IOException {
    Files.write(Path.of(args[0]), all());
  }
}
