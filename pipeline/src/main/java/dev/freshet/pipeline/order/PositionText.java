package dev.freshet.pipeline.order;

import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The text form of a position, as Silver, Gold and the key index keep it: words that are separated
 * by a blank. {@code e} and a number is the epoch, {@code r} stands for a read of a snapshot,
 * {@code o}, {@code n} and {@code t} are followed by ordinal, number and microseconds, and every
 * other word with an {@code @} is a place: {@code log[/branch]@commit;within}, with {@code >} in
 * front of a commit that is a lower bound. Log and branch are URL-encoded.
 */
public final class PositionText {

  private PositionText() {}

  /** The text of a position; empty for one that says nothing. */
  public static String write(SourcePosition position) {
    List<String> words = new ArrayList<>();
    if (position.epoch() != 0) {
      words.add("e" + position.epoch());
    }
    if (position.read()) {
      words.add("r");
    }
    if (position.ordinal() != null) {
      words.add("o" + position.ordinal());
    }
    if (position.number() != null) {
      words.add("n" + position.number());
    }
    if (position.micros() != null) {
      words.add("t" + position.micros());
    }
    position.places().forEach(place -> words.add(write(place)));
    return String.join(" ", words);
  }

  private static String write(LogPlace place) {
    String branch = place.branch().isEmpty() ? "" : "/" + encoded(place.branch());
    return encoded(place.log())
        + branch
        + (place.commitAtLeast() ? "@>" : "@")
        + numbers(place.commit())
        + ";"
        + numbers(place.within());
  }

  /**
   * The position of a text.
   *
   * @throws IllegalArgumentException if {@link #write} did not make the text
   */
  public static SourcePosition read(String text) {
    int epoch = 0;
    boolean read = false;
    Long ordinal = null;
    Long number = null;
    Long micros = null;
    List<LogPlace> places = new ArrayList<>();
    for (String word : text.isEmpty() ? List.<String>of() : Arrays.asList(text.split(" "))) {
      if (word.indexOf('@') > 0) {
        places.add(place(word));
      } else {
        String value = word.substring(1);
        switch (word.charAt(0)) {
          case 'e' -> epoch = Integer.parseInt(value);
          case 'r' -> read = true;
          case 'o' -> ordinal = Long.valueOf(value);
          case 'n' -> number = Long.valueOf(value);
          case 't' -> micros = Long.valueOf(value);
          default -> throw new IllegalArgumentException("Not a position: " + text);
        }
      }
    }
    return new SourcePosition(epoch, read, places, ordinal, number, micros);
  }

  private static LogPlace place(String word) {
    int at = word.indexOf('@');
    String name = word.substring(0, at);
    int slash = name.indexOf('/');
    String log = slash < 0 ? name : name.substring(0, slash);
    String branch = slash < 0 ? "" : name.substring(slash + 1);
    boolean atLeast = word.charAt(at + 1) == '>';
    String numbers = word.substring(atLeast ? at + 2 : at + 1);
    int border = numbers.indexOf(';');
    return new LogPlace(
        decoded(log),
        decoded(branch),
        numbers(numbers.substring(0, border)),
        numbers(numbers.substring(border + 1)),
        atLeast);
  }

  private static String numbers(List<Long> numbers) {
    return numbers.stream().map(Long::toUnsignedString).collect(Collectors.joining(","));
  }

  private static List<Long> numbers(String text) {
    return text.isEmpty()
        ? List.of()
        : Arrays.stream(text.split(",")).map(Long::parseUnsignedLong).toList();
  }

  private static String encoded(String name) {
    return URLEncoder.encode(name, StandardCharsets.UTF_8);
  }

  private static String decoded(@Nullable String name) {
    return URLDecoder.decode(String.valueOf(name), StandardCharsets.UTF_8);
  }
}
