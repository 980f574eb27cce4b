package dev.freshet.autoloader.discovery;

import dev.freshet.autoloader.event.EventMessage;
import dev.freshet.autoloader.event.FileEvent;
import dev.freshet.autoloader.event.QueueReader;
import dev.freshet.autoloader.filelog.ContentMark;
import dev.freshet.autoloader.filelog.LandedFile;
import dev.freshet.autoloader.format.FileEnd;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A landing zone whose storage sends events to a queue. An event only says where to look: the file
 * is taken as the storage has it now. The message of an event stays in the queue until the file is
 * in the file log.
 */
final class EventedLandingZone implements LandingZone {
  private static final Logger LOGGER = LoggerFactory.getLogger(EventedLandingZone.class);
  private static final int LOOKS_MAX = 5;

  private final LandingZone zone;
  private final String landing;
  private final LandingFilter filter;
  private final boolean recursive;
  private final QueueReader queue;
  private final Deque<EventMessage> waiting = new ArrayDeque<>();
  private final List<EventMessage> looked = new ArrayList<>();
  private final Set<String> complete = new HashSet<>();
  private int failedLooks;

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

  @Override
  public void listBelow(String directory, Consumer<LandedFile> sink) throws IOException {
    zone.listBelow(directory, sink);
  }

  @Override
  public boolean givesHints() {
    return true;
  }

  /**
   * A message of which a look fails is looked at again by the next calls, and after {@value
   * #LOOKS_MAX} of them left to a listing, whose failure tells whether the storage is away.
   */
  @Override
  public Hints await(Duration timeout) throws InterruptedException {
    takeBack();
    waiting.addAll(queue.take(waiting.isEmpty() ? timeout : Duration.ZERO));
    List<LandedFile> files = new ArrayList<>();
    boolean listingNeeded = false;
    while (!waiting.isEmpty()) {
      EventMessage message = waiting.getFirst();
      List<LandedFile> found = new ArrayList<>();
      try {
        for (FileEvent event : message.events()) {
          listingNeeded |= look(event, found);
        }
        files.addAll(found);
      } catch (IOException e) {
        if (++failedLooks < LOOKS_MAX) {
          TimeUnit.NANOSECONDS.sleep(timeout.toNanos());
          break; // The next call begins with this message.
        }
        giveUp(message, e);
        listingNeeded = true;
      }
      failedLooks = 0;
      looked.add(message);
      waiting.removeFirst();
    }
    return new Hints(files, listingNeeded);
  }

  /** Messages whose files did not come into the file log are looked at again. */
  private void takeBack() {
    Collections.reverse(looked);
    looked.forEach(waiting::addFirst);
    looked.clear();
  }

  private static void giveUp(EventMessage message, IOException failure) {
    LOGGER
        .atWarn()
        .addKeyValue("path", message.events().get(0).path())
        .addKeyValue("error", failure.toString())
        .log("file of an event cannot be looked at, a listing looks for it");
  }

  /**
   * Looks where an event says.
   *
   * @return whether only a listing of the whole landing zone finds what came
   */
  private boolean look(FileEvent event, List<LandedFile> found) throws IOException {
    String path = event.path();
    if (event.subject() == FileEvent.Subject.DIRECTORY) {
      if ((landing + "/").startsWith(path + "/")) {
        return true;
      }
      if (isBelow(path) && recursive && filter.acceptsWay(landing, path + "/", true)) {
        zone.listBelow(path, found::add);
      }
    } else if (isBelow(path)
        && filter.acceptsWay(landing, path, recursive)
        && filter.acceptsFile(name(path))) {
      try {
        zone.look(path).ifPresent(found::add);
      } catch (AccessDeniedException e) {
        return false; // Only this file is refused. A listing finds it, and its reader says why.
      }
      if (event.subject() == FileEvent.Subject.WHOLE_FILE) {
        complete.add(path);
      }
    }
    return false;
  }

  private boolean isBelow(String path) {
    return path.startsWith(landing + "/");
  }

  private static String name(String path) {
    return path.substring(path.lastIndexOf('/') + 1);
  }

  @Override
  public void hintsAreLogged() {
    Set<String> receipts = new HashSet<>();
    looked.forEach(each -> receipts.add(each.receipt()));
    queue.keep(receipts);
    looked.clear();
    complete.clear();
  }

  @Override
  public OptionalLong queueSize() {
    return queue.approximateSize();
  }

  @Override
  public Optional<LandedFile> look(String path) throws IOException {
    return zone.look(path);
  }

  /** The storage sends an event when a file is complete. */
  @Override
  public boolean looksUnfinished(LandedFile file, FileEnd end) throws IOException {
    return !complete.contains(file.path()) && zone.looksUnfinished(file, end);
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
