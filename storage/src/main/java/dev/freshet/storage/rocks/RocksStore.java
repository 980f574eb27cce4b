package dev.freshet.storage.rocks;

import dev.freshet.storage.memory.NativeMemory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.rocksdb.Options;
import org.rocksdb.ReadOptions;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.RocksIterator;
import org.rocksdb.Slice;
import org.rocksdb.WriteBatch;
import org.rocksdb.WriteOptions;

/**
 * An ordered map from bytes to bytes in a local directory, and the owner of its native handles.
 *
 * <p>One process at a time has it open for writing. Thread-safe except for {@link #close}: no other
 * method may run then or afterwards, because it would touch freed memory and end the process.
 */
public final class RocksStore implements AutoCloseable {

  static {
    // A RocksDB type that is made before the library is loaded fails with an UnsatisfiedLinkError.
    RocksDB.loadLibrary();
  }

  /** A reader may meet a file that the writer is just replacing; the next attempt succeeds. */
  private static final int READ_ONLY_ATTEMPTS = 5;

  private final Path directory;
  private final RocksHandles handles;
  private final RocksDB db;
  private final WriteOptions synced = new WriteOptions().setSync(true);
  private final WriteOptions unsynced = new WriteOptions();
  private final NativeMemory.Counted memory;
  private @Nullable RocksJournal journal;

  private RocksStore(Path directory, RocksHandles handles, RocksDB db) {
    this.directory = directory;
    this.handles = handles;
    this.db = db;
    this.memory = NativeMemory.count(NativeMemory.Library.ROCKSDB, this::heldBytes);
  }

  /** The three large parts of a store's memory, by the names that RocksDB gives them. */
  private long heldBytes() {
    try {
      return db.getLongProperty("rocksdb.cur-size-all-mem-tables")
          + db.getLongProperty("rocksdb.block-cache-usage")
          + db.getLongProperty("rocksdb.estimate-table-readers-mem");
    } catch (RocksDBException e) {
      return 0; // A store that cannot say it; its use reports what is wrong.
    }
  }

  /**
   * Opens the store of an existing directory, and creates it if the directory has none.
   *
   * @throws RocksException if it is in use, damaged, or cannot be written
   */
  public static RocksStore open(Path directory, RocksSettings settings) throws RocksException {
    return open(directory, settings, options -> RocksDB.open(options, directory.toString()));
  }

  /**
   * Opens the store as it is at this moment, also while a process has it open for writing. What is
   * written later is not seen; writing throws.
   *
   * @throws RocksException if the directory has no store or the store cannot be read
   */
  public static RocksStore openReadOnly(Path directory, RocksSettings settings)
      throws RocksException {
    for (int attempt = 1; ; attempt++) {
      try {
        return open(
            directory,
            settings,
            options ->
                RocksDB.openReadOnly(options.setCreateIfMissing(false), directory.toString()));
      } catch (RocksException e) {
        if (attempt == READ_ONLY_ATTEMPTS) {
          throw e;
        }
      }
    }
  }

  private static RocksStore open(Path directory, RocksSettings settings, Opener opener)
      throws RocksException {
    RocksHandles handles = new RocksHandles(settings);
    try {
      return new RocksStore(directory, handles, opener.open(handles.options()));
    } catch (RocksDBException e) {
      handles.close();
      throw new RocksException(directory, e);
    }
  }

  /**
   * Deletes the files of the store that is in the directory; it must not be open.
   *
   * @throws RocksException if they cannot be deleted
   */
  public static void delete(Path directory) throws RocksException {
    try (Options options = new Options()) {
      RocksDB.destroyDB(directory.toString(), options);
    } catch (RocksDBException e) {
      throw new RocksException(directory, e);
    }
  }

  /**
   * The value of a key, null if there is none. One point read.
   *
   * @throws RocksException if it cannot be read
   */
  public byte @Nullable [] find(byte[] key) throws RocksException {
    try {
      return db.get(key);
    } catch (RocksDBException e) {
      throw new RocksException(directory, e);
    }
  }

  /**
   * The value of each key at the key's position, null where there is none. One point read after
   * another: {@code multiGetAsList} of RocksDB 9.8 answers null for a key in a damaged block.
   *
   * @throws RocksException if one of them cannot be read
   */
  public List<byte @Nullable []> findAll(List<byte[]> keys) throws RocksException {
    List<byte @Nullable []> values = new ArrayList<>(keys.size());
    for (byte[] key : keys) {
      values.add(find(key));
    }
    return values;
  }

  /**
   * Writes all changes or none. A crash of the process loses nothing; a crash of the machine may
   * lose the writes since the last {@link #writeSynced}.
   *
   * @throws RocksException if nothing was written
   */
  public void write(Changes changes) throws RocksException {
    write(changes, unsynced);
  }

  /**
   * Writes all changes or none, and returns when they and all writes before them are on disk.
   *
   * @throws RocksException if nothing was written
   */
  public void writeSynced(Changes changes) throws RocksException {
    write(changes, synced);
  }

