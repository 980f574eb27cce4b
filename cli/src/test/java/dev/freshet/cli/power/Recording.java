package dev.freshet.cli.power;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * All operations on files below a directory, in their order.
 *
 * @param operations with paths relative to the directory; the directory itself is the empty path
 * @param ends the position in the recording behind each operation
 */
record Recording(List<FileOperation> operations, List<Long> ends) {

  private static final int HEAD_BYTES = 25;

  static Recording read(Path log, Path root) throws IOException {
    ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(log)).order(ByteOrder.nativeOrder());
    List<FileOperation> operations = new ArrayList<>();
    List<Long> ends = new ArrayList<>();
    while (bytes.remaining() >= HEAD_BYTES) {
      char letter = (char) bytes.get();
      long number = bytes.getLong();
      long offset = bytes.getLong();
      byte[] first = new byte[bytes.getInt()];
      byte[] second = new byte[bytes.getInt()];
      bytes.get(first).get(second);
      boolean written = letter == 'W';
      String path = written ? "" : text(first);
      FileOperation.Kind kind = FileOperation.Kind.of(letter, path);
      operations.add(
          new FileOperation(
              kind,
              number,
              offset,
              relative(root, path),
              relative(root, text(second)),
              written ? first : new byte[0]));
      ends.add((long) bytes.position());
    }
    return new Recording(List.copyOf(operations), List.copyOf(ends));
  }

  /** The same as if no sync had had an effect: the proof that the test can fail. */
  Recording withoutSyncs() {
    List<FileOperation> left = new ArrayList<>();
    List<Long> leftEnds = new ArrayList<>();
    for (int i = 0; i < operations.size(); i++) {
      FileOperation.Kind kind = operations.get(i).kind();
      if (kind != FileOperation.Kind.SYNC && kind != FileOperation.Kind.SYNC_DIRECTORY) {
        left.add(operations.get(i));
        leftEnds.add(ends.get(i));
      }
    }
    return new Recording(List.copyOf(left), List.copyOf(leftEnds));
  }

  private static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.UTF_8);
  }

  private static String relative(Path root, String path) {
    return path.isEmpty() ? "" : root.relativize(Path.of(path)).toString();
  }

  /** How many operations were recorded when the recording was so long. */
  int operationsAt(long length) {
    int count = 0;
    while (count < ends.size() && ends.get(count) <= length) {
      count++;
    }
    return count;
  }

  /** The path at which each operation works, by the first name of a file. */
  List<String> places() {
    Map<Long, String> names = new HashMap<>();
    List<String> places = new ArrayList<>();
    for (FileOperation each : operations) {
      if (each.kind() == FileOperation.Kind.CREATE) {
        names.put(each.number(), each.path());
      }
      places.add(each.number() == 0 ? each.path() : names.getOrDefault(each.number(), ""));
    }
    return places;
  }
}
