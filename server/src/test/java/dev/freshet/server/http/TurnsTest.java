package dev.freshet.server.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.freshet.server.problem.ProblemCode;
import dev.freshet.server.problem.ProblemException;
import org.junit.jupiter.api.Test;

class TurnsTest {

  private final Turns turns = new Turns(2, 3);

  @Test
  void callerWithTooManyOpenRequestsIsRefusedAndOthersAreNot() {
    Runnable first = turns.take("a");
    turns.take("a");

    assertThatThrownBy(() -> turns.take("a"))
        .isInstanceOfSatisfying(
            ProblemException.class,
            problem -> {
              assertThat(problem.code()).isEqualTo(ProblemCode.TOO_MANY_REQUESTS);
              assertThat(problem.headers()).containsEntry("Retry-After", "1");
            });
    turns.take("b");
    first.run();
    turns.take("a");
  }

  @Test
  void allCallersTogetherHaveALimit() {
    turns.take("a");
    turns.take("b");
    Runnable third = turns.take("c");

    assertThatThrownBy(() -> turns.take("d"))
        .isInstanceOfSatisfying(
            ProblemException.class,
            problem -> assertThat(problem.code()).isEqualTo(ProblemCode.OVERLOADED));
    third.run();
    turns.take("d");
  }

  @Test
  void requestThatEndsTwiceIsCountedOnce() {
    Runnable first = turns.take("a");
    turns.take("a");

    first.run();
    first.run();

    assertThat(turns.open()).isEqualTo(1);
  }
}
