package dev.freshet.storage.objects;

import dev.freshet.storage.Durable;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * Objects as files of a directory, which is made when the first is put. What was put is on disk,
 * content before name. {@code link(2)} decides who puts an object: it fails if the name is taken. A
 * process that is killed may leave a file that begins with a dot, which is no object.
 */
public final class LocalObjects implements ObjectStore {
  private final Path directory;

  /**
   * @param directory on a file system with hard links
   */
  public LocalObjects(Path directory) {
    this.directory = directory.toAbsolutePath();
  }

  @Override
  public Optional<byte[]> read(String name) throws IOException {
    try {
      return Optional.of(Files.readAllBytes(file(name)));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
  }

  @Override
  public boolean putIfAbsent(String name, byte[] content) throws IOException {
    Files.createDirectories(directory);
    Path whole = directory.resolve("." + UUID.randomUUID());
    try {
      Files.write(whole, content, StandardOpenOption.CREATE_NEW);
      Durable.DISK.sync(whole);
      Files.createLink(file(name), whole);
      Durable.DISK.syncDirectory(directory);
      return true;
    } catch (FileAlreadyExistsException taken) {
      return Arrays.equals(content, Files.readAllBytes(file(name)));
    } catch (UnsupportedOperationException e) {
      throw new IOException(
          "Cannot write into "
              + directory
              + ": its file system has no hard links. Use one that has them, such as ext4, xfs or"
              + " APFS.",
          e);
    } finally {
      Files.deleteIfExists(whole);
    }
  }

  @Override
  public List<String> list(String prefix) throws IOException {
    List<String> names = new ArrayList<>();
    try (DirectoryStream<Path> files = Files.newDirectoryStream(directory)) {
      for (Path each : files) {
        String file = each.getFileName().toString();
        if (ObjectNames.isObject(file) && ObjectNames.name(file).startsWith(prefix)) {
          names.add(ObjectNames.name(file));
        }
      }
    } catch (NoSuchFileException e) {
      return List.of();
    }
    names.sort(ORDER);
    return names;
  }

  @Override
  public void delete(Collection<String> names) throws IOException {
    for (String name : names) {
      Files.deleteIfExists(file(name));
    }
  }

  private Path file(String name) {
    return directory.resolve(ObjectNames.file(name));
  }

  @Override
  public String toString() {
    return directory.toString();
  }
}
