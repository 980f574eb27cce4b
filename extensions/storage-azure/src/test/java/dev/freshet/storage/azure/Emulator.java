package dev.freshet.storage.azure;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.freshet.servers.AzureServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import org.jspecify.annotations.Nullable;

/** Azurite, which all tests of this JVM share. */
final class Emulator {
  static final String ACCOUNT = "devstoreaccount1";

  private static @Nullable AzureServer server;

  private Emulator() {}

  /** Skips the test where Azurite is not installed. */
  static synchronized AzureServer server() {
    assumeTrue(
        AzureServer.installed().isPresent(),
        AzureServer.HOME + " names no directory with azurite@3.35.0 of npm");
    if (server == null) {
      try {
        server = AzureServer.start(Files.createTempDirectory("azurite"));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return server;
  }

  /** Where its queues are. */
  static URI queues() {
    return server().queues();
  }

  /** Where its blobs are. */
  static URI blobs() {
    return server().blobs();
  }
}
