package dev.freshet.cli.answer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.core.error.ErrorCode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ExitCodeTest {

  @Test
  void whatTheUserWroteWrongIsAUsageError() {
    assertThat(ExitCode.of(ErrorCode.INVALID_CONFIG)).isEqualTo(2);
    assertThat(ExitCode.of(ErrorCode.INVALID_REQUEST)).isEqualTo(2);
    assertThat(ExitCode.of(ErrorCode.LANDING_PATH_MISSING)).isEqualTo(2);
  }

  @Test
  void outOfMemoryHasACodeOfItsOwn() {
    assertThat(ExitCode.of(ErrorCode.OUT_OF_MEMORY)).isEqualTo(4);
  }

  @ParameterizedTest
  @EnumSource(
      mode = EnumSource.Mode.EXCLUDE,
      names = {
        "INVALID_CONFIG",
        "INVALID_REQUEST",
        "LANDING_PATH_MISSING",
        "PORT_UNAVAILABLE",
        "OUT_OF_MEMORY"
      })
  void everythingElseIsAFailure(ErrorCode code) {
    assertThat(ExitCode.of(code)).isEqualTo(1);
  }
}
