package dev.freshet.autoloader.filelog;

import dev.freshet.storage.damage.DamageListener;
import dev.freshet.storage.objects.LocalObjects;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.stream.LongStream;

/**
 * A process that appends to a shared log until it is killed, and prints the end of the log after
 * each round. A file is named by the number that it must get.
 */
final class SharedLogWriter {
  static final Instant T = Instant.parse("2026-11-30T10:00:00Z");

  private SharedLogWriter() {}

  static FileLogPlace place(Path objects, Path directory) {
    return new FileLogPlace.Shared("shared", new LocalObjects(objects), directory);
  }

  static String path(long sequence) {
    return "/landing/" + sequence;
  }

  public static void main(String[] args) {
    try (FileLog log =
        FileLog.open(place(Path.of(args[0]), Path.of(args[1])), DamageListener.NONE)) {
      while (true) {
        long last = log.lastSequence();
        List<LandedFile> round =
            LongStream.rangeClosed(last + 1, last + 1 + last % 5)
                .mapToObj(number -> new LandedFile(path(number), 10, T))
                .toList();
        System.out.println(log.append(round, T));
        log.history().planned(last, log.lastSequence(), T);
        log.markCommitted(log.lastSequence());
      }
    }
  }
}
