package dev.freshet.storage.rocks;

import dev.freshet.storage.objects.ObjectStore;
import dev.freshet.storage.rocks.JournalObject.DamagedObjectException;
import dev.freshet.storage.rocks.JournalObject.Kind;
import dev.freshet.storage.rocks.RocksException.OfJournal;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.rocksdb.RocksDBException;
import org.rocksdb.WriteBatch;

/**
 * The writes of a {@link RocksStore} in an object store. The local directory is a copy of it, which
 * may be lost at any time.
 *
 * <p>A synced write is put as an object, under the next number, before it is written here. Writes
 * that are not synced wait for the next synced one and travel with it, or with each other once they
 * are a mebibyte; {@link RocksStore#close} puts what waits. Keys that begin with a byte 0 belong to
 * the journal.
 *
 * <p>A process that opens it for writing puts a claim under the next number. So the next put of a
 * process that wrote before finds its number taken, and that process never writes again. Claims
 * stay when a snapshot replaces the objects before it, because otherwise the put of a process that
 * slept meanwhile would succeed; the newest {@value #CLAIMS_KEPT} stay.
 */
public final class RocksJournal {
  static final byte[] POSITION = {0, 'p'};

  /** The copy has the waiting writes a second time, so that they wait across a crash. */
  private static final byte WAITING = 'w';

  static final int CLAIMS_KEPT = 1000;
  private static final int WAITING_BYTES_MAX = 1 << 20;

  private final ObjectStore objects;
  private final RocksStore store;
  private final UUID journal;
  private final UUID writer;
  private final SnapshotWriter snapshots;

  /** Batches that are written here, and are in no object yet. */
  private final List<byte[]> waiting;

  private int waitingBytes;
  private long last;
  private @Nullable Pending pending;
  private boolean takenOver;

  /**
   * An object that may have been put.
   *
   * @param content of it
   * @param batch what is to be written here once it is
   */
  @SuppressWarnings("ArrayRecordComponent")
  private record Pending(byte[] content, byte[] batch) {}

  RocksJournal(
      JournalCopy copy, UUID writer, long last, List<byte[]> waiting, SnapshotWriter snapshots) {
    this.objects = copy.objects();
    this.store = copy.store();
    this.journal = copy.journal();
    this.writer = writer;
    this.last = last;
    this.waiting = new ArrayList<>(waiting);
    this.snapshots = snapshots;
  }

  /**
   * Opens a journal for writing, and makes one if there is none. The local directory is used if it
   * is a copy of it, and is made again otherwise.
   *
   * @param directory holds the copy and nothing else; its owner keeps other processes out of it
   * @throws RocksException if the journal is damaged, or the object store or disk does not answer
   */
  public static RocksStore open(
      Path directory, RocksSettings settings, ObjectStore objects, JournalListener listener)
      throws RocksException {
    return new JournalOpening(directory, settings, objects, SnapshotWriter.Rhythm.USUAL, listener)
        .forWriting();
  }

  /**
   * Makes a copy of the journal as it is at this moment. Nothing is put, and nothing may be written
   * to the store.
   *
   * @param directory holds the copy and nothing else; what is in it is replaced if it is none
   * @return empty if there is no journal
   * @throws RocksException if the journal is damaged, or the object store or disk does not answer
   */
  public static Optional<RocksStore> copy(
      Path directory, RocksSettings settings, ObjectStore objects) throws RocksException {
    return new JournalOpening(
            directory, settings, objects, SnapshotWriter.Rhythm.USUAL, JournalListener.NONE)
        .forReading();
  }

