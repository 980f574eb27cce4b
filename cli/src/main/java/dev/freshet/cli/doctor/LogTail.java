package dev.freshet.cli.doctor;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The end of a log without what it may quote. Of a line of the log its time, level, class and words
 * stay, of its data numbers and identities; of an exception its class and its stack. What stands in
 * quotes, and lines of any other form, are left out, since native code and other libraries write
 * what they like.
 */
final class LogTail {

  private static final int BYTES = 1 << 20;
  private static final int LINES = 2_000;

  private static final Pattern LINE =
      Pattern.compile("(\\d{4}-\\d\\d-\\d\\dT\\S+ [A-Z]+ +[\\w$.]+: )(.*)");

  private static final Pattern DATA = Pattern.compile("\\{([^{}]*)}$");

  private static final Pattern NUMBER =
      Pattern.compile(
          "(\\w+)=(-?\\d+(?:\\.\\d+)?|[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}(?::\\d+)*|[A-Z_]{2,40})(?=[,}]|$)");

  private static final Pattern QUOTED = Pattern.compile("\"[^\"]*\"?|'[^']*'?|`[^`]*`?");

  private static final Pattern EXCEPTION =
      Pattern.compile(
          "((?:Caused by: |Suppressed: |\\s)*(?:[a-z_$][\\w$]*\\.)+[A-Z][\\w$]*)(?::.*)?");

  private static final Pattern FRAME =
      Pattern.compile("\\s+(?:at [\\w$./@<>-]+\\([\\w$. :]*\\)|\\.\\.\\. \\d+ more)");

  private LogTail() {}

  static String of(Path log) throws IOException {
    if (!Files.isRegularFile(log)) {
      throw new IOException("it is no file");
    }
    byte[] end;
    try (SeekableByteChannel file = Files.newByteChannel(log)) {
      file.position(Math.max(0, file.size() - BYTES));
      ByteBuffer bytes = ByteBuffer.allocate(BYTES);
      while (bytes.hasRemaining() && file.read(bytes) >= 0) {
        // Reads on until the end of the file or of the buffer.
      }
      end = Arrays.copyOf(bytes.array(), bytes.position());
    }
    List<String> lines = new String(end, StandardCharsets.UTF_8).lines().toList();
    return of(lines.subList(Math.max(0, lines.size() - LINES), lines.size()));
  }

  static String of(List<String> lines) {
    List<String> shown = new ArrayList<>();
    int left = 0;
    for (String line : lines) {
      Optional<String> kept = kept(line);
      if (kept.isEmpty()) {
        left++;
        continue;
      }
      if (left > 0) {
        shown.add("(left out: " + left + ")");
        left = 0;
      }
      shown.add(kept.get());
    }
    if (left > 0) {
      shown.add("(left out: " + left + ")");
    }
    return String.join("\n", shown) + "\n";
  }

  private static Optional<String> kept(String line) {
    Matcher of = LINE.matcher(line);
    if (of.matches()) {
      return Optional.of(of.group(1) + words(of.group(2)));
    }
    if (FRAME.matcher(line).matches()) {
      return Optional.of(line);
    }
    Matcher exception = EXCEPTION.matcher(line);
    return exception.matches() ? Optional.of(exception.group(1)) : Optional.empty();
  }

  private static String words(String message) {
    Matcher data = DATA.matcher(message);
    String numbers = "";
    String words = message;
    if (data.find()) {
      words = message.substring(0, data.start());
      numbers =
          NUMBER
              .matcher(data.group(1))
              .results()
              .map(found -> found.group())
              .reduce((one, other) -> one + ", " + other)
              .map(all -> "{" + all + "}")
              .orElse("{}");
    }
    // What follows a colon or an equals sign may be anything; what Freshet says itself has none.
    String constant = QUOTED.matcher(words).replaceAll("***").split("[:=(\\[]", 2)[0];
    return (constant.strip() + " " + numbers).strip();
  }
}
