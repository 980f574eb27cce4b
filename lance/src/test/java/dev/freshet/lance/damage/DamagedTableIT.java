package dev.freshet.lance.damage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.lance.ChildJvm;
import dev.freshet.lance.DirectoryTree;
import dev.freshet.lance.maintain.LanceMaintainedTable;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every kind of file of a table, damaged in every way. */
class DamagedTableIT {

  private static final long ROWS = 200;

  @TempDir Path directory;

  private enum Harm {
    GONE,
    EMPTY,
    HALF,
    DIRECTORY,
    ZEROS,
    FLIPPED_HEAD,
    FLIPPED_MIDDLE,
    FLIPPED_TAIL;

    /** Whether the file is not there any more, or is no file of its size. */
    boolean isSeenFromOutside() {
      return ordinal() <= DIRECTORY.ordinal();
    }
  }

  private record Case(String kind, Harm harm, Path table) {}

  @Test
  void damagedTablesAreRefusedByTheNameOfTheFile() throws Exception {
    Path healthy = directory.resolve("healthy.lance");
    int whole = fill(healthy);
    List<Case> cases = new ArrayList<>();
    for (String kind : List.of("newest", "older", "data", "_deletions", "_transactions")) {
      for (Harm harm : Harm.values()) {
        Path table = directory.resolve(kind + "-" + harm + ".lance");
        DirectoryTree.copy(healthy, table);
        harm(fileOf(table, kind), harm);
        cases.add(new Case(kind, harm, table));
      }
    }

    List<String> answers = answers(cases);

    List<String> wrong = new ArrayList<>();
    for (int i = 0; i < cases.size(); i++) {
      Case each = cases.get(i);
      if (!isRight(each, answers.get(i), whole)) {
        wrong.add(each.kind() + " " + each.harm() + ": " + answers.get(i));
      }
    }
    assertThat(wrong).isEmpty();
  }

  private static boolean isRight(Case each, String answer, int whole) {
    boolean intact = answer.equals("ROWS " + whole);
    boolean refused =
        answer.startsWith("STORE_DAMAGED ")
            && answer.contains(each.table().toString())
            && answer.contains("start `run`");
    boolean needed = !Set.of("older", "_transactions").contains(each.kind());
    if (each.harm().isSeenFromOutside() && each.kind().equals("newest")) {
      // Without its newest manifest the table is the version before.
      return each.harm() == Harm.GONE ? answer.startsWith("ROWS ") : refused;
    }
    if (each.harm().isSeenFromOutside() && needed) {
      return refused;
    }
    // Content has no checksum: flipped bytes are noticed, end the process, or are not noticed.
    return refused || intact || !each.harm().isSeenFromOutside() && !answer.matches("[A-Z_]+ .*");
  }

  private int fill(Path path) {
    try (LanceMaintainedTable table = new LanceMaintainedTable(path)) {
      for (int batch = 0; batch < 4; batch++) {
        table.write((int) ROWS / 4);
      }
      table.delete(2);
      return new TreeMap<>(table.model()).hashCode();
    }
  }

  private List<String> answers(List<Case> cases) throws Exception {
    Path list = directory.resolve("tables.txt");
    Files.write(list, cases.stream().map(each -> each.table().toString()).toList());
    List<String> answers = new ArrayList<>();
    while (answers.size() < cases.size()) {
      try (ChildJvm child =
          ChildJvm.start(directory, DamagedTable.class, list.toString(), "" + answers.size())) {
        int exit = child.awaitEnd();
        answers.addAll(child.lines());
        if (exit != 0) {
          answers.add("ended with " + exit);
        }
      }
    }
    return answers;
  }

  private static Path fileOf(Path table, String kind) throws IOException {
    Path in = table.resolve(kind.equals("newest") || kind.equals("older") ? "_versions" : kind);
    try (Stream<Path> files = Files.list(in)) {
      List<Path> sorted =
          files
              .filter(file -> !file.toString().endsWith(".json"))
              .sorted(Comparator.naturalOrder())
              .toList();
      return kind.equals("newest") || kind.equals("_deletions")
          ? sorted.get(0)
          : kind.equals("older") ? sorted.get(1) : largest(sorted).orElseThrow();
    }
  }

  private static Optional<Path> largest(List<Path> files) {
    return files.stream().max(Comparator.comparingLong(file -> file.toFile().length()));
  }

  private static void harm(Path file, Harm harm) throws IOException {
    long size = Files.size(file);
    switch (harm) {
      case GONE -> Files.delete(file);
      case EMPTY -> Files.write(file, new byte[0]);
      case HALF -> {
        try (RandomAccessFile open = new RandomAccessFile(file.toFile(), "rw")) {
          open.setLength(size / 2);
        }
      }
      case DIRECTORY -> {
        Files.delete(file);
        Files.createDirectory(file);
      }
      case ZEROS -> Files.write(file, new byte[(int) size]);
      case FLIPPED_HEAD -> flip(file, 0);
      case FLIPPED_MIDDLE -> flip(file, size / 2);
      case FLIPPED_TAIL -> flip(file, size - 40);
    }
  }

  private static void flip(Path file, long from) throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    for (int i = (int) Math.max(0, from); i < Math.min(bytes.length, from + 32); i++) {
      bytes[i] ^= (byte) 0xff;
    }
    Files.write(file, bytes);
  }
}