  /** Called with what {@link RocksStore#write} or {@link RocksStore#writeSynced} writes. */
  synchronized void write(WriteBatch batch, boolean synced)
      throws RocksDBException, RocksException {
    if (takenOver) {
      throw takenOver();
    }
    if (pending != null) {
      throw new RocksException(
          store.directory(),
          OfJournal.AWAY,
          "it is not known what became of the write before",
          null);
    }
    if (synced) {
      put(batch.data());
      return;
    }
    byte[] bytes = batch.data();
    batch.put(waitingKey(waiting.size()), bytes);
    store.writeHere(batch, false);
    waiting.add(bytes);
    waitingBytes += bytes.length;
    if (waitingBytes > WAITING_BYTES_MAX) {
      putWaiting();
    }
  }

  private void putWaiting() throws RocksDBException, RocksException {
    try (WriteBatch nothing = new WriteBatch()) {
      put(nothing.data());
    }
  }

  private void put(byte[] batch) throws RocksDBException, RocksException {
    List<byte[]> chunks = new ArrayList<>(waiting);
    chunks.add(batch);
    pending =
        new Pending(
            new JournalObject(Kind.WRITE, journal, writer, last + 1, chunks).encode(), batch);
    settle();
  }

  /** As {@link RocksStore#settle}. */
  synchronized boolean settle() throws RocksDBException, RocksException {
    Pending open = pending;
    if (open == null) {
      return false;
    }
    if (takenOver) {
      throw takenOver();
    }
    if (!putNext(open.content())) {
      takenOver = true;
      throw takenOver();
    }
    try (WriteBatch batch = new WriteBatch(open.batch())) {
      batch.put(POSITION, position(journal, last + 1));
      batch.deleteRange(waitingKey(0), waitingKey(Integer.MAX_VALUE));
      // The journal has it; a copy that a loss of power throws back is brought up to date.
      store.writeHere(batch, false);
    }
    last++;
    pending = null;
    waiting.clear();
    waitingBytes = 0;
    snapshots.wrote(last, open.content().length);
    return true;
  }

  private boolean putNext(byte[] content) throws RocksException {
    try {
      return objects.putIfAbsent(JournalNames.write(last + 1), content);
    } catch (IOException e) {
      throw new RocksException(
          store.directory(), OfJournal.AWAY, String.valueOf(e.getMessage()), e);
    }
  }

  private RocksException takenOver() {
    return new RocksException(
        store.directory(),
        OfJournal.TAKEN_OVER,
        "another process has opened " + objects + " for writing since",
        null);
  }

  /**
   * Waits for the snapshot under way, or stops it.
   *
   * @return whether the store is used no more and can be closed
   */
  synchronized boolean close() {
    boolean unused = snapshots.close();
    if (waiting.isEmpty() || takenOver || pending != null) {
      return unused;
    }
    try {
      putWaiting();
    } catch (RocksException | RocksDBException e) {
      // The copy has it. Another copy goes without it, as after the death of this process.
      snapshots.failed(e);
    }
    return unused;
  }

  private static byte[] waitingKey(int index) {
    return ByteBuffer.allocate(2 + Integer.BYTES).put((byte) 0).put(WAITING).putInt(index).array();
  }

  /** The writes that wait in a copy. */
  static List<byte[]> waiting(RocksStore copy) throws RocksException {
    List<byte[]> found = new ArrayList<>();
    copy.scan(waitingKey(0), waitingKey(Integer.MAX_VALUE), (key, batch) -> found.add(batch));
    return found;
  }

  static byte[] position(UUID journal, long number) {
    return ByteBuffer.allocate(3 * Long.BYTES)
        .putLong(journal.getMostSignificantBits())
        .putLong(journal.getLeastSignificantBits())
        .putLong(number)
        .array();
  }

  /**
   * What an object says.
   *
   * @param directory of the copy, for the error
   */
  static JournalObject decode(Path directory, String name, byte[] content) throws RocksException {
    try {
      return JournalObject.decode(content);
    } catch (DamagedObjectException e) {
      throw new RocksException(
          directory,
          OfJournal.DAMAGED,
          "object " + name + " is not what was written: " + e.getMessage(),
          e);
    }
  }
}
