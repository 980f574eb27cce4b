package dev.freshet.bench.relevance;

import dev.freshet.demo.corpus.DocRecord;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The documentation of a type or method, divided: what is indexed, and what is only asked.
 *
 * @param key the record's id
 * @param text all but the first sentence, without the name of what it documents; indexed
 * @param summary the first sentence; only asked
 * @param name the name of the method or type, in words; only asked
 */
record Passage(String key, String text, String summary, String name) {

  private static final int TEXT_CHARS_MIN = 80;
  private static final int SUMMARY_WORDS_MIN = 4;

  /** Empty if there is too little text to divide. */
  static Optional<Passage> of(DocRecord record) {
    String body = record.text().body();
    int end = endOfSentence(body);
    if (end < 0 || body.length() - end < TEXT_CHARS_MIN) {
      return Optional.empty();
    }
    String summary = body.substring(0, end).strip();
    if (summary.split("\\s+").length < SUMMARY_WORDS_MIN) {
      return Optional.empty();
    }
    return Optional.of(
        new Passage(
            record.id(),
            body.substring(end).strip(),
            summary,
            words(record.subject().member(), record.subject().type())));
  }

  private static int endOfSentence(String body) {
    int dot = body.indexOf(". ");
    int line = body.indexOf('\n');
    int end = dot < 0 ? line : line < 0 ? dot : Math.min(dot, line);
    return end < 0 ? -1 : end + 1;
  }

  /** {@code readLines} becomes {@code read lines}. */
  private static String words(@Nullable String member, String type) {
    String name = member == null ? type.substring(type.lastIndexOf('.') + 1) : member;
    return name.replaceAll("(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])", " ")
        .toLowerCase(Locale.ROOT);
  }
}
