package dev.freshet.storage.rocks;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.NavigableSet;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.rocksdb.ReadOptions;
import org.rocksdb.RocksDBException;
import org.rocksdb.RocksIterator;
import org.rocksdb.WriteBatch;

/**
 * Puts all entries of a store as a snapshot from time to time, and deletes what that replaces. A
 * crash at any step leaves a journal that opens: a snapshot counts once its last object is there,
 * and what it replaces is deleted after that. On a thread of its own, one snapshot at a time.
 */
final class SnapshotWriter {

  /**
   * When a snapshot is put. Each write is a request when a copy is made, and each snapshot writes
   * everything again.
   *
   * @param writesMin after so many writes, if they have a quarter of the bytes of a snapshot
   * @param writesMax after so many writes at the latest
   */
  record Rhythm(int writesMin, int writesMax) {
    static final Rhythm USUAL = new Rhythm(256, 2048);

    boolean isDue(long writes, long bytes, long snapshotBytes) {
      return writes >= writesMax || (writes >= writesMin && bytes >= snapshotBytes / 4);
    }
  }

  private static final int PART_BYTES = 4 << 20;
  private static final long CLOSE_LIMIT_MILLIS = 60_000;
  private static final byte CLAIM = 'c';

  private final JournalCopy copy;
  private final UUID writer;
  private final Rhythm rhythm;
  private final JournalListener listener;
  private long writes;
  private long bytes;
  private long snapshotBytes;
  private @Nullable Thread thread;
  private volatile boolean closing;

  /**
   * @param writes so many writes are in no snapshot
   */
  SnapshotWriter(
      JournalCopy copy, UUID writer, long writes, Rhythm rhythm, JournalListener listener) {
    this.copy = copy;
    this.writer = writer;
    this.writes = writes;
    this.rhythm = rhythm;
    this.listener = listener;
  }

  static byte[] claimKey(long number) {
    return ByteBuffer.allocate(2 + Long.BYTES).put((byte) 0).put(CLAIM).putLong(number).array();
  }

  /** A write is in the journal and in the store; no other one is being written. */
  synchronized void wrote(long number, int size) {
    writes++;
    bytes += size;
    if (!rhythm.isDue(writes, bytes, snapshotBytes) || closing || thread != null) {
      return;
    }
    writes = 0;
    bytes = 0;
    ReadOptions options = new ReadOptions().setFillCache(false);
    RocksIterator entries = copy.store().iterator(options);
    Thread started = new Thread(() -> run(number, entries, options), "journal-snapshot");
    started.setDaemon(true);
    thread = started;
    started.start();
  }

  private void run(long number, RocksIterator entries, ReadOptions options) {
    try (options;
        entries) {
      Snapshot snapshot = new Snapshot(number, entries);
      snapshot.put();
      synchronized (this) {
        snapshotBytes = snapshot.size;
      }
      snapshot.deleteReplaced();
    } catch (RocksDBException e) {
      failed(new RocksException(copy.store().directory(), e));
    } catch (IOException | RuntimeException e) {
      failed(e);
    } finally {
      synchronized (this) {
        thread = null;
      }
    }
  }

  /** Tells of something that is not needed now and could not be put. */
  void failed(Exception e) {
    if (!closing) {
      listener.notPut(e instanceof IOException known ? known : new IOException(e));
    }
  }

  /**
   * Waits for the snapshot under way: a minute for its end, and as long for the end of a request.
   *
   * @return whether the store is read no more
   */
  boolean close() {
    closing = true;
    Thread running;
    synchronized (this) {
      running = thread;
    }
    if (running == null) {
      return true;
    }
    boolean interrupted = Thread.interrupted() | isInterruptedWhileWaitingFor(running);
    running.interrupt();
    interrupted |= isInterruptedWhileWaitingFor(running);
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    return !running.isAlive();
  }

  private static boolean isInterruptedWhileWaitingFor(Thread thread) {
    try {
      thread.join(CLOSE_LIMIT_MILLIS);
      return false;
    } catch (InterruptedException e) {
      return true;
    }
  }

  /** One snapshot being put. */
  private final class Snapshot {
    private final long number;
    private final RocksIterator entries;
    private final JournalNames.Snapshot names;
    private final NavigableSet<Long> claims = new TreeSet<>();
    private int parts;
    private long size;

    Snapshot(long number, RocksIterator entries) {
      this.number = number;
      this.entries = entries;
      this.names = JournalNames.snapshot(number, writer);
    }

    void put() throws IOException, RocksDBException {
      entries.seekToFirst();
      while (entries.isValid()) {
        putPart();
      }
      entries.status();
      ByteBuffer count = ByteBuffer.allocate(Integer.BYTES).putInt(parts);
      put(names.end(), JournalObject.Kind.SNAPSHOT_END, count.array());
    }

    private void putPart() throws IOException, RocksDBException {
      try (WriteBatch batch = new WriteBatch()) {
        for (; entries.isValid() && batch.getDataSize() < PART_BYTES; entries.next()) {
          add(batch, entries.key());
        }
        put(names.part(parts), JournalObject.Kind.SNAPSHOT_PART, batch.data());
        parts++;
      }
    }

    private void add(WriteBatch batch, byte[] key) throws RocksDBException {
      if (Arrays.equals(key, RocksJournal.POSITION)) {
        return;
      }
      if (key.length > 1 && key[0] == 0 && key[1] == CLAIM) {
        claims.add(ByteBuffer.wrap(key).getLong(2));
      }
      batch.put(key, entries.value());
    }

    private void put(String name, JournalObject.Kind kind, byte[] chunk) throws IOException {
      if (Thread.interrupted()) {
        throw new IOException("the journal is closed");
      }
      byte[] content =
          new JournalObject(kind, copy.journal(), writer, number, List.of(chunk)).encode();
      if (!copy.objects().putIfAbsent(name, content)) {
        throw new IOException("object " + name + " is there with another content");
      }
      size += content.length;
    }

    void deleteReplaced() throws IOException {
      JournalNames now = JournalNames.of(copy.objects().list(""));
      if (now.snapshot().equals(names)) { // Otherwise another process has put a newer one.
        copy.objects().delete(now.unneeded(kept()));
      }
    }

    private Set<Long> kept() {
      while (claims.size() > RocksJournal.CLAIMS_KEPT) {
        claims.pollFirst();
      }
      return claims;
    }
  }
}
