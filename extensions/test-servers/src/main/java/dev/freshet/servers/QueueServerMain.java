package dev.freshet.servers;

import org.elasticmq.rest.sqs.SQSRestServerBuilder;

/** What the process of a {@link QueueServer} runs. */
final class QueueServerMain {
  private QueueServerMain() {}

  public static void main(String[] arguments) {
    SQSRestServerBuilder.withPort(Integer.parseInt(arguments[0]))
        .withInterface("127.0.0.1")
        .start()
        .waitUntilStarted();
  }
}
