package dev.freshet.pipeline.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.core.error.ErrorCode;
import dev.freshet.core.error.FreshetException;
import org.apache.spark.SparkException;
import org.junit.jupiter.api.Test;

class SparkFailureTest {

  @Test
  void ownErrorOfATaskIsThrownAsOnTheDriver() {
    FreshetException own = new FreshetException(ErrorCode.MODEL_UNREADABLE, "Cannot open.");

    RuntimeException thrown = SparkExecutors.failure("embed 3 texts", wrapped(own));

    assertThat(thrown).isSameAs(own);
    assertThat(thrown.getSuppressed()[0]).hasMessageContaining("embed 3 texts");
  }

  @Test
  void defectOfATaskStaysAtTheEndOfTheChain() {
    RuntimeException thrown =
        SparkExecutors.failure("embed 3 texts", wrapped(new ArithmeticException("/ by zero")));

    assertThat(thrown)
        .isInstanceOf(ExecutorsFailedException.class)
        .hasMessageStartingWith("Cannot embed 3 texts on the executors: ")
        .hasRootCauseInstanceOf(ArithmeticException.class);
  }

  @Test
  void lostExecutorsAreTold() {
    RuntimeException thrown =
        SparkExecutors.failure(
            "stage 9 rows", new SparkException("executor 1 exited\nDriver stack"));

    assertThat(thrown)
        .isInstanceOf(ExecutorsFailedException.class)
        .hasMessageContaining("executor 1 exited.");
  }

  private static Throwable wrapped(Throwable ofTask) {
    return new SparkException("Job aborted", ofTask);
  }
}
