package dev.freshet.pipeline.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ClusterSettingsTest {

  private static final String CLASS_PATH = "/opt/freshet/a.jar" + File.pathSeparator + "lib/b.jar";

  @ParameterizedTest
  @CsvSource({
    "local, false",
    "local[*], false",
    "'local[2,4]', false",
    "'local-cluster[2,1,1024]', true",
    "spark://host:7077, true",
    "yarn, true"
  })
  void masterSaysWhetherExecutorsAreProcessesOfTheirOwn(String master, boolean cluster) {
    assertThat(new ClusterSettings(Map.of("spark.master", master), Map.of()).isCluster())
        .isEqualTo(cluster);
  }

  @Test
  void withoutAMasterEverythingStaysOnLoopback() {
    assertThat(new ClusterSettings(Map.of("java.class.path", CLASS_PATH), Map.of()).settings())
        .containsOnly(
            Map.entry("spark.driver.host", "127.0.0.1"),
            Map.entry("spark.driver.bindAddress", "127.0.0.1"),
            Map.entry("spark.speculation", "false"));
  }

  @Test
  void executorsGetWhatTheLauncherGivesTheDriver() {
    Map<String, String> settings =
        new ClusterSettings(
                Map.of("spark.master", "spark://host:7077", "java.class.path", CLASS_PATH),
                Map.of(
                    "SPARK_LOCAL_IP", "10.0.0.7",
                    "LANCE_CPU_THREADS", "8",
                    "FRESHET_LOG_LEVEL", "info",
                    "FRESHET_SECRET", "x"))
            .settings();

    assertThat(settings)
        .containsOnly(
            Map.entry("spark.driver.host", "10.0.0.7"),
            Map.entry("spark.driver.bindAddress", "10.0.0.7"),
            Map.entry(
                "spark.executor.extraClassPath",
                "/opt/freshet/a.jar" + File.pathSeparator + Path.of("lib/b.jar").toAbsolutePath()),
            Map.entry("spark.executorEnv.LANCE_CPU_THREADS", "8"),
            Map.entry("spark.executorEnv.LANCE_LOG", "error"),
            Map.entry("spark.executorEnv.FRESHET_LOG_LEVEL", "info"),
            Map.entry("spark.speculation", "false"));
  }

  @Test
  void whatTheUserHasSetStaysButSpeculation() {
    Map<String, String> settings =
        new ClusterSettings(
                Map.of(
                    "spark.master", "spark://host:7077",
                    "java.class.path", CLASS_PATH,
                    "spark.driver.host", "driver.example",
                    "spark.executor.extraClassPath", "/elsewhere/*",
                    "spark.executorEnv.LANCE_LOG", "info",
                    "spark.speculation", "true"),
                Map.of("SPARK_LOCAL_IP", "127.0.0.1"))
            .settings();

    assertThat(settings)
        .containsOnly(
            Map.entry("spark.executorEnv.LANCE_CPU_THREADS", "4"),
            Map.entry("spark.speculation", "false"));
  }
}
