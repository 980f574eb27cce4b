package dev.freshet.pipeline.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.freshet.core.error.ErrorCode;
import dev.freshet.core.error.FreshetException;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Jobs of a real Spark. Its executors are threads here, which makes no difference to the tests. */
@Timeout(120)
class SparkExecutorsIT {

  private static SparkSession spark;

  @BeforeAll
  static void startSpark() {
    spark = LocalSpark.start();
  }

  @AfterAll
  static void stopSpark() {
    spark.stop();
  }

  private record Length() implements ExecutorTask<String, Integer> {
    @Override
    public Integer run(String part) {
      return part.length();
    }
  }

  private record Refusal(ErrorCode code) implements ExecutorTask<String, String> {
    @Override
    public String run(String part) {
      throw new FreshetException(code, "Cannot do it: refused. Fix it.");
    }
  }

  private record Defect() implements ExecutorTask<String, Integer> {
    @Override
    public Integer run(String part) {
      return 1 / part.length();
    }
  }

  @Test
  void resultsComeInTheOrderOfTheParts() {
    SparkExecutors executors = SparkExecutors.of(spark);
    List<String> parts = IntStream.range(0, 40).mapToObj("x"::repeat).toList();

    assertThat(executors.run("measure", parts, new Length()))
        .isEqualTo(IntStream.range(0, 40).boxed().toList());
    assertThat(executors.slots()).isEqualTo(2);
    assertThat(executors.threadsPerTask()).isEqualTo(1);
  }

  @Test
  void errorOfATaskKeepsItsCode() {
    assertThatThrownBy(
            () ->
                SparkExecutors.of(spark)
                    .run("refuse", List.of("a", "b"), new Refusal(ErrorCode.MODEL_UNREADABLE)))
        .isInstanceOfSatisfying(
            FreshetException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.MODEL_UNREADABLE))
        .hasMessage("Cannot do it: refused. Fix it.");
  }

  @Test
  void defectOfATaskIsAtTheEndOfTheChain() {
    assertThatThrownBy(() -> SparkExecutors.of(spark).run("divide", List.of(""), new Defect()))
        .isInstanceOf(ExecutorsFailedException.class)
        .hasMessageStartingWith("Cannot divide on the executors: ")
        .hasRootCauseInstanceOf(ArithmeticException.class);
  }

  @Test
  void interruptEndsTheWaitAndStaysSet() {
    Thread.currentThread().interrupt();

    assertThatThrownBy(
            () -> SparkExecutors.of(spark).run("measure", List.of("a", "b"), new Length()))
        .isInstanceOfSatisfying(
            FreshetException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.QUERY_FAILED))
        .hasCauseInstanceOf(InterruptedException.class);
    assertThat(Thread.interrupted()).as("still interrupted").isTrue();
  }
}
