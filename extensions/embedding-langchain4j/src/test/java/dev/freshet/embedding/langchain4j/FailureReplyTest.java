package dev.freshet.embedding.langchain4j;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.embedding.service.ServiceReply;
import dev.langchain4j.exception.AuthenticationException;
import dev.langchain4j.exception.ContentFilteredException;
import dev.langchain4j.exception.HttpException;
import dev.langchain4j.exception.InternalServerException;
import dev.langchain4j.exception.InvalidRequestException;
import dev.langchain4j.exception.ModelNotFoundException;
import dev.langchain4j.exception.RateLimitException;
import dev.langchain4j.exception.TimeoutException;
import dev.langchain4j.exception.UnresolvedModelServerException;
import dev.langchain4j.exception.UnsupportedFeatureException;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class FailureReplyTest {

  static Stream<Arguments> failures() {
    return Stream.of(
        Arguments.of(
            new RateLimitException("slow down"),
            trouble("RateLimitException: slow down", ServiceReply.Sign.THROTTLED)),
        Arguments.of(
            new TimeoutException("late"),
            trouble("TimeoutException: late", ServiceReply.Sign.NONE)),
        Arguments.of(
            new InternalServerException("oops"),
            trouble("InternalServerException: oops", ServiceReply.Sign.NONE)),
        Arguments.of(
            new UnresolvedModelServerException("no such host"),
            trouble("UnresolvedModelServerException: no such host", ServiceReply.Sign.NONE)),
        Arguments.of(
            new IllegalStateException((String) null),
            trouble("IllegalStateException", ServiceReply.Sign.NONE)),
        Arguments.of(
            new InvalidRequestException("too long"),
            new ServiceReply.Refused("it failed with InvalidRequestException: too long")),
        Arguments.of(
            new ContentFilteredException("no"),
            new ServiceReply.Refused("it failed with ContentFilteredException: no")),
        Arguments.of(
            new IllegalArgumentException("blank"),
            new ServiceReply.Refused("it failed with IllegalArgumentException: blank")),
        Arguments.of(
            new AuthenticationException("key sk-… is wrong"),
            new ServiceReply.Misconfigured(
                "it failed with AuthenticationException",
                "Set embedding.api-key, or the secrets in embedding.settings, to values that may use"
                    + " this model.")),
        Arguments.of(
            new ModelNotFoundException("none"),
            new ServiceReply.Misconfigured(
                "it failed with ModelNotFoundException: none", "Fix embedding.settings.")),
        Arguments.of(
            new UnsupportedFeatureException("no dimensions"),
            new ServiceReply.Misconfigured(
                "it failed with UnsupportedFeatureException: no dimensions",
                "Fix embedding.settings.")),
        Arguments.of(
            new NoSuchMethodError("x()"),
            new ServiceReply.Misconfigured(
                "it failed with NoSuchMethodError: x()",
                "Put the jars of the provider and langchain4j-core, of one release, into models/.")));
  }

  @ParameterizedTest
  @MethodSource("failures")
  void everyKindOfFailureHasItsMeaning(Throwable failure, ServiceReply meaning) {
    assertThat(FailureReply.of(failure, List.of())).isEqualTo(meaning);
  }

  @Test
  void statusAmongTheCausesDecides() {
    RuntimeException busy =
        new RuntimeException(new HttpException(429, "{\"error\":{\"message\":\"slow down\"}}"));

    assertThat(FailureReply.of(busy, List.of()))
        .isEqualTo(
            new ServiceReply.Trouble(
                "it answered 429 (slow down)", Optional.empty(), ServiceReply.Sign.THROTTLED));
  }

  @Test
  void messageThatRepeatsATextOrASecretIsLeftOut() {
    List<String> hidden = List.of("Dear doctor, I am ill", "sk-0815");

    assertThat(FailureReply.of(new InvalidRequestException("'Dear doctor, I am ill'"), hidden))
        .isEqualTo(new ServiceReply.Refused("it failed with InvalidRequestException"));
    assertThat(FailureReply.of(new IllegalStateException("with sk-0815"), hidden))
        .isEqualTo(trouble("IllegalStateException", ServiceReply.Sign.NONE));
  }

  @Test
  void circleOfCausesEnds() {
    RuntimeException one = new RuntimeException("one");
    one.initCause(new RuntimeException("two", one));

    assertThat(FailureReply.of(one, List.of()))
        .isEqualTo(trouble("RuntimeException: one", ServiceReply.Sign.NONE));
  }

  private static ServiceReply trouble(String why, ServiceReply.Sign sign) {
    return new ServiceReply.Trouble("it failed with " + why, Optional.empty(), sign);
  }
}
