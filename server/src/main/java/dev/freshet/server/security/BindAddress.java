package dev.freshet.server.security;

import java.net.InetAddress;
import java.net.UnknownHostException;

/**
 * Where a server listens.
 *
 * @param host a host name or an address
 */
record BindAddress(String host) {

  /** Whether only this machine reaches it; a name that cannot be resolved counts as reachable. */
  boolean isLoopback() {
    try {
      for (InetAddress address : InetAddress.getAllByName(host)) {
        if (!address.isLoopbackAddress()) {
          return false;
        }
      }
      return true;
    } catch (UnknownHostException e) {
      return false;
    }
  }
}
