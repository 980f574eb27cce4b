package dev.freshet.autoloader.discovery;

import dev.freshet.autoloader.event.FileEvent;
import dev.freshet.autoloader.event.QueueReader;
import dev.freshet.autoloader.filelog.ContentMark;
import dev.freshet.autoloader.filelog.LandedFile;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * A landing zone whose storage sends events to a queue. An event only says where to look: the file
 * is taken as the storage has it now. The message of an event stays in the queue until the file is
 * in the file log.
 */
final class EventedLandingZone implements LandingZone {
  private final LandingZone zone;
  private final String landing;
  private final LandingFilter filter;
  private final boolean recursive;
  private final QueueReader queue;
  private final Deque<FileEvent> waiting = new ArrayDeque<>();
  private final Set<String> looked = new HashSet<>();
  private final Set<String> complete = new HashSet<>();

  /**
   * @param zone the same landing zone, for listings and looks
   * @param landing its path, as the file log has it
   * @param queue belongs to this landing zone
   */
  EventedLandingZone(
      LandingZone zone,
      String landing,
      LandingFilter filter,
      boolean recursive,
      QueueReader queue) {
    this.zone = zone;
    this.landing = landing;
    this.filter = filter;
    this.recursive = recursive;
    this.queue = queue;
  }

  @Override
  public void list(Consumer<LandedFile> sink) throws IOException {
    zone.list(sink);
  }

  /** An event whose look fails stays, and is looked at again by the next call. */
  @Override
  public Hints await(Duration timeout) throws IOException, InterruptedException {
    waiting.addAll(queue.take(waiting.isEmpty() ? timeout : Duration.ZERO));
    List<LandedFile> files = new ArrayList<>();
    while (!waiting.isEmpty()) {
      FileEvent event = waiting.getFirst();
      if (isWanted(event.path())) {
        zone.look(event.path()).ifPresent(files::add);
        complete.add(event.path());
      }
      looked.add(event.receipt());
      waiting.removeFirst();
    }
    return new Hints(files, false);
  }

  /** Whether a listing would find it: below the landing zone, in no hidden directory. */
  private boolean isWanted(String path) {
    if (!path.startsWith(landing + "/")) {
      return false;
    }
    String[] names = path.substring(landing.length() + 1).split("/", -1);
    for (int i = 0; i < names.length - 1; i++) {
      if (!recursive || !filter.acceptsDirectory(names[i])) {
        return false;
      }
    }
    return filter.acceptsFile(names[names.length - 1]);
  }

  @Override
  public void hintsAreLogged() {
    queue.keep(looked);
    looked.clear();
    complete.clear();
  }

  @Override
  public Optional<LandedFile> look(String path) throws IOException {
    return zone.look(path);
  }

  /** The storage sends an event when a file is complete. */
  @Override
  public boolean looksUnfinished(LandedFile file) throws IOException {
    return !complete.contains(file.path()) && zone.looksUnfinished(file);
  }

  @Override
  public boolean changeIsOfContent() {
    return zone.changeIsOfContent();
  }

  @Override
  public Optional<ContentMark> content(LandedFile file) throws IOException {
    return zone.content(file);
  }

  @Override
  public void close() throws IOException {
    try {
      queue.close();
    } finally {
      zone.close();
    }
  }
}
