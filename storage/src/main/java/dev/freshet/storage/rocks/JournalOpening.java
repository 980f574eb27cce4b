package dev.freshet.storage.rocks;

import dev.freshet.storage.objects.ObjectStore;
import dev.freshet.storage.rocks.JournalObject.Kind;
import dev.freshet.storage.rocks.RocksException.OfJournal;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.rocksdb.RocksDBException;
import org.rocksdb.WriteBatch;

/**
 * Opens a journal: brings the copy of this machine to its end, or makes the copy again from the
 * newest snapshot and the writes after it. Objects are read ahead on several threads; memory holds
 * a few of them. Used once.
 */
final class JournalOpening {

  /** A writer may delete what a listing showed; the next listing shows what stands for it. */
  private static final int ATTEMPTS = 5;

  private static final int CLAIMS_TRIED = 100;
  private static final int READ_AHEAD = 8;

  private final Path directory;
  private final RocksSettings settings;
  private final ObjectStore objects;
  private final SnapshotWriter.Rhythm rhythm;
  private final JournalListener listener;

  JournalOpening(
      Path directory,
      RocksSettings settings,
      ObjectStore objects,
      SnapshotWriter.Rhythm rhythm,
      JournalListener listener) {
    this.listener = listener;
    this.rhythm = rhythm;
    this.directory = directory;
    this.settings = settings;
    this.objects = objects;
  }

  /** What was listed is not there any more. */
  private static final class MovedOnException extends Exception {
    private static final long serialVersionUID = 1;

    MovedOnException(String why) {
      super(why);
    }
  }

  RocksStore forWriting() throws RocksException {
    return repeated(this::claimed);
  }

  Optional<RocksStore> forReading() throws RocksException {
    return repeated(
        () -> {
          JournalNames names = list();
          return names.isEmpty()
              ? Optional.empty()
              : Optional.of(new Opened(names, objects, identity(names)).upToDate().store());
        });
  }

  private <T> T repeated(Attempt<T> attempt) throws RocksException {
    for (int tried = 1; ; tried++) {
      try {
        return attempt.run();
      } catch (MovedOnException e) {
        if (tried == ATTEMPTS) {
          throw damaged(e.getMessage(), e);
        }
      } catch (RocksDBException e) {
        throw new RocksException(directory, e);
      }
    }
  }

  private RocksStore claimed() throws RocksException, RocksDBException, MovedOnException {
    JournalNames names = list();
    UUID writer = UUID.randomUUID();
    UUID journal = names.isEmpty() ? UUID.randomUUID() : identity(names);
    Opened opened = new Opened(names, objects, journal);
    JournalCopy copy = opened.upToDate();
    try {
      int size = opened.claim(writer);
      JournalNames now = list();
      if (now.snapshot().number() >= opened.last) {
        // The claim stands where an object was that a snapshot has replaced: it stops no writer.
        throw new MovedOnException("other processes open it all the time");
      }
      long writes = opened.last - 1 - now.snapshot().number();
      SnapshotWriter snapshots = new SnapshotWriter(copy, writer, writes, rhythm, listener);
      RocksStore store = copy.store();
      store.journaled(new RocksJournal(copy, writer, opened.last, opened.waiting, snapshots));
      if (opened.waiting.isEmpty()) { // A snapshot must not have what is in no object.
        snapshots.wrote(opened.last, size);
      }
      return store;
    } catch (RocksException | RocksDBException | MovedOnException | RuntimeException e) {
      copy.store().close();
      throw e;
    }
  }

  private JournalNames list() throws RocksException, MovedOnException {
    try {
      JournalNames names = JournalNames.of(objects.list(""));
      long missing = names.missing();
      if (missing != 0) {
        throw new MovedOnException("object " + JournalNames.write(missing) + " is missing");
      }
      return names;
    } catch (IOException e) {
      throw new RocksException(directory, OfJournal.AWAY, String.valueOf(e.getMessage()), e);
    }
  }

  private UUID identity(JournalNames names) throws RocksException, MovedOnException {
    boolean write = names.last() > names.snapshot().number();
    return read(write ? JournalNames.write(names.last()) : names.snapshot().end()).journal();
  }

