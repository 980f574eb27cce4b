package dev.freshet.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.pipeline.session.JvmOptions;
import java.lang.management.ManagementFactory;
import org.junit.jupiter.api.Test;

class TestJvmTest {

  @Test
  void testsRunWithTheOptionsTheCommandRunsWith() {
    assertThat(ManagementFactory.getRuntimeMXBean().getInputArguments())
        .as("test.jvm.modules of the root pom.xml")
        .containsAll(JvmOptions.all());
    assertThat(JvmOptions.all()).hasSizeGreaterThan(10);
  }
}
