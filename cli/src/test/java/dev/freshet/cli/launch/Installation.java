package dev.freshet.cli.launch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.pipeline.session.JvmOptions;
import java.io.File;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A checkout as the launcher sees it after a build, or an unpacked archive: the jars of this build
 * and their class paths, in a directory of its own. Maven is a script that only reports its call,
 * unless a test writes another.
 */
final class Installation {

  private static final long LIMIT_SECONDS = 400;

  /** In an environment: the variable is not there. */
  static final String UNSET = "\0";

  private static final Pattern MODULE = Pattern.compile("freshet-([a-z]+)-\\d.*\\.jar");

  private static final List<String> LISTS =
      List.of("classpath-spark", "classpath-demo", "classpath");

  private final Path launcher;
  private final Path directory;

  private Installation(Path launcher, Path directory) throws IOException {
    this.launcher = launcher;
    this.directory = directory;
    Files.createDirectories(temporary());
    Files.createDirectories(directory.resolve("bin"));
    maven("echo nested build: \"$@\" >&2; exit 1");
  }

  /** How a start of the launcher ended. */
  record Ended(int exit, String out, String err) {

    Ended expectExit(int expected) {
      assertThat(exit).as("exit code; stderr: %s; stdout: %s", err, out).isEqualTo(expected);
      return this;
    }
  }

  /** The launcher of the checkout that is being built. */
  static Installation ofThisBuild(Path directory) throws IOException {
    return new Installation(Path.of("..", "freshet").toRealPath(), directory);
  }

  /** A copy in {@code directory}, whose sources are older than the build. */
  static Installation copy(Path directory) throws IOException {
    Path root = directory.resolve("check out");
    Path target = Files.createDirectories(root.resolve("cli/target"));
    Files.createDirectories(root.resolve("cli/src/main"));
    Files.createFile(root.resolve("pom.xml"));
    Files.createFile(root.resolve("cli/pom.xml"));
    copyLauncher(root.resolve("freshet"));
    try (Stream<Path> files = Files.list(Path.of("target"))) {
      for (Path jar : files.filter(file -> file.toString().endsWith(".jar")).toList()) {
        Files.copy(jar, target.resolve(jar.getFileName()));
      }
    }
    Files.createDirectories(target.resolve("launch"));
    Files.createDirectories(root.resolve("extensions/demo/src/main"));
    Files.createFile(root.resolve("extensions/demo/pom.xml"));
    // The launcher compares the sources with the time of the last one.
    for (String file : LISTS) {
      List<String> jars = new ArrayList<>();
      for (Path jar : jarsOf(file)) {
        Path named = namedAfterWholeBuild(root, jar);
        jars.add(named.toString());
        link(named, jar);
      }
      Files.writeString(target.resolve("launch").resolve(file), String.join(":", jars));
    }
    return new Installation(root.resolve("freshet"), directory);
  }

  /** Where Maven finds a jar when it builds all modules of the checkout {@code root}. */
  private static Path namedAfterWholeBuild(Path root, Path jar) {
    Matcher module = MODULE.matcher(jar.getFileName().toString());
    if (!module.matches()) {
      return jar;
    }
    String name = module.group(1);
    return root.resolve(name.equals("demo") ? "extensions/demo" : name)
        .resolve("target")
        .resolve(jar.getFileName());
  }

  /** An archive that is unpacked below {@code directory}; links stand for its jars. */
  static Installation unpacked(Path directory) throws IOException {
    Path root = Files.createDirectories(directory.resolve("frëshet 1"));
    Path lib = Files.createDirectories(root.resolve("lib"));
    Files.createDirectories(root.resolve("bin"));
    copyLauncher(root.resolve("bin/freshet"));
    try (Stream<Path> files = Files.list(Path.of("target"))) {
      for (Path jar :
          files
              .filter(file -> file.getFileName().toString().matches("freshet-cli-.*\\.jar"))
              .toList()) {
        link(lib.resolve(jar.getFileName()), jar);
      }
    }
    for (String file : LISTS) {
      List<String> names = new ArrayList<>();
      for (Path jar : jarsOf(file)) {
        names.add("lib/" + jar.getFileName());
        link(lib.resolve(jar.getFileName()), jar);
      }
      Files.writeString(lib.resolve(file), String.join(":", names));
    }
    Files.write(lib.resolve("jvm-options"), JvmOptions.all());
    Files.writeString(root.resolve("SHA256SUMS"), "");
    return new Installation(root.resolve("bin/freshet"), directory);
  }

  private static void copyLauncher(Path to) throws IOException {
    Files.copy(Path.of("..", "freshet"), to, StandardCopyOption.COPY_ATTRIBUTES);
  }

