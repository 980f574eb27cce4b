package dev.freshet.cli.architecture.planted;

/** Breaks a rule: talks past the answer of the verb. */
final class Chatty {

  private Chatty() {}

  static void talk() {
    System.out.println("said past the answer");
  }
}