  private void write(Changes changes, WriteOptions options) throws RocksException {
    try (WriteBatch batch = new WriteBatch()) {
      changes.into(new BatchedWrites(batch));
      if (journal == null) {
        db.write(options, batch);
      } else {
        journal.write(batch, options == synced);
      }
    } catch (RocksDBException e) {
      throw new RocksException(directory, e);
    }
  }

  /**
   * Finds out what became of a write whose outcome is not known, of a store with a {@link
   * RocksJournal}. Until then nothing can be written.
   *
   * @return whether there was such a write; it is in the store now
   * @throws RocksException if it is still not known, or if another process has the journal
   */
  public boolean settle() throws RocksException {
    try {
      return journal != null && journal.settle();
    } catch (RocksDBException e) {
      throw new RocksException(directory, e);
    }
  }

  /** Has every write go through a journal from now on. */
  void journaled(RocksJournal ahead) {
    journal = ahead;
  }

  /** Writes a batch in RocksDB's own form into the directory alone. */
  void writeHere(WriteBatch batch, boolean sync) throws RocksDBException {
    db.write(sync ? synced : unsynced, batch);
  }

  Path directory() {
    return directory;
  }

  /** The entries from a key on, as they are at this moment. */
  RocksIterator iterator(ReadOptions options) {
    return db.newIterator(options);
  }

  /**
   * Visits the entries from {@code first} on and before {@code end}, in the order of their keys, as
   * of the start of the call. The blocks read are not cached.
   *
   * @throws RocksException if an entry cannot be read; the entries before it were visited
   */
  public void scan(byte[] first, byte[] end, Visitor visitor) throws RocksException {
    try (Slice bound = new Slice(end);
        ReadOptions options = new ReadOptions().setIterateUpperBound(bound).setFillCache(false);
        RocksIterator entries = db.newIterator(options)) {
      for (entries.seek(first); entries.isValid(); entries.next()) {
        visitor.visit(entries.key(), entries.value());
      }
      entries.status();
    } catch (RocksDBException e) {
      throw new RocksException(directory, e);
    }
  }

  /**
   * The entry with the least key from {@code first} on and before {@code end}, if there is one.
   *
   * @throws RocksException if it cannot be read
   */
  public Optional<Entry> first(byte[] first, byte[] end) throws RocksException {
    try (Slice bound = new Slice(end);
        ReadOptions options = new ReadOptions().setIterateUpperBound(bound);
        RocksIterator entries = db.newIterator(options)) {
      entries.seek(first);
      if (entries.isValid()) {
        return Optional.of(new Entry(entries.key(), entries.value()));
      }
      entries.status();
      return Optional.empty();
    } catch (RocksDBException e) {
      throw new RocksException(directory, e);
    }
  }

  /**
   * Reads every file of entries once and compares its checksums.
   *
   * @throws RocksException if a file is damaged or cannot be read
   */
  public void verify() throws RocksException {
    try {
      db.verifyChecksum();
    } catch (RocksDBException e) {
      throw new RocksException(directory, e);
    }
  }

  /**
   * With a journal: what waits for the next synced write is put into it, if that can be done. If
   * its storage answers nothing for two minutes meanwhile, the directory stays open until the
   * process ends, because a thread still reads it.
   */
  @Override
  public void close() {
    if (journal != null && !journal.close()) {
      return;
    }
    memory.close();
    db.close();
    synced.close();
    unsynced.close();
    handles.close();
  }

  /** Says what one atomic write changes. */
  @FunctionalInterface
  public interface Changes {

    /** Called once, before the write. What it throws prevents the write. */
    void into(Writes writes) throws RocksException;
  }

  /** Collects the changes of one atomic write; later ones win. */
  public interface Writes {

    /** Sets the value of a key. */
    void put(byte[] key, byte[] value) throws RocksException;

    /** Removes a key, if it is there. */
    void delete(byte[] key) throws RocksException;

    /** Removes the keys from {@code first} on and before {@code end}. */
    void deleteRange(byte[] first, byte[] end) throws RocksException;
  }

  /** An entry; the arrays belong to the caller. */
  @SuppressWarnings("ArrayRecordComponent")
  public record Entry(byte[] key, byte[] value) {}

  /** Sees one entry. */
  @FunctionalInterface
  public interface Visitor {

    /** The arrays belong to the visitor. */
    void visit(byte[] key, byte[] value);
  }

  @FunctionalInterface
  private interface Opener {
    RocksDB open(Options options) throws RocksDBException;
  }

  private final class BatchedWrites implements Writes {
    private final WriteBatch batch;

    BatchedWrites(WriteBatch batch) {
      this.batch = batch;
    }

    @Override
    public void put(byte[] key, byte[] value) throws RocksException {
      try {
        batch.put(key, value);
      } catch (RocksDBException e) {
        throw new RocksException(directory, e);
      }
    }

    @Override
    public void delete(byte[] key) throws RocksException {
      try {
        batch.delete(key);
      } catch (RocksDBException e) {
        throw new RocksException(directory, e);
      }
    }

    @Override
    public void deleteRange(byte[] first, byte[] end) throws RocksException {
      try {
        batch.deleteRange(first, end);
      } catch (RocksDBException e) {
        throw new RocksException(directory, e);
      }
    }
  }
}
