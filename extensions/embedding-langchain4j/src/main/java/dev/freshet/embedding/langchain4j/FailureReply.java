package dev.freshet.embedding.langchain4j;

import dev.freshet.embedding.service.ServiceReason;
import dev.freshet.embedding.service.ServiceReply;
import dev.freshet.embedding.service.StatusPolicy;
import dev.langchain4j.exception.AuthenticationException;
import dev.langchain4j.exception.HttpException;
import dev.langchain4j.exception.ModelNotFoundException;
import dev.langchain4j.exception.NonRetriableException;
import dev.langchain4j.exception.RateLimitException;
import dev.langchain4j.exception.TimeoutException;
import dev.langchain4j.exception.UnresolvedModelServerException;
import dev.langchain4j.exception.UnsupportedFeatureException;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Decides what an exception of a model means. If an HTTP status is among its causes, the status
 * decides as for every other service; else the type of LangChain4j's exception. An exception of the
 * provider's own is a failure that may pass. Pure.
 */
final class FailureReply {

  /** Deeper causes say nothing new, and a chain of causes may be a circle. */
  private static final int MAX_CAUSES = 10;

  private FailureReply() {}

  /**
   * The meaning of a failure.
   *
   * @param hidden texts that must not be shown: those that were sent, and the secrets
   */
  static ServiceReply of(Throwable failure, Collection<String> hidden) {
    return status(failure)
        .map(http -> StatusPolicy.reply(http.statusCode(), reason(http, hidden), Optional.empty()))
        .orElseGet(() -> byType(failure, hidden));
  }

  private static Optional<HttpException> status(Throwable failure) {
    return Stream.iterate(failure, cause -> cause != null, Throwable::getCause)
        .limit(MAX_CAUSES)
        .filter(HttpException.class::isInstance)
        .map(HttpException.class::cast)
        .findFirst();
  }

  /** The message of the exception is the body of the answer. */
  private static Optional<String> reason(HttpException http, Collection<String> hidden) {
    String body = http.getMessage() == null ? "" : http.getMessage();
    return ServiceReason.of(body.getBytes(StandardCharsets.UTF_8), hidden);
  }

  private static ServiceReply byType(Throwable failure, Collection<String> hidden) {
    String why = why(failure, hidden);
    if (failure instanceof RateLimitException) {
      return trouble(why, ServiceReply.Sign.THROTTLED);
    }
    if (failure instanceof TimeoutException || failure instanceof UnresolvedModelServerException) {
      return trouble(why, ServiceReply.Sign.NONE);
    }
    if (failure instanceof AuthenticationException) {
      // Without the message: it may quote the key in another form.
      return new ServiceReply.Misconfigured(
          "it failed with " + failure.getClass().getSimpleName(),
          "Set embedding.api-key, or the secrets in embedding.settings, to values that may use this model.");
    }
    if (failure instanceof ModelNotFoundException
        || failure instanceof UnsupportedFeatureException) {
      return new ServiceReply.Misconfigured(why, "Fix embedding.settings.");
    }
    if (failure instanceof LinkageError) {
      return new ServiceReply.Misconfigured(
          why, "Put the jars of the provider and langchain4j-core, of one release, into models/.");
    }
    // The model's own checks throw these too; a harmless text is tried before a text is rejected.
    return failure instanceof NonRetriableException || failure instanceof IllegalArgumentException
        ? new ServiceReply.Refused(why)
        : trouble(why, ServiceReply.Sign.NONE);
  }

  private static ServiceReply trouble(String why, ServiceReply.Sign sign) {
    return new ServiceReply.Trouble(why, Optional.empty(), sign);
  }

  private static String why(Throwable failure, Collection<String> hidden) {
    String type = failure.getClass().getSimpleName();
    String words = failure.getMessage() == null ? type : type + ": " + failure.getMessage();
    return "it failed with " + ServiceReason.ofMessage(words, hidden).orElse(type);
  }
}
