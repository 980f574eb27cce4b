package dev.freshet.core.config.value;

import dev.freshet.core.error.InvalidConfigException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/** The problems of a configuration, collected so that one run reports all of them. */
public final class Problems {

  private final List<String> lines = new ArrayList<>();

  /**
   * Notes one problem.
   *
   * @param key full path of the key
   * @param why what does not fit, with the value, without a full stop
   * @param whatToDo the remedy, as whole sentences
   */
  public void add(String key, String why, String whatToDo) {
    lines.add(oneLine("Cannot use " + key + ": " + why + ". " + whatToDo));
  }

  /** Adds the problems that another check has thrown. */
  public void addAll(InvalidConfigException problem) {
    problem.getMessage().lines().forEach(lines::add);
  }

  /** The text with its line breaks written out: a problem is one line, whatever value it shows. */
  public static String oneLine(String text) {
    return text.replace("\r", "\\r").replace("\n", "\\n");
  }

  /** Throws all problems as one exception, a line each. */
  public void throwIfAny() {
    throwIfAny(UnaryOperator.identity());
  }

  /** As {@link #throwIfAny()}, with every line passed through {@code redaction} first. */
  public void throwIfAny(UnaryOperator<String> redaction) {
    if (!lines.isEmpty()) {
      throw new InvalidConfigException(
          String.join("\n", lines.stream().map(redaction).distinct().toList()));
    }
  }
}
