package dev.freshet.cli.power;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/** What is below a directory: directories, and files with their content, by relative path. */
record DiskImage(SortedSet<String> directories, SortedMap<String, byte[]> files) {

  DiskImage() {
    this(new TreeSet<>(), new TreeMap<>());
  }

  /** Makes the directory with this content; it must not exist. */
  void writeTo(Path root) throws IOException {
    Files.createDirectories(root);
    for (String directory : directories) {
      Files.createDirectories(root.resolve(directory));
    }
    for (String file : files.keySet()) {
      Files.write(root.resolve(file), files.get(file));
    }
  }

  static DiskImage of(Path root) throws IOException {
    DiskImage image = new DiskImage();
    Files.walkFileTree(
        root,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path path, BasicFileAttributes attributes) {
            if (!path.equals(root)) {
              image.directories.add(root.relativize(path).toString());
            }
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFile(Path path, BasicFileAttributes attributes)
              throws IOException {
            image.files.put(root.relativize(path).toString(), Files.readAllBytes(path));
            return FileVisitResult.CONTINUE;
          }
        });
    return image;
  }
}
