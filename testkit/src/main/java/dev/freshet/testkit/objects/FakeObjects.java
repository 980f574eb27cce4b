package dev.freshet.testkit.objects;

import dev.freshet.storage.objects.ObjectStore;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Objects in memory. Requests can be made to fail, before or after they had their effect. */
public final class FakeObjects implements ObjectStore {
  private final NavigableMap<String, byte[]> objects = new TreeMap<>(ORDER);
  private final Deque<Fault> faults = new ArrayDeque<>();
  private int puts;
  private int requests;

  /** What happens to a request. */
  public enum Fault {
    /** Nothing. */
    NONE,
    /** It fails and has no effect. */
    REFUSED,
    /** It has its effect, and its answer is lost. */
    ANSWER_LOST
  }

  /** The next requests, in this order. Those after them succeed. */
  public synchronized void next(Fault... wanted) {
    faults.addAll(Arrays.asList(wanted));
  }

  /** Drops the faults that were not met. */
  public synchronized void heal() {
    faults.clear();
  }

  /** So many puts had an effect or not. */
  public synchronized int puts() {
    return puts;
  }

  /** So many requests of any kind were made. */
  public synchronized int requests() {
    return requests;
  }

  /** Replaces an object, as damage does; null removes it. */
  public synchronized void damage(String name, byte @Nullable [] content) {
    if (content == null) {
      objects.remove(name);
    } else {
      objects.put(name, content.clone());
    }
  }

  /** The names that are there. */
  public synchronized List<String> names() {
    return List.copyOf(objects.keySet());
  }

  @Override
  public synchronized Optional<byte[]> read(String name) throws IOException {
    finish(begin("read"));
    return Optional.ofNullable(objects.get(name)).map(byte[]::clone);
  }

  @Override
  public synchronized boolean putIfAbsent(String name, byte[] content) throws IOException {
    puts++;
    Fault fault = begin("put");
    byte[] there = objects.putIfAbsent(name, content.clone());
    finish(fault);
    return there == null || Arrays.equals(there, content);
  }

  @Override
  public synchronized List<String> list(String prefix) throws IOException {
    finish(begin("list"));
    return objects.keySet().stream().filter(name -> name.startsWith(prefix)).toList();
  }

  @Override
  public synchronized void delete(Collection<String> names) throws IOException {
    Fault fault = begin("delete");
    names.forEach(objects::remove);
    finish(fault);
  }

  private Fault begin(String verb) throws IOException {
    requests++;
    Fault fault = faults.isEmpty() ? Fault.NONE : faults.remove();
    if (fault == Fault.REFUSED) {
      throw new IOException("Cannot " + verb + ": this test does not let it.");
    }
    return fault;
  }

  private static void finish(Fault fault) throws IOException {
    if (fault == Fault.ANSWER_LOST) {
      throw new IOException("Cannot tell: this test lost the answer.");
    }
  }
}
