package dev.freshet.bench.relevance;

/**
 * A question and the record that answers it.
 *
 * @param kind how it was made
 * @param text what is asked
 * @param answer the key of the record
 */
record KnownAnswer(Kind kind, String text, String answer) {

  /** How a question was made from the passage that answers it. */
  enum Kind {
    /** The sentence that sums the passage up and is not part of what is indexed. */
    SUMMARY("first sentence against the rest"),
    /** The name of the type or method, which is not part of what is indexed. */
    NAME("name in words"),
    /** The three rarest words of the passage. */
    RARE_WORDS("three rare words"),
    /** The name, and the rarest word of the passage. */
    MIXED("name and one rare word");

    private final String meaning;

    Kind(String meaning) {
      this.meaning = meaning;
    }

    String meaning() {
      return meaning;
    }
  }
}
