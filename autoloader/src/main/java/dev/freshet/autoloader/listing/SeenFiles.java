package dev.freshet.autoloader.listing;

import dev.freshet.autoloader.filelog.LandedFile;
import java.nio.ByteBuffer;
import java.nio.LongBuffer;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ThreadLocalRandom;
import net.jpountz.xxhash.XXHash64;
import net.jpountz.xxhash.XXHashFactory;

/**
 * The files that discovery has dealt with, as they were then: in the file log, or not wanted. It is
 * a memory that saves questions to the file log, so it may forget, and it never says of a file that
 * it was seen when it was not, but for one chance in 2^64.
 *
 * <p>A file takes 16 bytes outside the heap, in a table that is at most three quarters full and
 * exists twice. The two take at most a sixteenth of the largest heap and 64 MiB; files beyond that
 * are not remembered. A listing replaces what was remembered, so what is gone is forgotten. Not
 * thread-safe.
 */
public final class SeenFiles {
  private static final long BYTES_MAX = 64L << 20;
  private static final int PART_OF_THE_HEAP = 16;

  private static final XXHash64 HASH = XXHashFactory.fastestJavaInstance().hash64();

  /** Names come from those who land files, and who must not be able to choose equal hashes. */
  private final long seed = ThreadLocalRandom.current().nextLong();

  private Table current;
  private Table next;

  /** Remembers nothing yet. */
  public SeenFiles() {
    this(filesMax(Runtime.getRuntime().maxMemory()));
  }

  SeenFiles(int filesMax) {
    this.current = new Table(filesMax);
    this.next = new Table(filesMax);
  }

  /** Memory outside the heap is as large as the heap at most, unless an option says otherwise. */
  static int filesMax(long heapBytes) {
    long slots = Math.min(BYTES_MAX, heapBytes / PART_OF_THE_HEAP) / (2 * Table.BYTES_PER_SLOT);
    return (int) Math.max(Table.SLOTS_MIN, Long.highestOneBit(slots)) / 4 * 3;
  }

  /** Whether any version of the file at this path was seen. */
  public boolean hasPath(String path) {
    return current.find(hash(path)) >= 0;
  }

  /** Whether the file was seen as it is now. */
  public boolean has(LandedFile file) {
    int slot = current.find(hash(file.path()));
    return slot >= 0 && current.state(slot) == state(file);
  }

  /** Remembers a file that came between two listings. */
  public void remember(LandedFile file) {
    current.put(hash(file.path()), state(file));
  }

  /** Whether a file could not be remembered, so that {@link #hasPath} does not know all of them. */
  public boolean isFull() {
    return current.full;
  }

  /** Begins a listing; what is left of one that failed is dropped. */
  public void listingBegins() {
    next.clear();
  }

  /** A file of the listing. It counts as seen when the listing is completed. */
  public void listed(LandedFile file) {
    next.put(hash(file.path()), state(file));
  }

  /** All files of the listing were dealt with; others are forgotten. */
  public void listingCompleted() {
    Table before = current;
    current = next;
    next = before;
    next.clear();
  }

  private long hash(String path) {
    byte[] bytes = path.getBytes(StandardCharsets.UTF_8);
    long hash = HASH.hash(bytes, 0, bytes.length, seed);
    return hash == 0 ? 1 : hash;
  }

  private long state(LandedFile file) {
    byte[] bytes = new byte[3 * Long.BYTES + Integer.BYTES];
    ByteBuffer.wrap(bytes)
        .putLong(file.size())
        .putLong(file.modifiedAt().getEpochSecond())
        .putLong(file.change())
        .putInt(file.modifiedAt().getNano());
    return HASH.hash(bytes, 0, bytes.length, seed);
  }

  /** From the hash of a path to the hash of a state, by open addressing; 0 is an empty slot. */
  private static final class Table {
    private static final int SLOTS_MIN = 1 << 10;
    private static final int BYTES_PER_SLOT = 2 * Long.BYTES;

    private final int filesMax;
    private LongBuffer slots = slots(SLOTS_MIN);
    private int mask = SLOTS_MIN - 1;
    private int files;
    private boolean full;

    Table(int filesMax) {
      this.filesMax = filesMax;
    }

    private static LongBuffer slots(int count) {
      return ByteBuffer.allocateDirect(count * BYTES_PER_SLOT).asLongBuffer();
    }

    void clear() {
      full = false;
      if (files > 0) {
        for (int i = 0; i < slots.capacity(); i++) {
          slots.put(i, 0);
        }
        files = 0;
      }
    }

    /** The slot of a path, or -1. */
    int find(long path) {
      int slot = slotOf(path);
      return slots.get(2 * slot) == path ? slot : -1;
    }

    long state(int slot) {
      return slots.get(2 * slot + 1);
    }

    private int slotOf(long path) {
      int slot = (int) path & mask;
      while (slots.get(2 * slot) != 0 && slots.get(2 * slot) != path) {
        slot = (slot + 1) & mask;
      }
      return slot;
    }

    void put(long path, long state) {
      int slot = slotOf(path);
      if (slots.get(2 * slot) == 0) {
        if (files == filesMax) {
          full = true;
          return;
        }
        if (files >= (mask + 1L) * 3 / 4) {
          grow();
          slot = slotOf(path);
        }
        files++;
        slots.put(2 * slot, path);
      }
      slots.put(2 * slot + 1, state);
    }

    private void grow() {
      LongBuffer before = slots;
      slots = slots(2 * (mask + 1));
      mask = 2 * mask + 1;
      for (int i = 0; i < before.capacity(); i += 2) {
        if (before.get(i) != 0) {
          int slot = slotOf(before.get(i));
          slots.put(2 * slot, before.get(i));
          slots.put(2 * slot + 1, before.get(i + 1));
        }
      }
    }
  }
}
