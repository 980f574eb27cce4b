package dev.freshet.server.http;

import dev.freshet.core.error.ErrorCode;
import dev.freshet.core.error.FreshetException;
import dev.freshet.core.error.InvalidRequestException;
import dev.freshet.server.problem.ProblemCode;
import dev.freshet.server.problem.ProblemException;
import java.util.Locale;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeoutException;
import org.eclipse.jetty.http.HttpException;
import org.eclipse.jetty.http.HttpStatus;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Turns a failure into the problem that is answered. */
public final class Failures {

  private static final Logger LOGGER = LoggerFactory.getLogger(Failures.class);

  private Failures() {}

  /**
   * The problem that stands for a failure. An unexpected failure is logged here, and the answer
   * does not repeat it.
   */
  public static ProblemException problem(Throwable failure) {
    if (failure instanceof CompletionException && failure.getCause() != null) {
      return problem(failure.getCause());
    }
    if (failure instanceof ProblemException known) {
      return known;
    }
    if (failure instanceof InvalidRequestException invalid) {
      String path = invalid.argument().map(name -> "/" + name.replace('.', '/')).orElse("");
      return ProblemException.badRequest(path, message(invalid));
    }
    if (failure instanceof FreshetException known) {
      return problem(known);
    }
    if (failure instanceof HttpException refused) {
      return refused.getCode() == HttpStatus.PAYLOAD_TOO_LARGE_413
          ? tooLarge()
          : ProblemException.badRequest("", "Cannot read the request: it is not HTTP. Fix it.");
    }
    if (failure instanceof TimeoutException) {
      return new ProblemException(
          ProblemCode.REQUEST_TIMEOUT,
          "Cannot answer: the rest of the request did not arrive in time. Send it at once.");
    }
    if (failure instanceof CancellationException) {
      return ProblemException.stopping();
    }
    LOGGER.atError().setCause(failure).log("request failed unexpectedly");
    return ProblemException.defect();
  }

  private static ProblemException problem(FreshetException failure) {
    ProblemCode code =
        switch (failure.code()) {
          case TABLE_NOT_FOUND -> ProblemCode.TABLE_NOT_FOUND;
          case FINGERPRINT_MISMATCH -> ProblemCode.FINGERPRINT_MISMATCH;
          case OVERLOADED -> ProblemCode.OVERLOADED;
          case STORE_DAMAGED -> ProblemCode.DAMAGED;
          default -> ProblemCode.UNAVAILABLE;
        };
    return switch (code) {
      case DAMAGED -> damaged(failure);
      case UNAVAILABLE -> unavailable(failure);
      default -> new ProblemException(code, message(failure)).retryAfter(1);
    };
  }

  /** The file is named in the log only: its path is no business of a caller. */
  private static ProblemException damaged(FreshetException failure) {
    log(failure);
    return new ProblemException(
        ProblemCode.DAMAGED,
        "Cannot search: a file of the table is damaged. Tell the operator; the server's log names the file and says what to do.");
  }

  private static ProblemException unavailable(FreshetException failure) {
    log(failure);
    ErrorCode cause = failure.code();
    ProblemException problem =
        new ProblemException(
            ProblemCode.UNAVAILABLE,
            "Cannot search: %s (%s). %she server's log has the details."
                .formatted(
                    cause.whatToDo(),
                    cause.name().toLowerCase(Locale.ROOT),
                    cause.retryable() ? "Ask again later; t" : "T"));
    return cause.retryable() ? problem.retryAfter(1) : problem;
  }

  private static void log(FreshetException failure) {
    LOGGER
        .atWarn()
        .addKeyValue("errorCode", failure.code().name())
        .addKeyValue("error", message(failure))
        .log("request failed");
  }

  static ProblemException tooLarge() {
    return new ProblemException(
        ProblemCode.BODY_TOO_LARGE,
        "Cannot read the body: it is longer than %d bytes. Send a smaller one."
            .formatted(CallHandler.BODY_BYTES_MAX));
  }

  private static String message(Throwable failure) {
    return String.valueOf(failure.getMessage());
  }
}
