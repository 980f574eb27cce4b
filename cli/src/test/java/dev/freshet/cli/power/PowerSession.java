package dev.freshet.cli.power;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.cli.Cli;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

/**
 * What is recorded: files land, and verbs run one after the other. When a run has ended, what
 * landed before it is acknowledged.
 */
final class PowerSession {

  /** Files have the same time when they land again. */
  private static final Instant LANDED = Instant.parse("2026-11-30T00:00:00Z");

  private static final int FILES_PER_ROUND = 3;
  private static final int ROWS_PER_FILE = 12;
  private static final int KEYS = 60;

  /** Files of rounds, one batch each, with upkeep in between. */
  private static final List<String> VERBS =
      List.of("run", "run", "optimize", "run", "run", "optimize", "run");

  private static final String YAML =
      """
      name: docs
      home: ./home
      source: { path: ./landing }
      record: { key: [id], version: updated_at }
      document: { text: "{body}", metadata: [tenant] }
      embedding: { model: static-minilm }
      index: { full-text: true, filter-columns: [tenant] }
      optimize: { mode: "off" }
      """;

  private final Path pipeline;
  private final Map<String, String> files = new TreeMap<>();
  private final List<Integer> rounds = new ArrayList<>();
  private final Map<String, String> live = new TreeMap<>();

  /**
   * The changes of a seed; nothing has landed yet.
   *
   * @param pipeline directory of the pipeline
   */
  PowerSession(Path pipeline, long seed) {
    this.pipeline = pipeline;
    Random random = new Random(seed);
    int version = 0;
    int file = 0;
    for (String verb : VERBS) {
      int landing = verb.equals("run") ? FILES_PER_ROUND : 0;
      for (int i = 0; i < landing; i++) {
        StringBuilder lines = new StringBuilder();
        for (int row = 0; row < ROWS_PER_FILE; row++) {
          lines.append(change("k" + random.nextInt(KEYS), ++version, random.nextInt(5) == 0));
        }
        files.put("%03d.json".formatted(file++), lines.toString());
      }
      rounds.add(landing);
    }
  }

  private String change(String key, int version, boolean deletes) {
    String body = "word%d of stone %s".formatted(version, key);
    if (deletes) {
      live.remove(key);
      return "{\"id\":\"%s\",\"updated_at\":%d,\"is_deleted\":true}\n".formatted(key, version);
    }
    live.put(key, body);
    return "{\"id\":\"%s\",\"updated_at\":%d,\"body\":\"%s\",\"tenant\":\"t%d\"}\n"
        .formatted(key, version, body, version % 3);
  }

  /** The texts of the live records at the end, by key: a plain map of what landed. */
  Map<String, String> texts() {
    return live;
  }

  Path home() {
    return pipeline.resolve("home");
  }

  /**
   * Runs it.
   *
   * @param args directory of the pipeline, seed, the recording, the file for the lengths of the
   *     recording when the verbs had ended
   */
  public static void main(String[] args) throws Exception {
    PowerSession session = new PowerSession(Path.of(args[0]), Long.parseLong(args[1]));
    session.run(Path.of(args[2]), Path.of(args[3]));
    Runtime.getRuntime().halt(0);
  }

  private void run(Path recording, Path ends) throws IOException {
    prepare();
    List<String> names = List.copyOf(files.keySet());
    int landed = 0;
    for (int round = 0; round < VERBS.size(); round++) {
      for (int i = 0; i < rounds.get(round); i++) {
        land(names.get(landed++));
      }
      String verb = VERBS.get(round);
      Cli.Ended ended =
          verb.equals("run") ? execute(pipeline, "run", "--once") : execute(pipeline, verb);
      assertThat(ended.exit()).as(ended.err()).isZero();
      Files.writeString(
          ends,
          Files.size(recording) + " " + landed + "\n",
          StandardOpenOption.CREATE,
          StandardOpenOption.APPEND);
    }
  }

  private void prepare() throws IOException {
    Files.createDirectories(pipeline.resolve("landing"));
    Files.createDirectories(home());
    Files.writeString(pipeline.resolve("pipeline.yaml"), YAML);
  }

  /** Lands the files behind the first {@code acknowledged}, as after a crash. */
  void landAgain(int acknowledged) throws IOException {
    prepare();
    for (String name : List.copyOf(files.keySet()).subList(acknowledged, files.size())) {
      land(name);
    }
  }

  private void land(String name) throws IOException {
    Path hidden = Files.writeString(pipeline.resolve(name + ".part"), files.get(name));
    Files.setLastModifiedTime(
        hidden, FileTime.from(LANDED.plusSeconds(Integer.parseInt(name.substring(0, 3)))));
    Files.move(hidden, pipeline.resolve("landing").resolve(name), StandardCopyOption.ATOMIC_MOVE);
  }

  static Cli.Ended execute(Path pipeline, String... verb) {
    List<String> all = new ArrayList<>(List.of(verb));
    all.addAll(List.of("-o", "json", "-f", pipeline.resolve("pipeline.yaml").toString()));
    return Cli.execute(all.toArray(String[]::new));
  }
}
