package dev.freshet.cli.damage;

import com.fasterxml.jackson.databind.JsonNode;
import dev.freshet.cli.Cli;
import dev.freshet.cli.e2e.TableContent;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A process that runs cases of {@link DamageMatrixIT} one after the other: native code may end it.
 * It writes what it begins and what it has found to a file, so that the next process goes on behind
 * the verb that ended this one.
 */
public final class DamageProbe {

  private static final long LIMIT_SECONDS = 100;

  /** Exit code of a process in which a verb did not end in time. */
  static final int HUNG = 77;

  private static final List<List<String>> VERBS =
      List.of(
          List.of("status"),
          List.of("validate"),
          List.of("verify"),
          List.of("search", "lighthouse stone 7", "-k", "3"),
          List.of("search", "lighthouse stone 7", "-k", "3", "--mode", "text"),
          List.of("search", "stone", "-k", "3", "--filter", "tenant = 't1'"),
          List.of("quarantine", "list"),
          List.of("keys", "list"),
          List.of("optimize"),
          List.of("run", "--once"),
          List.of("verify", "--deep"),
          List.of("search", "a new lighthouse", "-k", "1"));

  private static final int RUN = 9;

  private final HealthyHomes homes;
  private final Path work;
  private final Path journal;
  private final ExecutorService verbs = Executors.newCachedThreadPool();

  private DamageProbe(Path directory, Path work) {
    this.homes = new HealthyHomes(directory);
    this.work = work;
    this.journal = work.resolve("journal");
  }

  /**
   * Makes the healthy homes, or runs cases.
   *
   * @param args directory of the healthy homes, which are made if that is all; or directory of the
   *     healthy homes, directory for the copy under test, which holds {@code cases}; number of the
   *     first case and of its first verb, larger than 0 if a process ended in the verb before
   */
  public static void main(String[] args) throws Exception {
    if (args.length == 1) {
      new HealthyHomes(Path.of(args[0])).make();
      Runtime.getRuntime().halt(0);
    }
    DamageProbe probe = new DamageProbe(Path.of(args[0]), Path.of(args[1]));
    List<String> cases = Files.readAllLines(probe.work.resolve("cases"));
    int verb = Integer.parseInt(args[3]);
    for (int number = Integer.parseInt(args[2]); number < cases.size(); number++) {
      CaseResult result = probe.examine(number, DamageCase.parse(cases.get(number)), verb);
      probe.note("result %d %s %s".formatted(number, result.outcome(), result.detail()));
      verb = 0;
    }
    Runtime.getRuntime().halt(0);
  }

  /** A verb by its number. */
  static String verb(int number) {
    return String.join(" ", VERBS.get(number));
  }

  private CaseResult examine(int number, DamageCase damage, int firstVerb) throws Exception {
    Path pipeline = work.resolve("case");
    if (firstVerb == 0) {
      homes.copy(damage.home(), pipeline);
      if (!damage.file().startsWith("tables")) {
        leave(pipeline.resolve("landing"));
      }
      damage.harm().apply(pipeline.resolve("home").resolve(damage.file()));
    }
    List<String> said = new ArrayList<>();
    boolean told = firstVerb > 0;
    boolean refused = false;
    for (int verb = firstVerb; verb < VERBS.size(); verb++) {
      if (verb == RUN) {
        HealthyHomes.late(pipeline);
      }
      List<String> arguments = VERBS.get(verb);
      note("begin %d %d".formatted(number, verb));
      Cli.Ended ended = execute(pipeline, arguments);
      String problem = refused && verb > RUN + 1 ? null : problem(damage, pipeline, verb, ended);
      String name = arguments.get(0) + (verb > RUN ? " after" : "");
      if (problem != null) {
        said.add(name + ": " + problem);
      }
      told |= ended.exit() != 0;
      refused |= verb == RUN && ended.exit() != 0;
      if (verb == RUN && ended.exit() != 0) {
        said.add("run: refused: " + firstLine(ended.err()));
      }
    }
    boolean defect = said.stream().anyMatch(line -> !line.startsWith("run: refused"));
    String detail = String.join("; ", said).replace('\n', ' ');
    if (defect) {
      return new CaseResult(CaseResult.Outcome.WRONG, detail);
    }
    if (refused) {
      return new CaseResult(CaseResult.Outcome.REFUSED, detail);
    }
    String difference = difference(damage, pipeline);
    if (difference != null) {
      return new CaseResult(CaseResult.Outcome.WRONG, "after run: " + difference);
    }
    return new CaseResult(told ? CaseResult.Outcome.HEALED : CaseResult.Outcome.UNHARMED, detail);
  }

  private Cli.Ended execute(Path pipeline, List<String> verb) throws Exception {
    List<String> all = new ArrayList<>(verb);
    all.addAll(List.of("-o", "json", "-f", pipeline.resolve("pipeline.yaml").toString()));
    Future<Cli.Ended> ended = verbs.submit(() -> Cli.execute(all.toArray(String[]::new)));
    try {
      return ended.get(LIMIT_SECONDS, TimeUnit.SECONDS);
    } catch (TimeoutException e) {
      Runtime.getRuntime().halt(HUNG);
      throw e;
    }
  }

