package dev.freshet.server.query;

import com.fasterxml.jackson.databind.JsonNode;
import dev.freshet.server.problem.ProblemException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * The fields of a JSON object, each read as the type that it must have. A field that is null counts
 * as absent.
 */
final class JsonFields {

  /** Up to here every whole number is a double. */
  private static final double EXACT_MAX = 1L << 53;

  private final JsonNode object;
  private final String path;

  private JsonFields(JsonNode object, String path) {
    this.object = object;
    this.path = path;
  }

  /**
   * Reads the fields of an object.
   *
   * @param path of the object in the body, as a JSON pointer
   * @param known the names of the fields that it may have
   * @throws ProblemException 400 if it is not an object, or has an unknown field
   */
  static JsonFields of(JsonNode node, String path, Set<String> known) {
    if (!node.isObject()) {
      throw ProblemException.badRequest(
          path, "Cannot read the body: this is not a JSON object. Send one.");
    }
    for (Iterator<String> names = node.fieldNames(); names.hasNext(); ) {
      String name = names.next();
      if (!known.contains(name)) {
        throw ProblemException.badRequest(
            path + "/" + pointer(name),
            "Cannot read the body: there is no such field. The fields are %s."
                .formatted(String.join(", ", new TreeSet<>(known))));
      }
    }
    return new JsonFields(node, path);
  }

  /** A name in a JSON pointer (RFC 6901), shortened. */
  private static String pointer(String name) {
    String escaped = name.replace("~", "~0").replace("/", "~1");
    return escaped.length() > 50 ? escaped.substring(0, 50) : escaped;
  }

  boolean has(String name) {
    return object.hasNonNull(name);
  }

  private Optional<JsonNode> find(String name) {
    return Optional.ofNullable(object.get(name)).filter(node -> !node.isNull());
  }

  private ProblemException wrong(String name, String wanted) {
    return ProblemException.badRequest(
        path + "/" + name, "Cannot read %s: it is not %s. Fix it.".formatted(name, wanted));
  }

  Optional<String> text(String name) {
    return find(name)
        .map(
            node -> {
              if (!node.isTextual()) {
                throw wrong(name, "a text");
              }
              return node.textValue();
            });
  }

  /** A list of texts. */
  Optional<List<String>> texts(String name) {
    return find(name)
        .map(
            node -> {
              if (!node.isArray()) {
                throw wrong(name, "a list of texts");
              }
              List<String> texts = new ArrayList<>();
              for (JsonNode each : node) {
                if (!each.isTextual()) {
                  throw wrong(name, "a list of texts");
                }
                texts.add(each.textValue());
              }
              return texts;
            });
  }

  Optional<JsonNode> object(String name) {
    return find(name);
  }

  /** A whole number within bounds; {@code absent} if there is none. */
  long whole(String name, long min, long max, long absent) {
    Optional<JsonNode> found = find(name);
    if (found.isEmpty()) {
      return absent;
    }
    long value = whole(name, found.get());
    if (value < min || value > max) {
      throw wrong(name, "in %d to %d".formatted(min, max));
    }
    return value;
  }

  /** In JSON Schema {@code 2.0} is an integer too. */
  private long whole(String name, JsonNode node) {
    if (node.isIntegralNumber() && node.canConvertToLong()) {
      return node.longValue();
    }
    double value = node.isFloatingPointNumber() ? node.doubleValue() : Double.NaN;
    if (value != Math.rint(value) || Math.abs(value) > EXACT_MAX) {
      throw wrong(name, "a whole number of 64 bits");
    }
    return (long) value;
  }

  /**
   * A whole number of 64 bits, which must be there. It may be a text: JavaScript rounds numbers
   * beyond 2^53.
   */
  long exact(String name) {
    JsonNode node = find(name).orElseThrow(() -> wrong(name, "there"));
    if (!node.isTextual()) {
      return whole(name, node);
    }
    try {
      return Long.parseLong(node.textValue());
    } catch (NumberFormatException e) {
      throw wrong(name, "a whole number of 64 bits");
    }
  }

  /** A finite number; {@code absent} if there is none. */
  double number(String name, double absent) {
    Optional<JsonNode> found = find(name);
    if (found.isEmpty()) {
      return absent;
    }
    if (!found.get().isNumber() || !Double.isFinite(found.get().doubleValue())) {
      throw wrong(name, "a finite number");
    }
    return found.get().doubleValue();
  }

  /** A time with its offset, such as {@code 2026-01-31T12:00:00Z}. */
  Optional<Instant> instant(String name) {
    return text(name)
        .map(
            text -> {
              try {
                return OffsetDateTime.parse(text).toInstant();
              } catch (DateTimeException e) {
                throw wrong(name, "a time such as 2026-01-31T12:00:00Z");
              }
            });
  }

  /**
   * A list of numbers that fits the vectors of the table.
   *
   * @param fingerprint of the model of the table, for the message
   */
  Optional<float[]> vector(String name, int dimension, String fingerprint) {
    Optional<JsonNode> found = find(name);
    if (found.isEmpty()) {
      return Optional.empty();
    }
    JsonNode node = found.get();
    if (!node.isArray()) {
      throw wrong(name, "a list of numbers");
    }
    if (node.size() != dimension) {
      throw ProblemException.badRequest(
          path + "/" + name,
          "Cannot search: the vector has %d components, the table's have %d. Embed the query with %s."
              .formatted(node.size(), dimension, fingerprint));
    }
    float[] vector = new float[dimension];
    for (int i = 0; i < dimension; i++) {
      JsonNode component = node.get(i);
      vector[i] = component.isNumber() ? component.floatValue() : Float.NaN;
      if (!Float.isFinite(vector[i])) {
        throw ProblemException.badRequest(
            path + "/" + name + "/" + i,
            "Cannot search: this component of the vector is not a finite number. Embed the query"
                + " again.");
      }
    }
    return Optional.of(vector);
  }
}