  private JournalObject read(String name) throws RocksException, MovedOnException {
    return RocksJournal.decode(directory, name, content(name));
  }

  private byte[] content(String name) throws RocksException, MovedOnException {
    try {
      return objects
          .read(name)
          .orElseThrow(() -> new MovedOnException("object " + name + " is missing"));
    } catch (IOException e) {
      throw new RocksException(directory, OfJournal.AWAY, String.valueOf(e.getMessage()), e);
    }
  }

  private RocksException damaged(@Nullable String why, @Nullable Throwable cause) {
    return new RocksException(directory, OfJournal.DAMAGED, String.valueOf(why), cause);
  }

  /** One attempt: a listing, and the copy that is brought to its end. */
  private final class Opened {
    private final JournalNames names;
    private final ObjectStore place;
    private final UUID journal;
    private @Nullable RocksStore store;
    private List<byte[]> waiting = List.of();
    private long last;

    Opened(JournalNames names, ObjectStore place, UUID journal) {
      this.names = names;
      this.place = place;
      this.journal = journal;
    }

    JournalCopy upToDate() throws RocksException, RocksDBException, MovedOnException {
      store = usable();
      try {
        if (store == null) {
          store = empty();
          load();
        }
        replay();
        return new JournalCopy(place, open(), journal);
      } catch (RocksException | RocksDBException | MovedOnException | RuntimeException e) {
        if (store != null) {
          store.close();
        }
        throw e;
      }
    }

    private RocksStore open() {
      if (store == null) {
        throw new IllegalStateException("the copy is not open");
      }
      return store;
    }

    /** The copy that is there, if it is one of this journal and whole. */
    private @Nullable RocksStore usable() throws RocksException {
      if (!Files.exists(directory.resolve("CURRENT"))) {
        return null;
      }
      RocksStore found = null;
      byte[] position;
      try {
        found = RocksStore.open(directory, settings);
        found.verify();
        position = found.find(RocksJournal.POSITION);
        waiting = RocksJournal.waiting(found);
      } catch (RocksException e) {
        if (found != null) {
          found.close();
        }
        if (e.isLocked() || !e.isDamage()) {
          throw e;
        }
        listener.copyDamaged(e);
        return null;
      }
      try {
        if (isOfThisJournal(position)) {
          return found;
        }
      } catch (RocksException e) {
        found.close();
        throw e;
      }
      found.close();
      return null;
    }

    private boolean isOfThisJournal(byte @Nullable [] position) throws RocksException {
      if (position == null || position.length != 3 * Long.BYTES) {
        return false;
      }
      ByteBuffer bytes = ByteBuffer.wrap(position);
      if (!new UUID(bytes.getLong(), bytes.getLong()).equals(journal)) {
        return false;
      }
      long reached = bytes.getLong();
      if (reached > names.last()) {
        throw damaged("it ends at write " + names.last() + ", and had reached " + reached, null);
      }
      last = reached;
      // What waits was written on top of this state and no other.
      return waiting.isEmpty() ? reached >= names.snapshot().number() : reached == names.last();
    }

    private RocksStore empty() throws RocksException {
      try {
        deleteAll(directory);
        Files.createDirectories(directory);
      } catch (IOException e) {
        throw new RocksException(directory, e);
      }
      last = 0;
      waiting = List.of();
      return RocksStore.open(directory, settings);
    }

    private void load() throws RocksException, RocksDBException, MovedOnException {
      JournalNames.Snapshot snapshot = names.snapshot();
      if (snapshot.number() == 0) {
        return;
      }
      JournalObject end = checked(read(snapshot.end()), snapshot.number());
      int parts = ByteBuffer.wrap(end.chunks().get(0)).getInt();
      forEach(
          IntStream.range(0, parts).mapToObj(snapshot::part),
          part -> {
            for (byte[] chunk : checked(part, snapshot.number()).chunks()) {
              try (WriteBatch batch = new WriteBatch(chunk)) {
                open().writeHere(batch, false);
              }
            }
          });
      try (WriteBatch batch = new WriteBatch()) {
        reached(batch, snapshot.number());
      }
    }

