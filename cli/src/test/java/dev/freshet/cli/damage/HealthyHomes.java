package dev.freshet.cli.damage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.cli.Cli;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.apache.hadoop.fs.FileUtil;

/**
 * Two pipelines that have run and are in order: {@code small} has many small batches, so that every
 * table has a checkpoint, and {@code indexed} has enough rows for a vector index.
 *
 * @param directory each pipeline has a directory of its name below it
 */
record HealthyHomes(Path directory) {

  static final String SMALL = "small";
  static final String INDEXED = "indexed";

  private static final int BATCHES = 13;
  private static final int INDEXED_ROWS = 10_500;
  private static final long LARGE_BYTES = 64 * 1024;

  private static final String YAML =
      """
      name: docs
      home: ./home
      source: { path: ./landing }
      record: { key: [id], version: updated_at }
      document: { text: "{body}", metadata: [tenant] }
      embedding: { model: static-minilm }
      index: { full-text: true, filter-columns: [tenant] }
      optimize: { mode: "off" }
      """;

  /** Makes both pipelines. */
  void make() throws IOException {
    makeSmall();
    makeIndexed();
  }

  private void makeSmall() throws IOException {
    Path pipeline = create(SMALL);
    for (int batch = 1; batch <= BATCHES; batch++) {
      StringBuilder lines = new StringBuilder();
      for (int id = batch; id < batch + 4; id++) {
        lines.append(row(id, batch, "text %d of stone %d".formatted(batch, id)));
      }
      lines.append(
          "{\"id\":%d,\"is_deleted\":true,\"updated_at\":%d}\n".formatted(batch, batch + 1));
      lines.append("no JSON in batch ").append(batch).append('\n');
      land(pipeline, "%02d.json".formatted(batch), lines.toString());
      execute(pipeline, "run", "--once");
      if (batch == BATCHES - 3) {
        execute(pipeline, "optimize");
      }
    }
    execute(pipeline, "keys", "add", "reader");
  }

  private void makeIndexed() throws IOException {
    Path pipeline = create(INDEXED);
    StringBuilder lines = new StringBuilder();
    for (int id = 0; id < INDEXED_ROWS; id++) {
      lines.append(row(id, 1, "river stone market %d of %d".formatted(id, id % 60)));
    }
    land(pipeline, "01.json", lines.toString());
    execute(pipeline, "run", "--once");
    execute(pipeline, "optimize");
  }

  private Path create(String name) throws IOException {
    Path pipeline = directory.resolve(name);
    Files.createDirectories(pipeline.resolve("landing"));
    Files.writeString(pipeline.resolve("pipeline.yaml"), YAML);
    return pipeline;
  }

  /** The landed texts of the newest versions by key, {@link #late} included: a plain map. */
  static Map<String, String> texts(String home) {
    Map<String, String> texts = new TreeMap<>();
    if (home.equals(SMALL)) {
      for (int batch = 1; batch <= BATCHES; batch++) {
        for (int id = batch; id < batch + 4; id++) {
          texts.put("" + id, "text %d of stone %d".formatted(batch, id));
        }
        texts.remove("" + batch);
      }
    } else {
      for (int id = 0; id < INDEXED_ROWS; id++) {
        texts.put("" + id, "river stone market %d of %d".formatted(id, id % 60));
      }
    }
    texts.put("14", "a late lighthouse");
    texts.put("99999", "a new lighthouse");
    return texts;
  }

  /** One more file lands: an update, a new record, and an old version of a deleted one. */
  static void late(Path pipeline) throws IOException {
    land(
        pipeline,
        "late.json",
        row(14, 90, "a late lighthouse")
            + row(99_999, 90, "a new lighthouse")
            + row(14, 3, "an old lighthouse"));
  }

  private static String row(int id, int version, String body) {
    return "{\"id\":%d,\"body\":\"%s\",\"tenant\":\"t%d\",\"updated_at\":%d}\n"
        .formatted(id, body, id % 3, version);
  }

  private static void land(Path pipeline, String name, String content) throws IOException {
    Path hidden = Files.writeString(pipeline.resolve(name + ".part"), content);
    Files.move(hidden, pipeline.resolve("landing").resolve(name), StandardCopyOption.ATOMIC_MOVE);
  }

  private static void execute(Path pipeline, String... verb) {
    String[] all = Arrays.copyOf(verb, verb.length + 2);
    all[verb.length] = "-f";
    all[verb.length + 1] = pipeline.resolve("pipeline.yaml").toString();
    Cli.Ended ended = Cli.execute(all);
    assertThat(ended.exit()).as("%s: %s", String.join(" ", verb), ended.err()).isZero();
  }

  /** Copies a pipeline. Large files become links, which no verb writes to. */
  void copy(String name, Path target) throws IOException {
    FileUtil.fullyDelete(target.toFile());
    Path source = directory.resolve(name);
    Files.walkFileTree(
        source,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path path, BasicFileAttributes attributes)
              throws IOException {
            Files.createDirectories(target.resolve(source.relativize(path)));
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            Path copy = target.resolve(source.relativize(file));
            if (attributes.size() > LARGE_BYTES && !Objects.equals(ending(file), "log")) {
              Files.createLink(copy, file);
            } else {
              Files.copy(file, copy, StandardCopyOption.COPY_ATTRIBUTES);
            }
            return FileVisitResult.CONTINUE;
          }
        });
  }

  private static String ending(Path file) {
    String name = file.getFileName().toString();
    return name.substring(name.lastIndexOf('.') + 1);
  }
}
