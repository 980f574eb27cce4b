package dev.freshet.demo.corpus;

import java.util.List;

/**
 * A question to ask while the feed runs, whose best answer changes with certain releases. The
 * answers were found by searching every release with {@code all-minilm-l6-v2} in chunks of 256
 * tokens.
 *
 * @param text the question
 * @param answers the best answers in the order of their releases; at least two
 */
public record DemoQuestion(String text, List<Answer> answers) {

  /** The questions; together they change at all later releases but the last. */
  public static final List<DemoQuestion> ALL =
      List.of(
          new DemoQuestion(
              "how do I read the last lines of a log file that keeps growing",
              List.of(
                  new Answer("1.4", "org.apache.commons.io.LineIterator#close()"),
                  new Answer("2.0.1", "org.apache.commons.io.input.Tailer#run()"),
                  new Answer("2.5", "org.apache.commons.io.input.ReversedLinesFileReader"))),
          new DemoQuestion(
              "which characters are illegal in a file name on this operating system",
              List.of(
                  new Answer("1.4", "org.apache.commons.io.FilenameUtils#getPrefix(String)"),
                  new Answer("2.7", "org.apache.commons.io.FileSystem#getIllegalFileNameChars()"))),
          new DemoQuestion(
              "read from a RandomAccessFile as an input stream",
              List.of(
                  new Answer("1.4", "org.apache.commons.io.input.TeeInputStream#read()"),
                  new Answer("2.9.0", "org.apache.commons.io.input.RandomAccessFileInputStream"))),
          new DemoQuestion(
              "how can I limit the download speed of a stream",
              List.of(
                  new Answer(
                      "1.4",
                      "org.apache.commons.io.output.ThresholdingOutputStream#getByteCount()"),
                  new Answer("2.12.0", "org.apache.commons.io.function.IOStream#limit(long)"),
                  new Answer(
                      "2.16.1",
                      "org.apache.commons.io.input.ThrottledInputStream.Builder"
                          + "#setMaxBytesPerSecond(long)"))));

  /**
   * The best answer from a release on.
   *
   * @param release the first release in which it is the best answer
   * @param id the record that answers
   */
  public record Answer(String release, String id) {}

  public DemoQuestion {
    answers = List.copyOf(answers);
  }

  /** Whether {@code release} changes the best answer. */
  public boolean changesAt(String release) {
    return answers.stream().skip(1).anyMatch(answer -> answer.release().equals(release));
  }
}
