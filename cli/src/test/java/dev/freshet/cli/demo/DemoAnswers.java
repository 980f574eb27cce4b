package dev.freshet.cli.demo;

import dev.freshet.cli.answer.Output;

/** What the demo answers with, for tests outside its package. */
public final class DemoAnswers {

  private DemoAnswers() {}

  public static Class<? extends Output.Answer> type() {
    return DemoAnswer.class;
  }
}
