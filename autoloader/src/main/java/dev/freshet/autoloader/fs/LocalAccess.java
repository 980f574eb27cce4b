package dev.freshet.autoloader.fs;

import dev.freshet.autoloader.filelog.LandedFile;
import dev.freshet.storage.location.StorageAwayException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Files of this machine.
 *
 * @param landing the directory, absolute
 */
public record LocalAccess(String landing) implements LandingAccess {
  private static final long serialVersionUID = 1;

  @Override
  public InputStream open(String path) throws IOException {
    return LOCAL.open(path);
  }

  @Override
  public Optional<LandedFile> look(String path) throws IOException {
    Path file = Path.of(path);
    return FileState.of(file).file(file);
  }

  @Override
  public void requireReadable() throws IOException {
    Path directory = Path.of(landing);
    if (!Files.exists(directory)) {
      throw new NoSuchFileException(landing);
    }
    if (!Files.isDirectory(directory)) {
      throw new NotDirectoryException(landing);
    }
    if (!Files.isReadable(directory) || !Files.isExecutable(directory)) {
      throw new AccessDeniedException(landing);
    }
  }

  @Override
  public void requireLandingZone(String path, Throwable cause) throws IOException {
    try {
      requireReadable();
    } catch (IOException e) {
      throw new StorageAwayException(
          "Cannot read "
              + path
              + ": the landing zone "
              + landing
              + " is away. The batch is repeated once it is back.",
          cause);
    }
  }

  @Override
  public LandedRemoval removal() {
    return new LocalRemoval(Path.of(landing));
  }
}
