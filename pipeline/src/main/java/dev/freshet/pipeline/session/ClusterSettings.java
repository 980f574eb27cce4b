package dev.freshet.pipeline.session;

import java.io.File;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The settings of Spark that depend on the processes of an application: the driver's address, and
 * for executors in processes of their own the class path and the variables that the launcher gives
 * the driver. A system property {@code spark.…} that the user has set stays. Pure.
 *
 * @param properties system properties of this process
 * @param environment variables of this process
 */
record ClusterSettings(Map<String, String> properties, Map<String, String> environment) {

  /** The Spark master, as {@code spark-submit} and {@code -Dspark.master} set it. */
  static final String MASTER = "spark.master";

  private static final String DRIVER_HOST = "spark.driver.host";
  private static final String DRIVER_BIND = "spark.driver.bindAddress";
  private static final String LOOPBACK = "127.0.0.1";

  /**
   * Masters whose executors are threads of this process; those of {@code local-cluster} are not.
   */
  private static final Pattern THREADS = Pattern.compile("local(\\[.*])?");

  /**
   * With fewer than two threads the native library can deadlock; the launcher sets the same for the
   * driver.
   */
  private static final Map<String, String> EXECUTOR_DEFAULTS =
      Map.of("LANCE_CPU_THREADS", "4", "LANCE_LOG", "error");

  private static final Predicate<String> FOR_EXECUTORS =
      name -> name.startsWith("LANCE_") || name.equals("FRESHET_LOG_LEVEL");

  static ClusterSettings ofThisProcess() {
    Map<String, String> properties =
        System.getProperties().stringPropertyNames().stream()
            .collect(Collectors.toMap(name -> name, System::getProperty));
    return new ClusterSettings(properties, System.getenv());
  }

  /** Whether executors are processes of their own. */
  boolean isCluster() {
    return properties.containsKey(MASTER)
        && !THREADS.matcher(properties.get(MASTER).strip()).matches();
  }

  Map<String, String> settings() {
    Map<String, String> settings = new LinkedHashMap<>(driverAddress());
    if (isCluster()) {
      settings.put("spark.executor.extraClassPath", absolute(properties.get("java.class.path")));
      executorEnvironment()
          .forEach((name, value) -> settings.put("spark.executorEnv." + name, value));
    }
    settings.keySet().removeAll(properties.keySet());
    // Users cannot change this: a second attempt of a running task only writes useless files.
    settings.put("spark.speculation", "false");
    return settings;
  }

  /** Loopback, unless a setting says where executors reach the driver. */
  private Map<String, String> driverAddress() {
    if (properties.containsKey(DRIVER_HOST)) {
      return Map.of();
    }
    String address = environment.getOrDefault("SPARK_LOCAL_IP", LOOPBACK);
    return Map.of(DRIVER_HOST, address, DRIVER_BIND, address);
  }

  private Map<String, String> executorEnvironment() {
    Map<String, String> variables = new LinkedHashMap<>(EXECUTOR_DEFAULTS);
    environment.forEach(
        (name, value) -> {
          if (FOR_EXECUTORS.test(name)) {
            variables.put(name, value);
          }
        });
    return variables;
  }

  /** The class path with absolute entries, since executors start in other directories. */
  private static String absolute(String classPath) {
    return Pattern.compile(File.pathSeparator, Pattern.LITERAL)
        .splitAsStream(classPath)
        .filter(entry -> !entry.isEmpty())
        .map(entry -> Path.of(entry).toAbsolutePath().normalize().toString())
        .collect(Collectors.joining(File.pathSeparator));
  }
}