  /** What is wrong with the answer of a verb; null if nothing is. */
  private @Nullable String problem(DamageCase damage, Path pipeline, int verb, Cli.Ended ended)
      throws Exception {
    JsonNode answer;
    try {
      answer = ended.json();
    } catch (AssertionError e) {
      return "no JSON, exit " + ended.exit() + ": " + firstLine(ended.err());
    }
    String name = VERBS.get(verb).get(0);
    if (answer.has("error")) {
      return errorProblem(damage, answer.get("error"));
    }
    if (name.equals("verify") && answer.path("equal").asBoolean()) {
      String difference = verb > RUN ? null : held(damage, pipeline);
      return difference == null ? null : "said equal: " + difference;
    }
    if (name.equals("search")) {
      return hitProblem(damage, verb, answer);
    }
    return null;
  }

  private static @Nullable String errorProblem(DamageCase damage, JsonNode error) {
    String code = error.path("name").asText();
    String message = error.path("message").asText();
    if (code.equals("INTERNAL")
        || code.equals("STORE_UNAVAILABLE")
        || code.equals("QUERY_FAILED")) {
      return code + ": " + message;
    }
    return names(damage, message) ? null : code + " names no file: " + message;
  }

  /** Whether a message has the name of the damaged file, or of a directory of the home above it. */
  private static boolean names(DamageCase damage, String message) {
    for (Path part = damage.file(); part != null; part = part.getParent()) {
      if (message.contains("home/" + part)) {
        return true;
      }
    }
    return false;
  }

  private static @Nullable String hitProblem(DamageCase damage, int verb, JsonNode answer) {
    Map<String, String> texts = HealthyHomes.texts(damage.home());
    for (JsonNode hit : answer.path("hits")) {
      String key = hit.path("key").asText();
      String text = hit.path("text").asText();
      boolean known = text.equals(texts.get(key));
      boolean older = verb < RUN && text.contains("stone");
      if (!known && !older) {
        return "found a wrong text for " + key + ": " + text;
      }
    }
    if (verb > RUN && !answer.at("/hits/0/text").asText().equals("a new lighthouse")) {
      return "did not find the new record";
    }
    return null;
  }

  /** How the table differs from that of the healthy home; null if it does not. */
  private @Nullable String held(DamageCase damage, Path pipeline) {
    return compare(rows(homes.directory().resolve(damage.home())), rows(pipeline));
  }

  /** How the table differs from what landed, and from the table of a healthy home. */
  private @Nullable String difference(DamageCase damage, Path pipeline) {
    Map<String, List<Object>> now = rows(pipeline);
    Map<String, List<Object>> before = rows(homes.directory().resolve(damage.home()));
    Map<String, String> texts = HealthyHomes.texts(damage.home());
    if (!now.keySet().equals(keys(texts))) {
      return "%d rows instead of %d".formatted(now.size(), texts.size());
    }
    for (Map.Entry<String, String> wanted : texts.entrySet()) {
      if (!now.get(wanted.getKey()).contains(wanted.getValue())) {
        return "the text of " + wanted.getKey() + " is wrong";
      }
    }
    before.keySet().removeAll(List.of("14", "99999"));
    now.keySet().removeAll(List.of("14", "99999"));
    return compare(before, now);
  }

  private static Set<String> keys(Map<String, String> texts) {
    return texts.keySet();
  }

  private static @Nullable String compare(
      Map<String, List<Object>> wanted, Map<String, List<Object>> now) {
    if (!wanted.keySet().equals(now.keySet())) {
      return "%d rows instead of %d".formatted(now.size(), wanted.size());
    }
    for (Map.Entry<String, List<Object>> row : wanted.entrySet()) {
      if (!row.getValue().equals(now.get(row.getKey()))) {
        return "the row of %s differs".formatted(row.getKey());
      }
    }
    return null;
  }

  /** The rows by record key, without the anchor. */
  private static Map<String, List<Object>> rows(Path pipeline) {
    Map<String, List<Object>> rows = new TreeMap<>();
    try {
      TableContent.of(pipeline.resolve("home/vectors/docs.lance"))
          .forEach(
              (id, values) -> {
                if (!id.isEmpty()) {
                  rows.put(id.substring(0, id.lastIndexOf('#')), values);
                }
              });
    } catch (Exception e) {
      rows.put("unreadable: " + e.getMessage(), List.of());
    }
    return rows;
  }

  private static void leave(Path landing) throws IOException {
    try (Stream<Path> files = Files.list(landing)) {
      for (Path file : files.toList()) {
        Files.delete(file);
      }
    }
  }

  private void note(String line) throws IOException {
    Files.write(journal, List.of(line), StandardOpenOption.CREATE, StandardOpenOption.APPEND);
  }

  private static String firstLine(String text) {
    return Arrays.stream(text.split("\n")).filter(line -> !line.isBlank()).findFirst().orElse("");
  }
}
