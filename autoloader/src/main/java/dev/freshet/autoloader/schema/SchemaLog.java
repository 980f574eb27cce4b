package dev.freshet.autoloader.schema;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.CreateFlag;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FileAlreadyExistsException;
import org.apache.hadoop.fs.FileContext;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Options;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RemoteIterator;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;

/**
 * The versions of an inferred schema: files named {@code 0}, {@code 1} and so on in {@code
 * _schemas} of a directory. A file has the line {@code v1} and a JSON object with the schema as
 * Spark writes it. A version is never changed; the highest counts. One writer at a time is
 * expected, and a second one of the same version is told.
 */
public final class SchemaLog {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String FORMAT = "v1";
  private static final String SCHEMA = "dataSchemaJson";
  private static final String PARTITIONS = "partitionSchemaJson";

  private final Path directory;
  private final FileContext files;

  private SchemaLog(Path directory, FileContext files) {
    this.directory = directory;
    this.files = files;
  }

  /**
   * The versions below a location of any Hadoop file system; nothing need be there yet.
   *
   * @throws IllegalArgumentException if there is no such file system
   */
  public static SchemaLog at(String location, Configuration hadoop) {
    try {
      Path directory = new Path(location, "_schemas");
      return new SchemaLog(directory, FileContext.getFileContext(directory.toUri(), hadoop));
    } catch (IOException e) {
      throw new IllegalArgumentException(
          "Cannot use cloudFiles.schemaLocation "
              + location
              + ": "
              + e.getMessage()
              + ". Give a directory of a file system that Spark can reach.",
          e);
    }
  }

  /**
   * The newest version.
   *
   * @return empty if there is none yet
   * @throws UncheckedIOException if it cannot be read
   * @throws IllegalStateException if it is damaged
   */
  public Optional<StructType> latest() {
    OptionalLong version = latestVersion();
    return version.isEmpty() ? Optional.empty() : Optional.of(read(version.getAsLong()));
  }

  private OptionalLong latestVersion() {
    try {
      OptionalLong latest = OptionalLong.empty();
      RemoteIterator<FileStatus> entries = files.listStatus(directory);
      while (entries.hasNext()) {
        String name = entries.next().getPath().getName();
        if (name.matches("\\d{1,18}")) {
          latest = OptionalLong.of(Math.max(latest.orElse(0), Long.parseLong(name)));
        }
      }
      return latest;
    } catch (FileNotFoundException e) {
      return OptionalLong.empty();
    } catch (IOException e) {
      throw unreadable(directory, e);
    }
  }

  private StructType read(long version) {
    Path file = new Path(directory, Long.toString(version));
    String text;
    try (FSDataInputStream content = files.open(file)) {
      text = new String(content.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw unreadable(file, e);
    }
    try {
      int firstLine = text.indexOf('\n');
      if (firstLine < 0 || !text.substring(0, firstLine).strip().equals(FORMAT)) {
        throw damaged(file, "it does not begin with a line " + FORMAT, null);
      }
      JsonNode schema = JSON.readTree(text.substring(firstLine)).path(SCHEMA);
      return (StructType) DataType.fromJson(schema.asText());
    } catch (JsonProcessingException | ClassCastException e) {
      throw damaged(file, "it holds no schema", e);
    }
  }

  /**
   * Adds a version. When this returns it is the newest one.
   *
   * @throws IllegalStateException if another stream adds one at the same time
   * @throws UncheckedIOException if it cannot be written
   */
  public void append(StructType schema) {
    OptionalLong latest = latestVersion();
    String name = Long.toString(latest.isEmpty() ? 0 : latest.getAsLong() + 1);
    Path file = new Path(directory, name);
    Path aside = new Path(directory, "." + name + "." + UUID.randomUUID() + ".tmp");
    try {
      files.mkdir(directory, null, true);
      try (FSDataOutputStream out =
          files.create(aside, EnumSet.of(CreateFlag.CREATE), Options.CreateOpts.createParent())) {
        out.write(text(schema).getBytes(StandardCharsets.UTF_8));
      }
      files.rename(aside, file);
    } catch (FileAlreadyExistsException e) {
      throw new IllegalStateException(
          "Cannot write schema version "
              + file
              + ": another stream has just written it. Give each stream a cloudFiles.schemaLocation"
              + " of its own and restart the query.",
          e);
    } catch (IOException e) {
      throw new UncheckedIOException(
          "Cannot write schema version "
              + file
              + ": "
              + e.getMessage()
              + ". Make cloudFiles.schemaLocation writable for this user.",
          e);
    }
  }

  private static String text(StructType schema) throws JsonProcessingException {
    return FORMAT
        + "\n"
        + JSON.writeValueAsString(
            Map.of(SCHEMA, schema.json(), PARTITIONS, new StructType().json()))
        + "\n";
  }

  private static UncheckedIOException unreadable(Path path, IOException e) {
    return new UncheckedIOException(
        "Cannot read schema "
            + path
            + ": "
            + e.getMessage()
            + ". Make cloudFiles.schemaLocation readable for this user.",
        e);
  }

  private static IllegalStateException damaged(Path file, String why, @Nullable Exception e) {
    return new IllegalStateException(
        "Cannot read schema "
            + file
            + ": "
            + why
            + ". Restore the file, or remove it: the version before it counts then, or a new schema is"
            + " inferred.",
        e);
  }
}
