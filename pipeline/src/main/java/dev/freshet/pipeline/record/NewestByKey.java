package dev.freshet.pipeline.record;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Keeps of each record key the element with the newest state. For a batch, for the key index, for
 * recovery and for verification; whether a change is accepted is decided before, by {@link
 * ChangeOrder}. The states it ends with depend neither on the order of the elements nor on how
 * often each is offered. Not thread-safe.
 *
 * @param <T> what carries a state, such as an accepted change
 */
public final class NewestByKey<T> {

  private final Function<T, KeyState> state;
  private final Map<String, KeyState> known;
  private final Map<String, T> newest = new LinkedHashMap<>();

  /**
   * @param state the state an element carries
   * @param known states from before; an element counts only if it is newer
   */
  public NewestByKey(Function<T, KeyState> state, Map<String, KeyState> known) {
    this.state = state;
    this.known = known;
  }

  /** What is known of a record by now; null if nothing is. */
  public @Nullable KeyState current(String key) {
    T element = newest.get(key);
    return element == null ? known.get(key) : state.apply(element);
  }

  /** Takes an element in if its state is newer than what is known of its record. */
  public void offer(String key, T element) {
    KeyState current = current(key);
    if (current == null || state.apply(element).isNewerThan(current)) {
      newest.put(key, element);
    }
  }

  /** Whether an element was taken in for this record. */
  public boolean holds(String key) {
    return newest.containsKey(key);
  }

  /** The newest element per record key, in the order in which the keys were first taken in. */
  public Map<String, T> elements() {
    return newest;
  }
}
