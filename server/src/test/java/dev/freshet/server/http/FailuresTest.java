package dev.freshet.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.core.error.ErrorCode;
import dev.freshet.core.error.FreshetException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class FailuresTest {

  @Test
  void damageIsNotToBeAskedAgainAndDoesNotTellThePath() {
    Reply reply = reply(ErrorCode.STORE_DAMAGED);

    assertThat(reply.status()).isEqualTo(503);
    assertThat(reply.headers()).doesNotContainKey("Retry-After");
    assertThat(body(reply)).contains("\"DAMAGED\"").doesNotContain("/data/home");
  }

  @Test
  void storageThatIsAwayIsToBeAskedAgainAndDoesNotTellThePath() {
    Reply reply = reply(ErrorCode.STORE_UNAVAILABLE);

    assertThat(reply.status()).isEqualTo(503);
    assertThat(reply.headers()).containsKey("Retry-After");
    assertThat(body(reply)).contains("\"UNAVAILABLE\"").doesNotContain("/data/home");
  }

  private static Reply reply(ErrorCode code) {
    return Reply.of(
        Failures.problem(
            new FreshetException(code, "Cannot read /data/home/vectors/docs.lance: it is gone.")));
  }

  private static String body(Reply reply) {
    return new String(reply.body(), StandardCharsets.UTF_8);
  }
}
