package dev.freshet.autoloader.filelog;

import dev.freshet.storage.rocks.RocksException;
import dev.freshet.storage.rocks.RocksStore;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What the contents of the versions of a file log were. Thread-safe, as its log is. */
public final class ContentMarks {
  private final FileLogStore store;

  ContentMarks(FileLogStore store) {
    this.store = store;
  }

  /** What the content of a version was when it was last about to be read, if that is known. */
  public Optional<ContentMark> of(long sequence) {
    return store.read(open -> of(open, sequence));
  }

  /** As {@link #of}, of the version before of the same path. */
  public Optional<ContentMark> before(long sequence) {
    return store.read(
        open -> {
          byte[] before = open.find(FileLogCodec.beforeKey(sequence));
          return before == null ? Optional.empty() : of(open, FileLogCodec.number(before));
        });
  }

  private static Optional<ContentMark> of(RocksStore open, long sequence) throws RocksException {
    byte[] value = open.find(FileLogCodec.markKey(sequence));
    return value == null ? Optional.empty() : Optional.of(FileLogCodec.mark(value));
  }

  /** Remembers the content of a version; survives a crash of the process. */
  public void put(long sequence, ContentMark mark) {
    store.<@Nullable Void>write(
        open -> {
          open.write(batch -> batch.put(FileLogCodec.markKey(sequence), FileLogCodec.mark(mark)));
          return null;
        });
  }
}
