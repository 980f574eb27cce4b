package dev.freshet.autoloader.discovery;

import dev.freshet.autoloader.listing.SeenFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

class LocalLandingZoneContractTest extends LandingZoneContract {
  @TempDir Path directory;

  @Override
  protected String root() {
    return directory.toString();
  }

  @Override
  protected void land(String name, String content) throws IOException {
    Path file = directory.resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, content);
  }

  @Override
  protected void remove(String name) throws IOException {
    Files.delete(directory.resolve(name));
  }

  @Override
  LandingZone zone(LandingFilter filter, boolean recursive) {
    return LocalLandingZone.listed(
        directory, filter, new LocalLandingZone.Depth(recursive, false), new SeenFiles());
  }
}
