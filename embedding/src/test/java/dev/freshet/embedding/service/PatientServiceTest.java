package dev.freshet.embedding.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.freshet.core.embed.InputType;
import dev.freshet.core.embed.ServiceCounts;
import dev.freshet.core.error.ErrorCode;
import dev.freshet.core.error.FreshetException;
import dev.freshet.core.error.InvalidConfigException;
import dev.freshet.embedding.service.pace.Backoff;
import dev.freshet.embedding.service.pace.CircuitBreaker;
import dev.freshet.embedding.service.pace.FakeTime;
import dev.freshet.embedding.service.pace.RateLimits;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class PatientServiceTest {

  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final ServiceReply DEAD =
      new ServiceReply.Trouble("it is dead", Optional.empty(), ServiceReply.Sign.NONE);
  private static final ServiceReply VECTORS =
      new ServiceReply.Vectors(List.of(new float[] {1}), OptionalLong.empty());

  private final FakeTime time = new FakeTime();
  private final Deque<ServiceReply> replies = new ArrayDeque<>();
  private int requests;

  @Test
  void failedRequestIsRepeatedWithGrowingPauses() throws InterruptedException {
    replies.addAll(List.of(DEAD, DEAD, DEAD, VECTORS));

    assertThat(call(service(OptionalInt.empty()))).isEqualTo(VECTORS);
    assertThat(time.pauses())
        .containsExactly(Duration.ofMillis(500), Duration.ofSeconds(1), Duration.ofSeconds(2));
  }

  @Test
  void pauseIsAsLongAsTheServiceAsksFor() throws InterruptedException {
    replies.add(
        new ServiceReply.Trouble(
            "busy", Optional.of(Duration.ofSeconds(40)), ServiceReply.Sign.ALIVE));
    replies.add(VECTORS);

    assertThat(call(service(OptionalInt.empty()))).isEqualTo(VECTORS);
    assertThat(time.pauses()).containsExactly(Duration.ofSeconds(44));
  }

  @Test
  void pauseBeyondThePatienceFailsAtOnce() {
    replies.add(
        new ServiceReply.Trouble(
            "it answered 429", Optional.of(Duration.ofHours(1)), ServiceReply.Sign.ALIVE));

    assertThatExceptionOfType(FreshetException.class)
        .isThrownBy(() -> call(service(OptionalInt.empty())))
        .withMessage(
            "Cannot embed with model `m`: it answered 429 (attempts: 1). Repeat the call when the"
                + " service works again.")
        .matches(e -> e.code() == ErrorCode.EMBEDDING_FAILED && e.code().retryable());
    assertThat(time.pauses()).isEmpty();
  }

  @Test
  void callToADeadServiceEndsWithinThePatienceAndSendsFewRequests() {
    PatientService service = service(OptionalInt.empty());
    long start = time.nanos();

    assertThatThrownBy(() -> call(service)).hasMessageContaining("it is dead");

    assertThat(Duration.ofNanos(time.nanos() - start)).isLessThanOrEqualTo(PATIENCE);
    assertThat(requests).as("five until it opens, then at most one in 20 s").isBetween(5, 10);
  }

  @Test
  void openCircuitFailsACallWithShortPatienceWithoutARequest() {
    PatientService service = service(OptionalInt.empty());
    assertThatThrownBy(() -> call(service)).isInstanceOf(FreshetException.class);
    int before = requests;

    assertThatThrownBy(() -> service.call(List.of("x"), InputType.DOCUMENT, Duration.ofSeconds(1)))
        .hasMessageContaining("calls to it are held back (attempts: 0)");
    assertThat(requests).isEqualTo(before);
  }

  @Test
  void circuitClosesWhenATrialSucceeds() throws InterruptedException {
    PatientService service = service(OptionalInt.empty());
    assertThatThrownBy(() -> call(service)).isInstanceOf(FreshetException.class);
    replies.addAll(List.of(VECTORS, VECTORS));
    time.pass(Duration.ofSeconds(20));

    assertThat(service.call(List.of("x"), InputType.DOCUMENT, Duration.ofSeconds(1)))
        .isEqualTo(VECTORS);
    assertThat(service.call(List.of("x"), InputType.DOCUMENT, Duration.ofSeconds(1)))
        .isEqualTo(VECTORS);
  }

  @Test
  void busyServiceDoesNotOpenTheCircuit() throws InterruptedException {
    for (int i = 0; i < 9; i++) {
      replies.add(
          new ServiceReply.Trouble(
              "busy", Optional.of(Duration.ofSeconds(1)), ServiceReply.Sign.ALIVE));
    }
    replies.add(VECTORS);

    assertThat(call(service(OptionalInt.empty()))).isEqualTo(VECTORS);
    assertThat(time.pauses()).hasSize(9).containsOnly(Duration.ofMillis(1100));
  }

  @Test
  void waitingForTheQuotaCostsNoPatience() throws InterruptedException {
    PatientService service = service(OptionalInt.of(1));
    replies.addAll(List.of(VECTORS, DEAD, VECTORS));
    call(service);

    assertThat(service.call(List.of("x"), InputType.DOCUMENT, Duration.ofSeconds(90)))
        .isEqualTo(VECTORS);
    assertThat(time.pauses().get(0)).isEqualTo(Duration.ofMinutes(1));
  }

  @Test
  void requestWithAWrongConfigurationIsNotRepeated() {
    replies.add(new ServiceReply.Misconfigured("it answered 401", "Set embedding.api-key."));

    assertThatThrownBy(() -> call(service(OptionalInt.empty())))
        .isInstanceOf(InvalidConfigException.class)
        .hasMessage("Cannot embed with model `m`: it answered 401. Set embedding.api-key.");
    assertThat(requests).isEqualTo(1);
  }

  @Test
  void everyRequestIsCountedByItsResult() throws InterruptedException {
    PatientService service = service(OptionalInt.empty());
    replies.add(
        new ServiceReply.Trouble(
            "busy", Optional.of(Duration.ofSeconds(1)), ServiceReply.Sign.THROTTLED));
    replies.add(DEAD);
    replies.add(new ServiceReply.Vectors(List.of(new float[] {1}), OptionalLong.of(7)));
    replies.add(VECTORS);
    call(service);
    call(service);

    assertThat(service.counts())
        .as("7 tokens as the service counted, 3 as estimated")
        .isEqualTo(new ServiceCounts(4, 2, 1, 10, 0, 0));

    assertThatThrownBy(() -> call(service)).hasMessageContaining("it is dead");
    assertThat(service.counts().circuitOpenings()).as("however many trials failed").isEqualTo(1);
    assertThat(service.counts().requests()).isEqualTo(requests);
  }

  @Test
  void closingEndsThePause() {
    replies.add(DEAD);
    time.end();

    assertThatThrownBy(() -> call(service(OptionalInt.empty())))
        .isInstanceOf(FreshetException.class)
        .hasMessageContaining("closed");
    assertThat(requests).isEqualTo(1);
  }

  private static ServiceReply call(PatientService service) throws InterruptedException {
    return service.call(List.of("x"), InputType.DOCUMENT, PATIENCE);
  }

  /** Gives the scripted replies, then is dead. */
  private PatientService service(OptionalInt requestsPerMinute) {
    return new PatientService(
        "model `m`",
        (texts, type) -> {
          requests++;
          return replies.isEmpty() ? DEAD : replies.remove();
        },
        new RateLimits(requestsPerMinute, OptionalInt.empty(), time::nanos),
        new CircuitBreaker(5, Duration.ofSeconds(20), time::nanos),
        new Backoff(() -> 1),
        time);
  }
}