    private void replay() throws RocksException, RocksDBException, MovedOnException {
      forEach(
          LongStream.rangeClosed(last + 1, names.last()).mapToObj(JournalNames::write),
          this::apply);
    }

    private void apply(JournalObject object) throws RocksException, RocksDBException {
      checked(object, last + 1);
      try (WriteBatch batch = new WriteBatch()) {
        if (object.kind() == Kind.CLAIM) {
          batch.put(SnapshotWriter.claimKey(object.number()), new byte[0]);
        }
        for (byte[] chunk : object.chunks()) {
          try (WriteBatch each = new WriteBatch(chunk)) {
            open().writeHere(each, false);
          }
        }
        reached(batch, object.number());
      }
    }

    /** Applying an object twice is harmless, so that its number may come after it. */
    private void reached(WriteBatch batch, long number) throws RocksDBException {
      batch.put(RocksJournal.POSITION, RocksJournal.position(journal, number));
      open().writeHere(batch, number == names.last());
      last = number;
    }

    private JournalObject checked(JournalObject object, long number) throws RocksException {
      if (!object.journal().equals(journal) || object.number() != number) {
        throw damaged("its objects are of several journals: write " + number, null);
      }
      return object;
    }

    /** Puts a claim under the next number; gives its size in bytes. */
    int claim(UUID writer) throws RocksException, RocksDBException, MovedOnException {
      for (int tried = 0; tried < CLAIMS_TRIED; tried++) {
        JournalObject claim = new JournalObject(Kind.CLAIM, journal, writer, last + 1, List.of());
        byte[] content = claim.encode();
        String name = JournalNames.write(last + 1);
        if (put(name, content)) {
          apply(claim);
          return content.length;
        }
        JournalObject other = read(name);
        if (!other.journal().equals(journal) || !waiting.isEmpty()) {
          throw new MovedOnException("other processes write to it all the time");
        }
        apply(other);
      }
      throw new RocksException(
          directory, OfJournal.TAKEN_OVER, "another process writes to " + place, null);
    }

    private boolean put(String name, byte[] content) throws RocksException {
      try {
        return place.putIfAbsent(name, content);
      } catch (IOException e) {
        throw new RocksException(directory, OfJournal.AWAY, String.valueOf(e.getMessage()), e);
      }
    }
  }

  private void forEach(Stream<String> names, Use use)
      throws RocksException, RocksDBException, MovedOnException {
    ExecutorService threads = Executors.newFixedThreadPool(READ_AHEAD);
    try {
      Iterator<String> wanted = names.iterator();
      Deque<Ahead> ahead = new ArrayDeque<>();
      while (wanted.hasNext() || !ahead.isEmpty()) {
        while (wanted.hasNext() && ahead.size() < READ_AHEAD) {
          String name = wanted.next();
          ahead.add(new Ahead(name, threads.submit(() -> content(name))));
        }
        Ahead next = ahead.remove();
        use.of(RocksJournal.decode(directory, next.name(), result(next.content())));
      }
    } finally {
      threads.shutdownNow();
    }
  }

  /** An object that is being read; it stays packed until it is used. */
  private record Ahead(String name, Future<byte[]> content) {}

  private byte[] result(Future<byte[]> future) throws RocksException, MovedOnException {
    try {
      return future.get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RocksException known) {
        throw known;
      }
      if (e.getCause() instanceof MovedOnException known) {
        throw known;
      }
      throw new IllegalStateException("Cannot read an object of the journal", e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new RocksException(directory, OfJournal.AWAY, "the opening was interrupted", e);
    }
  }

  private static void deleteAll(Path directory) throws IOException {
    if (!Files.exists(directory)) {
      return;
    }
    List<Path> found;
    try (Stream<Path> files = Files.walk(directory)) {
      found = files.sorted(Comparator.reverseOrder()).toList();
    }
    for (Path each : found) {
      Files.delete(each);
    }
  }

  @FunctionalInterface
  private interface Attempt<T> {
    T run() throws RocksException, RocksDBException, MovedOnException;
  }

  @FunctionalInterface
  private interface Use {
    void of(JournalObject object) throws RocksException, RocksDBException;
  }
}
