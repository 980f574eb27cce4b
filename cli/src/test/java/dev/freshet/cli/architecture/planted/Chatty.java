package dev.freshet.cli.architecture.planted;

/** Breaks a rule: prints to a standard stream. */
final class Chatty {

  private Chatty() {}

  static void talk() {
    System.out.println("said past the answer");
  }
}
