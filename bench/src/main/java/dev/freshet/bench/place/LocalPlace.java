package dev.freshet.bench.place;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;

/** A directory of this machine; its events are those of the file system. */
public record LocalPlace(Path directory) implements LandingPlace {

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
  public String settings() {
    return "source: { path: '" + directory + "' }\n";
  }

  @Override
  public Map<String, String> environment() {
    return Map.of();
  }

  @Override
  public Map<String, Long> requests() {
    return Map.of();
  }

  @Override
  public void write(String name, String lines) throws IOException {
    Path hidden = Files.writeString(directory.resolve("." + name), lines);
    Files.move(hidden, directory.resolve(name), StandardCopyOption.ATOMIC_MOVE);
  }

  @Override
  public void land(String name, String lines) throws IOException {
    write(name, lines);
  }

  @Override
  public void close() {}
}
