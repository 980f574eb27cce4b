package dev.freshet.server.security;

import java.net.InetAddress;
import java.net.UnknownHostException;

/** Which addresses only this machine reaches. */
final class Loopback {

  private Loopback() {}

  /**
   * @param bind host name or address; one that cannot be resolved is not loopback
   */
  static boolean isLoopback(String bind) {
    try {
      InetAddress[] all = InetAddress.getAllByName(bind);
      for (InetAddress address : all) {
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