  private static List<Path> jarsOf(String list) throws IOException {
    return Stream.of(
            Files.readString(Path.of("target/launch", list)).strip().split(File.pathSeparator))
        .map(Path::of)
        .toList();
  }

  private static void link(Path link, Path jar) throws IOException {
    Files.createDirectories(link.getParent());
    if (!Files.exists(link)) {
      try {
        Files.createLink(link, jar.toRealPath());
      } catch (FileSystemException otherFileSystem) {
        Files.createSymbolicLink(link, jar.toRealPath());
      }
    }
  }

  /** The same installation after its directory got another name. */
  Installation moved() throws IOException {
    Path root = directory.toRealPath().relativize(launcher.toRealPath()).getName(0);
    Path own = directory.toRealPath().resolve(root).relativize(launcher.toRealPath());
    Path other = Files.move(directory.resolve(root), directory.resolve("moved"));
    return new Installation(other.resolve(own), directory);
  }

  /** The same installation, called through a symbolic link. */
  Installation throughLink() throws IOException {
    Path links = Files.createDirectories(directory.resolve("links"));
    Path link = Files.createSymbolicLink(links.resolve("fr"), links.relativize(launcher));
    return new Installation(link, directory);
  }

  /**
   * A Java that only prints its arguments, one a line.
   *
   * @return the environment in which the launcher uses it
   */
  Map<String, String> echoingJava() throws IOException {
    return javaHome(
        """
        case "$*" in
          -version) echo 'openjdk version "17.0.2"' >&2 ;;
          *JvmOptions*) for last; do :; done; echo -Doption=1 > "$last" ;;
          *) printf '%s\\n' "$@" ;;
        esac
        """);
  }

  /**
   * A Java that is a script.
   *
   * @return the environment in which the launcher uses it
   */
  Map<String, String> javaHome(String script) throws IOException {
    Path home = directory.resolve("jre");
    Files.createDirectories(home.resolve("bin"));
    write(home.resolve("bin/java"), script);
    return Map.of("JAVA_HOME", home.toString());
  }

  /** The script that is used in place of Maven. */
  void maven(String script) throws IOException {
    write(directory.resolve("bin/mvn"), script);
  }

  private static void write(Path file, String script) throws IOException {
    Files.writeString(file, "#!/bin/sh\n" + script + "\n");
    assertThat(file.toFile().setExecutable(true)).isTrue();
  }

  Path root() throws IOException {
    return launcher.toRealPath().getParent();
  }

  Path launch() throws IOException {
    return root().resolve("cli/target/launch");
  }

  private Path temporary() {
    return directory.resolve("temporary files");
  }

  /** The directories of processes. */
  List<Path> scratch() throws IOException {
    try (Stream<Path> users = Files.list(temporary())) {
      List<Path> all = new ArrayList<>();
      for (Path user : users.toList()) {
        try (Stream<Path> processes = Files.list(user)) {
          processes.forEach(all::add);
        }
      }
      return all;
    }
  }

  Ended execute(String... arguments) throws Exception {
    return execute(Map.of(), arguments);
  }

  Ended execute(Map<String, String> environment, String... arguments) throws Exception {
    return awaitEnd(start(environment, arguments));
  }

  Started start(Map<String, String> environment, String... arguments) throws IOException {
    List<String> command = new ArrayList<>(List.of(launcher.toString()));
    command.addAll(Arrays.asList(arguments));
    Path out = Files.createTempFile(directory, "out", ".txt");
    Path err = Files.createTempFile(directory, "err", ".txt");
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(directory.toFile())
            .redirectOutput(out.toFile())
            .redirectError(err.toFile());
    builder.environment().put("TMPDIR", temporary().toString());
    builder
        .environment()
        .merge("PATH", "", (path, none) -> directory.resolve("bin") + File.pathSeparator + path);
    environment.forEach(
        (name, value) -> {
          if (value.equals(UNSET)) {
            builder.environment().remove(name);
          } else {
            builder.environment().put(name, value);
          }
        });
    return new Started(builder.start(), out, err);
  }

  /** A process that was started, and where its output goes. */
  record Started(Process process, Path out, Path err) {}

  static Ended awaitEnd(Started started) throws Exception {
    boolean ended = started.process().waitFor(LIMIT_SECONDS, TimeUnit.SECONDS);
    if (!ended) {
      started.process().destroyForcibly();
    }
    String err = Files.readString(started.err());
    assertThat(ended).as("ended within %s s; stderr: %s", LIMIT_SECONDS, err).isTrue();
    return new Ended(started.process().exitValue(), Files.readString(started.out()), err);
  }
}
