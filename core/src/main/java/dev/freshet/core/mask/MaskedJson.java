package dev.freshet.core.mask;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The shape of a JSON value, without the texts in it: numbers, truth values, times, UUIDs, words of
 * states and codes, and the names of members stay; of any other text its length stays. So texts of
 * records, their keys and names of landed files are not in it.
 */
public final class MaskedJson {

  private static final Pattern TIME =
      Pattern.compile(
          "\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d(:\\d\\d(\\.\\d+)?)?(Z|[+-]\\d\\d:\\d\\d)");

  private static final Pattern UUID = Pattern.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");

  private static final Pattern CODE = Pattern.compile("[A-Z]+(_[A-Z]+)*");

  /** Members whose names are ours and whose values are one of a few words of ours. */
  private static final Set<String> WORDS =
      Set.of("state", "window", "step", "kind", "outcome", "phase", "code");

  private static final Pattern WORD = Pattern.compile("[a-z0-9]{1,20}([_-][a-z0-9]{1,20}){0,3}");

  private static final Pattern MEMBER = Pattern.compile("[A-Za-z][A-Za-z0-9.-]{0,39}");

  private MaskedJson() {}

  /**
   * The shape of a value as Jackson binds it: maps, lists, texts, numbers, truth values and null.
   */
  public static @Nullable Object of(@Nullable Object value) {
    return of("", value);
  }

  private static @Nullable Object of(String name, @Nullable Object value) {
    if (value instanceof Map<?, ?> map) {
      Map<String, @Nullable Object> shape = new LinkedHashMap<>();
      map.forEach(
          (member, inner) -> {
            String own = String.valueOf(member);
            shape.put(
                MEMBER.matcher(own).matches() ? own : "member " + (shape.size() + 1),
                of(own, inner));
          });
      return shape;
    }
    if (value instanceof List<?> list) {
      List<@Nullable Object> shape = new ArrayList<>();
      list.forEach(inner -> shape.add(of(name, inner)));
      return shape;
    }
    if (value instanceof String text) {
      return isPlain(name, text) ? text : Mask.MASKED + " (" + text.length() + " characters)";
    }
    return value;
  }

  private static boolean isPlain(String name, String text) {
    return TIME.matcher(text).matches()
        || UUID.matcher(text).matches()
        || (text.length() <= 40 && CODE.matcher(text).matches() && WORDS.contains(name))
        || (WORDS.contains(name) && WORD.matcher(text).matches());
  }
}
