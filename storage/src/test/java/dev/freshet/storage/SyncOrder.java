package dev.freshet.storage;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Records what is synced in which order, and what a file had as content at that moment. */
public final class SyncOrder implements Durable {

  private final Path watched;
  private final List<String> steps = new ArrayList<>();

  public SyncOrder(Path watched) {
    this.watched = watched;
  }

  /** A disk that fails. */
  static Durable failing(String message) {
    return new Durable() {
      @Override
      public void sync(Path file) throws IOException {
        throw new IOException(message);
      }

      @Override
      public void syncDirectory(Path directory) throws IOException {
        throw new IOException(message);
      }
    };
  }

  @Override
  public void sync(Path file) throws IOException {
    add("content of " + file.getFileName());
  }

  @Override
  public void syncDirectory(Path directory) throws IOException {
    add("names");
  }

  /** Notes another step. */
  public void add(String step) throws IOException {
    String state = Files.exists(watched) ? "is " + Files.readString(watched) : "is not there";
    steps.add(step + ", " + watched.getFileName() + " " + state);
  }

  public List<String> steps() {
    return List.copyOf(steps);
  }
}
