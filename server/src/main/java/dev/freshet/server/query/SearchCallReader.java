package dev.freshet.server.query;

import com.fasterxml.jackson.databind.JsonNode;
import dev.freshet.core.error.InvalidRequestException;
import dev.freshet.core.filter.Filter;
import dev.freshet.core.vector.VectorTableSpec;
import dev.freshet.search.Mode;
import dev.freshet.search.Question;
import dev.freshet.search.SearchRequest;
import dev.freshet.search.Weights;
import dev.freshet.search.Wish;
import dev.freshet.server.http.Json;
import dev.freshet.server.problem.ProblemException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeSet;

/**
 * Reads the body of a search and checks it against the table, so that workers get valid searches
 * only. Every error names the field.
 */
public final class SearchCallReader {

  static final int KEY_LENGTH_MAX = 1_000;

  private static final Set<String> ALL =
      new TreeSet<>(
          List.of(
              "query",
              "vector",
              "k",
              "filter",
              "mode",
              "perRecord",
              "fields",
              "weights",
              "minFreshness",
              "after",
              "timeoutMs"));

  private final LandingZoneFiles landing;
  private final InstantSource clock;

  /**
   * Makes a reader.
   *
   * @param landing the files of the landing zone
   */
  public SearchCallReader(LandingZoneFiles landing, InstantSource clock) {
    this.landing = landing;
    this.clock = clock;
  }

  /**
   * Reads a body.
   *
   * @throws ProblemException or {@link InvalidRequestException}, both 400, naming the wrong field
   */
  SearchCall read(byte[] body, VectorTableSpec table) {
    JsonFields fields = JsonFields.of(Json.read(body), "", ALL);
    Duration timeout =
        Duration.ofMillis(
            fields.whole(
                "timeoutMs",
                1,
                SearchCall.TIMEOUT_MAX.toMillis(),
                SearchCall.TIMEOUT_DEFAULT.toMillis()));
    Optional<Filter> filter = fields.text("filter").map(Filter::parse);
    filter.ifPresent(table.filterColumns()::check);
    SearchRequest search =
        new SearchRequest(
            question(fields, table),
            fields.text("mode").map(SearchCallReader::mode).orElse(Mode.VECTOR),
            (int) fields.whole("k", 1, SearchRequest.K_MAX, SearchRequest.K_DEFAULT),
            filter,
            perRecord(fields),
            projection(fields, table),
            fields.object("weights").map(SearchCallReader::weights));
    if (search.question() instanceof Question.Vector vector) {
      table.requireComparable(vector.vector());
    }
    return new SearchCall(search, wish(fields, timeout), timeout);
  }

  private static Question question(JsonFields fields, VectorTableSpec table) {
    Optional<String> query = fields.text("query");
    Optional<float[]> vector = fields.vector("vector", table.dimension(), table.fingerprint());
    if (query.isPresent() == vector.isPresent()) {
      throw ProblemException.badRequest(
          "/query",
          query.isPresent()
              ? "Cannot search for a query and a vector at once. Leave one out."
              : "Cannot search: there is neither a query nor a vector. Pass one of them.");
    }
    if (query.isEmpty()) {
      return new Question.Vector(vector.orElseThrow());
    }
    return new Question.Text(query.get());
  }

  private static Mode mode(String word) {
    return Arrays.stream(Mode.values())
        .filter(mode -> mode.toString().equals(word))
        .findFirst()
        .orElseThrow(
            () ->
                ProblemException.badRequest(
                    "/mode",
                    "Cannot search by this mode: the modes are vector, text and hybrid. Use one of"
                        + " those."));
  }

  private static Weights weights(JsonNode node) {
    JsonFields fields = JsonFields.of(node, "/weights", new TreeSet<>(List.of("vector", "text")));
    return new Weights(fields.number("vector", 0), fields.number("text", 0));
  }

  private static OptionalInt perRecord(JsonFields fields) {
    return fields.has("perRecord")
        ? OptionalInt.of((int) fields.whole("perRecord", 1, SearchRequest.K_MAX, 1))
        : OptionalInt.empty();
  }

  private static Optional<Set<String>> projection(JsonFields fields, VectorTableSpec table) {
    Optional<List<String>> wanted = fields.texts("fields");
    if (wanted.isEmpty()) {
      return Optional.empty();
    }
    Set<String> known = new TreeSet<>(table.metadataColumns());
    known.add("text");
    for (String field : wanted.get()) {
      if (!known.contains(field)) {
        throw ProblemException.badRequest(
            "/fields",
            "Cannot return a field that hits do not have. Name some of %s."
                .formatted(String.join(", ", known)));
      }
    }
    return Optional.of(new LinkedHashSet<>(wanted.get()));
  }

  private Optional<Wish> wish(JsonFields fields, Duration timeout) {
    Optional<Instant> minFreshness = fields.instant("minFreshness");
    Optional<JsonNode> after = fields.object("after");
    if (minFreshness.isPresent() && after.isPresent()) {
      throw ProblemException.badRequest(
          "/after", "Cannot wait for minFreshness and after at once. Leave one out.");
    }
    if (after.isPresent()) {
      return Optional.of(after(after.get()));
    }
    return minFreshness.map(instant -> asOf(instant, timeout));
  }

  private Wish asOf(Instant instant, Duration timeout) {
    Instant now = clock.instant();
    if (instant.isAfter(now.plus(timeout))) {
      throw ProblemException.badRequest(
          "/minFreshness",
          "Cannot wait until %s: it is %s now, and timeoutMs ends before that. Ask for a time that has passed."
              .formatted(instant, now));
    }
    return new Wish.AsOf(instant);
  }

  private Wish after(JsonNode node) {
    JsonFields fields =
        JsonFields.of(node, "/after", new TreeSet<>(List.of("file", "key", "version")));
    Optional<String> file = fields.text("file");
    Optional<String> key = fields.text("key");
    if (file.isPresent() == key.isPresent()) {
      throw ProblemException.badRequest(
          "/after",
          "Cannot wait: after must name either a file or a key with its version. Name one of them.");
    }
    if (file.isPresent()) {
      return landing.wish(file.get());
    }
    if (!fields.has("version")) {
      throw ProblemException.badRequest(
          "/after/version", "Cannot wait for a record without its version. Name it.");
    }
    if (key.get().length() > KEY_LENGTH_MAX) {
      throw ProblemException.badRequest(
          "/after/key",
          "Cannot wait for a record: its key is longer than %d characters. Fix it."
              .formatted(KEY_LENGTH_MAX));
    }
    return new Wish.RecordVersion(key.get(), fields.exact("version"));
  }
}
