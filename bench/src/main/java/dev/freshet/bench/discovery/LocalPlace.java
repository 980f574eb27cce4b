package dev.freshet.bench.discovery;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;

/** A directory of this machine; its events are those of the file system. */
record LocalPlace(Path directory) implements LandingPlace {

  @Override
  public String path() {
    return directory.toString();
  }

  @Override
  public Map<String, String> eventOptions() {
    return Map.of();
  }

  @Override
  public Map<String, String> listingOptions() {
    return Map.of("autoloader.discovery", "listing");
  }

  @Override
  public void write(String name, String line) throws IOException {
    Path hidden = Files.writeString(directory.resolve("." + name), line);
    Files.move(hidden, directory.resolve(name), StandardCopyOption.ATOMIC_MOVE);
  }

  @Override
  public void land(String name, String line) throws IOException {
    write(name, line);
  }

  @Override
  public void close() {}
}
