package dev.freshet.bench.load;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * What is measured.
 *
 * @param rows sizes of the table
 * @param contenders by name
 * @param loops in which the contenders are asked
 * @param replaced rows rewritten each second while rows stream in
 * @param questions to tune with, and as many others to ask
 * @param target recall that every contender is tuned to
 * @param peerJava home of the Java that Lucene and jvector run on; that of this process if empty
 */
record LoadOptions(
    List<Integer> rows,
    List<ContenderKind> contenders,
    Loops loops,
    int replaced,
    int questions,
    double target,
    String peerJava) {

  /**
   * Closed and open loops.
   *
   * @param clients of the closed loops
   * @param rates arrivals a second of the open loops
   * @param seconds of each loop that count
   */
  record Loops(List<Integer> clients, List<Integer> rates, int seconds) {}

  static final String USAGE =
      "--rows 100000,500000 --contenders "
          + String.join(",", Stream.of(ContenderKind.values()).map(ContenderKind::label).toList())
          + " --clients 1,8,32 --rates 25,100 --seconds 4 --replaced 200 --target 0.98"
          + " --peer-java HOME --quick";

  private static final LoadOptions DEFAULT =
      new LoadOptions(
          List.of(100_000, 500_000),
          List.of(
              ContenderKind.FRESHET,
              ContenderKind.FRESHET_HTTP,
              ContenderKind.LUCENE,
              ContenderKind.LUCENE_SQ,
              ContenderKind.JVECTOR),
          new Loops(List.of(1, 8, 32), List.of(25, 100), 4),
          200,
          200,
          0.98,
          "");

  /** A smoke run. */
  private static final LoadOptions QUICK =
      new LoadOptions(
          List.of(5_000),
          DEFAULT.contenders,
          new Loops(List.of(1, 4), List.of(25), 1),
          200,
          100,
          0.98,
          "");

  /** Workers of an open loop: the most clients of a closed one. */
  private static final int OPEN_CLIENTS = 32;

  /**
   * Reads options.
   *
   * @throws IllegalArgumentException if one is not known or its value cannot be used
   */
  static LoadOptions parse(List<String> arguments) {
    LoadOptions options = arguments.contains("--quick") ? QUICK : DEFAULT;
    List<String> left = new ArrayList<>(arguments);
    left.remove("--quick");
    if (left.size() % 2 != 0) {
      throw unusable(left.get(left.size() - 1));
    }
    for (int i = 0; i < left.size(); i += 2) {
      options = options.with(left.get(i), left.get(i + 1));
    }
    return options;
  }

  private static IllegalArgumentException unusable(String what) {
    return new IllegalArgumentException("Cannot use option " + what + ". Give some of: " + USAGE);
  }

  private LoadOptions with(String name, String value) {
    try {
      return new LoadOptions(
              name.equals("--rows") ? list(value, Integer::valueOf) : rows,
              name.equals("--contenders") ? list(value, ContenderKind::of) : contenders,
              new Loops(
                  name.equals("--clients") ? list(value, Integer::valueOf) : loops.clients(),
                  name.equals("--rates") ? list(value, Integer::valueOf) : loops.rates(),
                  name.equals("--seconds") ? Integer.parseInt(value) : loops.seconds()),
              name.equals("--replaced") ? Integer.parseInt(value) : replaced,
              questions,
              name.equals("--target") ? Double.parseDouble(value) : target,
              name.equals("--peer-java") ? value : peerJava)
          .checked(name, value);
    } catch (NumberFormatException e) {
      throw unusable(name + " " + value);
    }
  }

  private LoadOptions checked(String name, String value) {
    boolean known =
        List.of(
                "--rows",
                "--contenders",
                "--clients",
                "--rates",
                "--seconds",
                "--replaced",
                "--target",
                "--peer-java")
            .contains(name);
    boolean positive =
        Stream.of(rows, loops.clients(), loops.rates())
                .flatMap(List::stream)
                .allMatch(each -> each > 0)
            && loops.seconds() > 0
            && replaced > 1;
    if (!known || !positive) {
      throw unusable(name + " " + value);
    }
    return this;
  }

  private static <T> List<T> list(String value, Function<String, T> parse) {
    return Stream.of(value.split(",")).map(String::strip).map(parse).toList();
  }

  /** A stage per loop, the closed loops first. */
  List<Stage> stages() {
    return Stream.concat(
            loops.clients().stream().map(Stage::closed),
            loops.rates().stream().map(each -> Stage.open(OPEN_CLIENTS, each)))
        .toList();
  }
}
