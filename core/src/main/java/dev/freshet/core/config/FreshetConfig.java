package dev.freshet.core.config;

import dev.freshet.core.config.value.Problems;
import dev.freshet.storage.location.Location;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;

/**
 * The configuration of one pipeline. Valid once it exists: every record below checks its own rules,
 * this one checks the rules that span several.
 *
 * @param name of the pipeline and its vector table: lower-case letters, digits, {@code _} and
 *     {@code -}, starting with a letter or digit
 * @param home directory of everything the pipeline owns; default a directory called {@code name};
 *     not inside the landing zone
 * @param input what is read: source, record and document
 * @param embedding the model
 * @param index the indexes of the vector table
 * @param operation how the pipeline is run: pipeline, optimize, serve and slo
 */
public record FreshetConfig(
    String name,
    Path home,
    InputConfig input,
    EmbeddingConfig embedding,
    IndexConfig index,
    OperationConfig operation) {

  public static final String NAME_PATTERN = "[a-z0-9][a-z0-9_-]*";

  private static final Pattern NAME = Pattern.compile(NAME_PATTERN);

  public FreshetConfig {
    Problems problems = new Problems();
    checkName(problems, name);
    checkHome(problems, home, input.source().location());
    input.check(problems);
    if (operation.serve().canaryEvery().isPresent()) {
      input.checkCanary(problems);
    }
    checkFilterColumns(problems, index.filterColumns(), input.document().metadata().names());
    problems.throwIfAny();
  }

  /** A pipeline with everything else by default. */
  public static FreshetConfig of(
      String name, Path home, SourceConfig source, RecordConfig record, DocumentConfig document) {
    return new FreshetConfig(
        name,
        home,
        new InputConfig(source, record, document),
        EmbeddingConfig.defaults(),
        IndexConfig.defaults(),
        OperationConfig.defaults());
  }

  /** The same configuration with another {@code serve}. */
  public FreshetConfig withServe(ServeConfig other) {
    return new FreshetConfig(
        name,
        home,
        input,
        embedding,
        index,
        new OperationConfig(pipeline(), optimize(), other, slo()));
  }

  /** Where changes land. */
  public SourceConfig source() {
    return input.source();
  }

  /** What identifies a record. */
  public RecordConfig record() {
    return input.record();
  }

  /** Which part of a record is searched. */
  public DocumentConfig document() {
    return input.document();
  }

  /** How batches are cut. */
  public PipelineConfig pipeline() {
    return operation.pipeline();
  }

  /** Who maintains the vector table. */
  public OptimizeConfig optimize() {
    return operation.optimize();
  }

  /** Where the search API listens. */
  public ServeConfig serve() {
    return operation.serve();
  }

  /** The objective of the pipeline. */
  public SloConfig slo() {
    return operation.slo();
  }

  /** Where the pipeline keeps what it owns. */
  public HomeLayout layout() {
    return new HomeLayout(home, name);
  }

  public static boolean isName(String name) {
    return NAME.matcher(name).matches();
  }

  private static void checkName(Problems problems, String name) {
    if (!isName(name)) {
      problems.add(
          "name",
          "'" + name + "' cannot name a table and a directory",
          "Use lower-case letters, digits, _ and -, and start with a letter or digit.");
    }
  }

  private static void checkHome(Problems problems, Path home, Location landing) {
    if (landing instanceof Location.Local local
        && home.toAbsolutePath().normalize().startsWith(local.path())) {
      problems.add(
          "home",
          "'"
              + home
              + "' is inside source.path '"
              + landing
              + "', so the pipeline would read its own tables",
          "Choose a directory outside the landing zone.");
    }
  }

  private static void checkFilterColumns(
      Problems problems, List<String> filterColumns, List<String> metadata) {
    for (String column : filterColumns) {
      if (!metadata.contains(column)) {
        problems.add(
            IndexConfig.FILTER_COLUMNS,
            "'" + column + "' is not in document.metadata, so the vector table has no such column",
            "Name it there too, or leave it out here.");
      }
    }
  }
}
