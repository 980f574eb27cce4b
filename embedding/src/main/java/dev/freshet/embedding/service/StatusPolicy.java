package dev.freshet.embedding.service;

import java.time.Duration;
import java.util.Optional;

/** Decides what an HTTP status other than 200 means. Pure. */
public final class StatusPolicy {

  private StatusPolicy() {}

  /**
   * The meaning of an answer.
   *
   * @param status of the answer, not 200
   * @param reason the reason the service gives, if it may be shown
   * @param wait how long the service asks to wait
   */
  public static ServiceReply reply(int status, Optional<String> reason, Optional<Duration> wait) {
    String why = "it answered " + status + reason.map(text -> " (" + text + ")").orElse("");
    return switch (status) {
      // 422: TEI, for a batch that is too large or a text it cannot tokenise.
      case 400, 413, 422 -> new ServiceReply.Refused(why);
      // Without the reason: it may quote the key in another form.
      case 401, 403 ->
          new ServiceReply.Misconfigured(
              "it answered " + status,
              "Set embedding.api-key to a key that may use this model, and check that embedding.url is the address of the right service.");
      case 404 ->
          new ServiceReply.Misconfigured(
              why, "Fix embedding.url, or name a model the service has in embedding.model.");
      case 429 -> new ServiceReply.Trouble(why, wait, ServiceReply.Sign.THROTTLED);
      // 424: TEI, when the model failed on a batch.
      case 408, 424, 425 -> new ServiceReply.Trouble(why, wait, ServiceReply.Sign.ALIVE);
      default ->
          status >= 500
              ? new ServiceReply.Trouble(why, wait, ServiceReply.Sign.NONE)
              : new ServiceReply.Misconfigured(why, "Fix embedding.url or embedding.provider.");
    };
  }
}
