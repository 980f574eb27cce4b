package dev.freshet.cli.power;

import com.fasterxml.jackson.databind.JsonNode;
import dev.freshet.cli.Cli;
import dev.freshet.cli.e2e.TableContent;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.apache.hadoop.fs.FileUtil;

/**
 * Makes up disks after a loss of power, starts {@code run --once} on each and compares the result
 * with the plain map. Native code may end the process, so it says in a file what it begins.
 */
final class PowerProbe {

  private final PowerSession session;
  private final Recording recording;
  private final List<String> places;
  private final List<Integer> interesting = new ArrayList<>();
  private final List<int[]> ends = new ArrayList<>();
  private final Path journal;

  private PowerProbe(Path directory, long seed, boolean synced) throws IOException {
    this.session = new PowerSession(directory.resolve("pipeline"), seed);
    Recording all = Recording.read(directory.resolve("recording"), session.home());
    this.recording = synced ? all : all.withoutSyncs();
    this.places = recording.places();
    for (int i = 0; i < places.size(); i++) {
      if (places.get(i).matches("(tables|vectors|checkpoint).*")) {
        interesting.add(i);
      }
    }
    for (String line : Files.readAllLines(directory.resolve("ends"))) {
      String[] parts = line.split(" ");
      ends.add(
          new int[] {recording.operationsAt(Long.parseLong(parts[0])), Integer.parseInt(parts[1])});
    }
    this.journal = directory.resolve("journal");
  }

  /**
   * @param args directory of the recording, its seed, number of the first disk and of the last one,
   *     and whether what was synced is on the disk
   */
  public static void main(String[] args) throws Exception {
    PowerProbe probe =
        new PowerProbe(Path.of(args[0]), Long.parseLong(args[1]), Boolean.parseBoolean(args[4]));
    for (int disk = Integer.parseInt(args[2]); disk <= Integer.parseInt(args[3]); disk++) {
      probe.note("begin " + disk);
      probe.note("result " + disk + " " + probe.examine(disk, Long.parseLong(args[1])));
    }
    Runtime.getRuntime().halt(0);
  }

  private String examine(int number, long seed) throws Exception {
    Random random = new Random(seed * 1_000_003 + number);
    int operations =
        random.nextInt(3) == 0
            ? random.nextInt(places.size() + 1)
            : interesting.get(random.nextInt(interesting.size())) + 1;
    int acknowledged = 0;
    for (int[] end : ends) {
      acknowledged = end[0] <= operations ? end[1] : acknowledged;
    }
    int left = random.nextBoolean() ? acknowledged : 0;
    DiskImage disk = new CrashedDisk(recording.operations(), operations).after(random);
    FileUtil.fullyDelete(session.home().getParent().toFile());
    disk.writeTo(session.home());
    session.landAgain(left);
    String problem = problem();
    return "%s after %d operations, the last at %s, without %d of %d acknowledged files: %s"
        .formatted(
            problem.isEmpty() ? "RIGHT" : "WRONG",
            operations,
            operations == 0 ? "" : places.get(operations - 1),
            left,
            acknowledged,
            problem.replace('\n', ' '));
  }

  /** What is wrong after the next run; empty if nothing is. */
  private String problem() {
    Path pipeline = session.home().getParent();
    Cli.Ended run = PowerSession.execute(pipeline, "run", "--once");
    if (run.exit() != 0) {
      return "run ended with " + run.exit() + ": " + run.err();
    }
    Map<String, String> rows = new TreeMap<>();
    try {
      TableContent.of(session.home().resolve("vectors/docs.lance"))
          .forEach(
              (id, values) -> {
                if (!id.isEmpty()) {
                  rows.put(id.substring(0, id.lastIndexOf('#')), text(values));
                }
              });
    } catch (Exception e) {
      return "table is unreadable: " + e.getMessage();
    }
    if (!rows.equals(session.texts())) {
      return "rows are " + difference(rows, session.texts());
    }
    Cli.Ended verified = PowerSession.execute(pipeline, "verify", "--deep");
    if (verified.exit() != 0 || !verified.json().path("equal").asBoolean()) {
      return "verify ended with " + verified.exit() + ": " + verified.err() + verified.out();
    }
    Cli.Ended upkeep = PowerSession.execute(pipeline, "optimize");
    if (upkeep.exit() != 0) {
      return "optimize ended with " + upkeep.exit() + ": " + upkeep.err();
    }
    Map.Entry<String, String> record = session.texts().entrySet().iterator().next();
    String word = record.getValue().substring(0, record.getValue().indexOf(' '));
    Cli.Ended found = PowerSession.execute(pipeline, "search", word, "--mode", "text", "-k", "1");
    JsonNode hit = found.exit() == 0 ? found.json().at("/hits/0/text") : null;
    return hit != null && hit.asText().equals(record.getValue())
        ? ""
        : "search for " + word + " found " + hit + found.err();
  }

  private static String text(List<Object> values) {
    return values.stream()
        .map(String::valueOf)
        .filter(value -> value.matches("word\\d+ of stone k\\d+"))
        .findFirst()
        .orElse("");
  }

  private static String difference(Map<String, String> rows, Map<String, String> wanted) {
    Map<String, String> missing = new TreeMap<>(wanted);
    missing.entrySet().removeAll(rows.entrySet());
    Map<String, String> surplus = new TreeMap<>(rows);
    surplus.entrySet().removeAll(wanted.entrySet());
    return "without %s, with %s".formatted(missing, surplus);
  }

  private void note(String line) throws IOException {
    Files.write(journal, List.of(line), StandardOpenOption.CREATE, StandardOpenOption.APPEND);
  }
}
