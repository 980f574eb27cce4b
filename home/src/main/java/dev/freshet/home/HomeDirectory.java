package dev.freshet.home;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The directory of a home. It holds the texts of all records, so a new one is for its owner only,
 * as PostgreSQL does it with its data directory. Whoever wants others to read it changes the
 * permissions; they are kept.
 */
public final class HomeDirectory {

  private static final Logger LOGGER = LoggerFactory.getLogger(HomeDirectory.class);

  private HomeDirectory() {}

  /**
   * Creates the directory if it is missing. One that every user of the machine may write is used
   * and told: they can change what the pipeline remembers, and its API keys.
   *
   * @return {@code home}
   */
  public static Path create(Path home) throws IOException {
    if (!Files.isDirectory(home)) {
      Files.createDirectories(home.toAbsolutePath().getParent());
      createPrivately(home);
    } else if (isWritableForAll(home)) {
      LOGGER
          .atWarn()
          .addKeyValue("path", home)
          .log("every user of this machine may write the home; run chmod o-w on it");
    }
    return home;
  }

  private static void createPrivately(Path home) throws IOException {
    boolean posix = home.getFileSystem().supportedFileAttributeViews().contains("posix");
    try {
      if (posix) {
        Files.createDirectory(
            home,
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
      } else {
        Files.createDirectory(home);
      }
    } catch (FileAlreadyExistsException e) {
      if (!Files.isDirectory(home)) {
        throw e;
      }
    }
  }

  private static boolean isWritableForAll(Path home) throws IOException {
    PosixFileAttributeView view = Files.getFileAttributeView(home, PosixFileAttributeView.class);
    return view != null
        && view.readAttributes().permissions().contains(PosixFilePermission.OTHERS_WRITE);
  }
}
