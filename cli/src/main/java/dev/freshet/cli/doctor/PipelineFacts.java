package dev.freshet.cli.doctor;

import dev.freshet.cli.config.PipelineYaml;
import dev.freshet.core.config.FreshetConfig;
import dev.freshet.core.config.reading.ShownConfig;
import dev.freshet.core.error.InvalidConfigException;
import dev.freshet.core.mask.SecretNames;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The configuration of the pipeline, which may be missing or wrong.
 *
 * @param file that has it
 * @param tree its keys as they are written; empty if it is no YAML
 * @param config what it means; empty if it does not fit
 */
record PipelineFacts(
    Path file, Optional<Map<String, @Nullable Object>> tree, Optional<FreshetConfig> config) {

  /** Variables of the shell whose names only look like those of passwords. */
  private static final Set<String> DIRECTORIES = Set.of("PWD", "OLDPWD");

  private static final long SECRET_BYTES_MAX = 64 << 10;

  static PipelineFacts of(Path file) {
    PipelineYaml yaml = new PipelineYaml(System::getenv);
    Optional<Map<String, @Nullable Object>> tree = Optional.empty();
    try {
      tree = Optional.of(yaml.tree(file));
      return new PipelineFacts(file, tree, Optional.of(yaml.read(file)));
    } catch (InvalidConfigException e) {
      // The check of the configuration says that it does not fit.
      return new PipelineFacts(file, tree, Optional.empty());
    }
  }

  /** The home that the file names, as far as it can be known. */
  Path home() {
    return config
        .map(FreshetConfig::home)
        .orElseGet(
            () -> {
              Path base = Optional.ofNullable(file.toAbsolutePath().getParent()).orElse(file);
              String name = text("home").or(() -> text("name")).orElse("home");
              return base.resolve(name).normalize();
            });
  }

  private Optional<String> text(String key) {
    return tree.map(keys -> keys.get(key))
        .filter(value -> value instanceof String text && !text.contains("${"))
        .map(Object::toString);
  }

  Diagnosis.Check check() {
    String name = "configuration";
    if (config.isPresent()) {
      return Diagnosis.Check.ok(name, file.toString());
    }
    return Files.exists(file)
        ? Diagnosis.Check.wrong(
            name,
            file + " cannot be used",
            "Start freshet validate -f " + file + ", which says each thing that does not fit.")
        : Diagnosis.Check.warn(
            name,
            "there is no file " + file,
            "Name the configuration of the pipeline with -f; without it much is not checked.");
  }

  /** Everything that is a secret by where it stands. */
  Set<String> secrets(Map<String, String> environment) {
    Set<String> secrets = new LinkedHashSet<>();
    environment.forEach(
        (name, value) -> {
          if (SecretNames.isSuspect(name) && !DIRECTORIES.contains(name)) {
            secrets.add(value);
          }
        });
    tree.ifPresent(keys -> collect("", keys, environment, secrets));
    return secrets;
  }

  private void collect(
      String name, @Nullable Object value, Map<String, String> environment, Set<String> secrets) {
    if (value instanceof Map<?, ?> map) {
      map.forEach(
          (inner, of) -> {
            boolean free = name.equals("settings") || name.equals("options");
            collect(free ? "secret" : String.valueOf(inner), of, environment, secrets);
          });
    } else if (value instanceof List<?> list) {
      list.forEach(of -> collect(name, of, environment, secrets));
    } else if (value instanceof String text) {
      ShownConfig.variables(text).stream()
          .filter(environment::containsKey)
          .map(environment::get)
          .forEach(secrets::add);
      ShownConfig.files(text).forEach(path -> addContent(path, secrets));
      if (SecretNames.isSecret(name) && !text.contains("${")) {
        secrets.add(text);
      }
    }
  }

  private void addContent(String path, Set<String> secrets) {
    try {
      Path file = this.file.toAbsolutePath().resolveSibling(path);
      if (Files.isRegularFile(file) && Files.size(file) <= SECRET_BYTES_MAX) {
        secrets.add(Files.readString(file));
      }
    } catch (IOException | InvalidPathException e) {
      // What cannot be read cannot be shown either.
    }
  }
}
