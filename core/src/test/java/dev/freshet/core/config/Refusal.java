package dev.freshet.core.config;

import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.freshet.core.error.ErrorCode;
import dev.freshet.core.error.InvalidConfigException;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/** Asserts the problems with which a configuration is refused. */
public final class Refusal {

  private Refusal() {}

  /** Asserts that {@code call} is refused with exactly these problems, in this order. */
  public static void assertRefused(ThrowingCallable call, String... lines) {
    assertThatExceptionOfType(InvalidConfigException.class)
        .isThrownBy(call)
        .withMessage("%s", String.join("\n", lines))
        .matches(problem -> problem.code() == ErrorCode.INVALID_CONFIG);
  }
}
