package dev.freshet.storage.objects;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Objects under names, in one place of a storage. An object is there with all of its content or not
 * at all, is never changed, and can be read and listed as soon as the call that put it has
 * returned. Objects are small: each is in memory as a whole.
 *
 * <p>A name is not empty and may have any character, a slash too; a long one may be refused.
 * Implementations are thread-safe, and any number of processes may use one place.
 *
 * <p>An {@link IOException} of a put says nothing about whether the object is there: the answer may
 * have been lost. The same call again finds out.
 */
public interface ObjectStore {

  /** The order in which names are listed: that of their bytes in UTF-8. */
  Comparator<String> ORDER =
      (left, right) ->
          Arrays.compareUnsigned(
              left.getBytes(StandardCharsets.UTF_8), right.getBytes(StandardCharsets.UTF_8));

  /**
   * The content of an object; empty if there is none of that name.
   *
   * @throws IOException if that is not known
   */
  Optional<byte[]> read(String name) throws IOException;

  /**
   * Puts an object where none is. A client repeats a request whose answer was lost, and meets its
   * own object then; so an object with exactly this content counts as this call's. Writers that
   * must not be taken for each other put something of their own into the content.
   *
   * @return whether the object is there with this content; false if it is there with another
   * @throws IOException if that is not known
   */
  boolean putIfAbsent(String name, byte[] content) throws IOException;

  /**
   * The names that begin with a text, in {@link #ORDER}. An object that is put or deleted meanwhile
   * may be among them or not.
   *
   * @throws IOException if they are not known
   */
  List<String> list(String prefix) throws IOException;

  /**
   * Deletes the objects that are there; a name without one is no error.
   *
   * @throws IOException if some of them may be there still
   */
  void delete(Collection<String> names) throws IOException;
}
