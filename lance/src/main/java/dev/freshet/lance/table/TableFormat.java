package dev.freshet.lance.table;

import dev.freshet.core.error.FreshetException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Features of a table version that its readers and writers must know, read from its manifest. Lance
 * 7.0.0 checks too little of this. A data format that it does not know ends the process. It checks
 * the features for readers when a table is opened, but not when a handle moves to a newer version.
 * It checks the features for writers when rows are inserted, but not when an operation is
 * committed, and every commit of Freshet is an operation: the library would rewrite a newer table
 * and drop what it does not know.
 *
 * <p>Layout, by Lance's table format: a manifest file ends with the position of the message (8
 * bytes), the format's version (4 bytes) and {@code LANC}, all little-endian; at that position are
 * the message's length (4 bytes) and the message, in protobuf.
 *
 * @param readerFlags features that readers must know, a bit each
 * @param writerFlags features that writers must know, a bit each
 * @param storage version of the data files; empty in tables of early versions of Lance
 */
public record TableFormat(long readerFlags, long writerFlags, String storage) {

  private static final Logger LOGGER = LoggerFactory.getLogger(TableFormat.class);

  /** Deletion files, stable row ids, the second file format, config, base paths, inline commits. */
  private static final long KNOWN_FLAGS = 0b111111;

  /** Versions of the data files that 7.0.0 reads. */
  private static final Set<String> KNOWN_STORAGE = Set.of("", "2.0", "2.1", "2.2");

  private static final int READER_FLAGS = 9;
  private static final int WRITER_FLAGS = 10;
  private static final int DATA_FORMAT = 15;
  private static final int DATA_FORMAT_VERSION = 2;
  private static final int FOOTER_BYTES = 16;

  /** Names of manifest files: numbers of equal length that count down. */
  private static final Pattern MANIFEST = Pattern.compile("[0-9]{20}\\.manifest");

  /**
   * Requires that this library can read a version of this format.
   *
   * @throws FreshetException with {@code TABLE_TOO_NEW} if it cannot
   */
  void requireKnownToReaders(String uri) {
    requireKnownStorage(uri);
    requireKnownFeatures("open", uri, readerFlags);
  }

  /**
   * Requires that this library may read and write the newest version of the table at {@code uri}.
   *
   * @throws FreshetException with {@code TABLE_TOO_NEW} if it may not
   */
  public static void requireWritable(String uri) {
    newest(uri)
        .ifPresent(
            format -> {
              format.requireKnownStorage(uri);
              requireKnownFeatures("write to", uri, format.readerFlags | format.writerFlags);
            });
  }

  /** Requires that this library knows the format of the data files, or it ends the process. */
  void requireKnownStorage(String uri) {
    if (!KNOWN_STORAGE.contains(storage)) {
      throw LanceErrors.tooNew("open", uri, "data format " + storage, null);
    }
  }

  private static void requireKnownFeatures(String action, String uri, long features) {
    long unknown = features & ~KNOWN_FLAGS;
    if (unknown != 0) {
      throw LanceErrors.tooNew(action, uri, "features 0x" + Long.toHexString(unknown), null);
    }
  }

  /** Also empty if the manifest cannot be read: the library then reports the cause. */
  private static Optional<TableFormat> newest(String uri) {
    try {
      Optional<Path> newest = newestManifest(uri);
      return newest.isPresent()
          ? Optional.of(read(Files.readAllBytes(newest.get())))
          : Optional.empty();
    } catch (IOException e) {
      LOGGER
          .atDebug()
          .addKeyValue("table", uri)
          .addKeyValue("error", e.toString())
          .log("cannot read the manifest, the library reports the cause");
      return Optional.empty();
    }
  }

  /**
   * The manifest of the newest version of the table at {@code uri}; empty if there is none.
   *
   * @throws java.nio.file.NoSuchFileException if there is no directory of manifests
   */
  static Optional<Path> newestManifest(String uri) throws IOException {
    try (Stream<Path> versions = Files.list(ManifestFile.directory(uri))) {
      return versions
          .filter(file -> MANIFEST.matcher(file.getFileName().toString()).matches())
          .min(Comparator.naturalOrder());
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  /**
   * Reads a manifest file.
   *
   * @throws IOException if it is not a manifest
   */
  static TableFormat read(byte[] manifest) throws IOException {
    try {
      return read(message(manifest));
    } catch (BufferUnderflowException | IllegalArgumentException | IndexOutOfBoundsException e) {
      throw new IOException("not a manifest", e);
    }
  }

  /**
   * The message of a manifest file.
   *
   * @throws IOException if the file has none
   */
  static ByteBuffer message(byte[] manifest) throws IOException {
    ByteBuffer bytes = ByteBuffer.wrap(manifest).order(ByteOrder.LITTLE_ENDIAN);
    long last = manifest.length - (long) FOOTER_BYTES;
    long position = last < 0 ? -1 : bytes.getLong((int) last);
    if (position < 0 || position > last - Integer.BYTES) {
      throw new IOException("not a manifest: its message would begin at " + position);
    }
    int length = bytes.getInt((int) position);
    if (length < 0 || length > last - Integer.BYTES - position) {
      throw new IOException("not a manifest: its message would have " + length + " bytes");
    }
    return bytes.slice((int) position + Integer.BYTES, length).order(ByteOrder.LITTLE_ENDIAN);
  }

  private static TableFormat read(ByteBuffer message) {
    long readerFlags = 0;
    long writerFlags = 0;
    String storage = "";
    while (message.hasRemaining()) {
      ProtobufField field = ProtobufField.next(message);
      switch (field.number()) {
        case READER_FLAGS -> readerFlags = field.value();
        case WRITER_FLAGS -> writerFlags = field.value();
        case DATA_FORMAT -> storage = version(field.bytes());
        default -> {}
      }
    }
    return new TableFormat(readerFlags, writerFlags, storage);
  }

  private static String version(ByteBuffer dataFormat) {
    String version = "";
    while (dataFormat.hasRemaining()) {
      ProtobufField field = ProtobufField.next(dataFormat);
      if (field.number() == DATA_FORMAT_VERSION) {
        version = StandardCharsets.UTF_8.decode(field.bytes()).toString();
      }
    }
    return version;
  }
}
