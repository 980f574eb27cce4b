package dev.freshet.storage.azure;

import java.net.URI;
import java.util.Arrays;
import java.util.List;

/**
 * The parts of the address of a queue.
 *
 * @param service address of the queues of the account
 * @param account its name
 * @param name of the queue
 */
record QueueAddress(String service, String account, String name) {

  /**
   * Reads {@code azure-queue+https://account.host/name}, or for an emulator {@code
   * azure-queue+http://host:port/account/name}.
   *
   * @throws IllegalArgumentException if it is none of these
   */
  static QueueAddress parse(URI queue) {
    URI address = URI.create(queue.toString().replaceFirst("^azure-queue\\+", ""));
    String server = address.getAuthority();
    List<String> names =
        Arrays.stream(String.valueOf(address.getPath()).split("/"))
            .filter(name -> !name.isEmpty())
            .toList();
    if (server != null && names.size() == 1) {
      return new QueueAddress(
          address.getScheme() + "://" + server, server.replaceFirst("[.:].*", ""), names.get(0));
    }
    if (server != null && names.size() == 2) {
      return new QueueAddress(
          address.getScheme() + "://" + server + "/" + names.get(0), names.get(0), names.get(1));
    }
    throw new IllegalArgumentException(
        "Cannot read queue "
            + queue
            + ": it is not the address of a queue. Write one like"
            + " azure-queue+https://account.queue.core.windows.net/landing.");
  }
}
