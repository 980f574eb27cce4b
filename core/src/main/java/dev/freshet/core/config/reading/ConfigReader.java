package dev.freshet.core.config.reading;

import dev.freshet.core.config.ChunkingConfig;
import dev.freshet.core.config.DocumentConfig;
import dev.freshet.core.config.EmbeddingConfig;
import dev.freshet.core.config.FreshetConfig;
import dev.freshet.core.config.IndexConfig;
import dev.freshet.core.config.InputConfig;
import dev.freshet.core.config.LandingConfig;
import dev.freshet.core.config.OperationConfig;
import dev.freshet.core.config.OptimizeConfig;
import dev.freshet.core.config.PipelineConfig;
import dev.freshet.core.config.RecordConfig;
import dev.freshet.core.config.ServeConfig;
import dev.freshet.core.config.ServiceAccess;
import dev.freshet.core.config.SloConfig;
import dev.freshet.core.config.SourceConfig;
import dev.freshet.core.config.TlsConfig;
import dev.freshet.core.config.value.DocumentFormat;
import dev.freshet.core.config.value.EmbeddingProvider;
import dev.freshet.core.config.value.FilesPerTrigger;
import dev.freshet.core.config.value.MetadataFields;
import dev.freshet.core.config.value.Problems;
import dev.freshet.core.config.value.SourceFormat;
import dev.freshet.core.config.value.TextTemplate;
import dev.freshet.core.config.value.TokensPerTrigger;
import dev.freshet.core.error.InvalidConfigException;
import dev.freshet.core.metadata.MetadataType;
import dev.freshet.storage.location.Location;
import dev.freshet.storage.profile.StorageSetting;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Turns a tree of keys and values into a valid configuration, or reports everything that is wrong
 * with it. It knows no file format. Immutable and thread-safe.
 */
public final class ConfigReader {

  private final Function<String, @Nullable String> environment;

  /**
   * @param environment looks up the variables that <code>${env:NAME}</code> refers to; null for one
   *     that is not set
   */
  public ConfigReader(Function<String, @Nullable String> environment) {
    this.environment = environment;
  }

  /**
   * Reads one configuration.
   *
   * @param tree sections as maps, lists as lists, scalars as {@code String}, {@code Number} or
   *     {@code Boolean}; null stands for a key without a value
   * @param base directory of the configuration file, from which relative paths start
   * @return the configuration, with absolute paths
   * @throws InvalidConfigException if anything does not fit: one line per problem, each naming the
   *     key, the value and what to do. A value that came from a reference is shown as the
   *     reference.
   */
  public FreshetConfig read(Map<String, ?> tree, Path base) {
    Problems problems = new Problems();
    Path absolute = base.toAbsolutePath().normalize();
    References references = new References(environment, absolute, problems);
    Map<ConfigKey, Object> found = new KeyTree(problems).values(tree);
    ConfigValues values = new ConfigValues(found, references, absolute, problems);
    Optional<FreshetConfig> config = new Reading(values, absolute, problems).config();
    problems.throwIfAny(references::redact);
    return config.orElseThrow();
  }

  /**
   * One pass over the values. A part that cannot be built is replaced by a stand-in that breaks no
   * rule, so that the rules of the other parts are still checked.
   */
  private record Reading(ConfigValues values, Path base, Problems problems) {

    private static final List<String> DEFAULT_FILE_KEY = List.of("path");
    private static final String DEFAULT_TEXT_DOCUMENT = "{value}";
    private static final String DEFAULT_BINARY_DOCUMENT = "{content}";

    Optional<FreshetConfig> config() {
      values.require(ConfigKey.NAME);
      String name = values.text(ConfigKey.NAME).orElse("unnamed");
      Path home = values.path(ConfigKey.HOME).orElse(base.resolve(fileNameOf(name)));
      Path standInLanding = home.resolve("landing");
      SourceConfig source =
          sound(() -> source(standInLanding)).orElse(SourceConfig.of(standInLanding));
      SourceFormat format = source.format();
      RecordConfig record =
          sound(() -> record(format)).orElse(new RecordConfig(DEFAULT_FILE_KEY, Optional.empty()));
      Optional<DocumentConfig> given = sound(() -> document(format));
      DocumentConfig document = given.orElse(standInDocument(format));
      EmbeddingConfig embedding = sound(this::embedding).orElse(EmbeddingConfig.defaults());
      IndexConfig index = sound(this::index).orElse(IndexConfig.defaults());
      PipelineConfig pipeline = sound(this::pipeline).orElse(PipelineConfig.defaults());
      ServeConfig serve = sound(this::serve).orElse(ServeConfig.defaults());
      SloConfig slo = sound(this::slo).orElse(SloConfig.defaults());
      return sound(
          () ->
              new FreshetConfig(
                  name,
                  home,
                  new InputConfig(source, record, document),
                  embedding,
                  given.isPresent() ? index : index.withoutFilterColumns(),
                  new OperationConfig(pipeline, optimize(), serve, slo)));
    }

    private <T> Optional<T> sound(Supplier<T> part) {
      try {
        return Optional.of(part.get());
      } catch (InvalidConfigException e) {
        problems.addAll(e);
        return Optional.empty();
      }
    }

    /**
     * The name of the default home. A name that is not valid is reported elsewhere; here it must
     * not fail as a path.
     */
    private static String fileNameOf(String name) {
      return FreshetConfig.isName(name) ? name : "unnamed";
    }

    private SourceConfig source(Path standInLanding) {
      values.require(ConfigKey.SOURCE_PATH);
      Location location =
          values.location(ConfigKey.SOURCE_PATH).orElse(new Location.Local(standInLanding));
      return new SourceConfig(
          new LandingConfig(location, storage(), values.text(ConfigKey.SOURCE_QUEUE)),
          values.choice(ConfigKey.SOURCE_FORMAT, SourceConfig.DEFAULT_FORMAT),
          values.choice(ConfigKey.SOURCE_CHANGES, SourceConfig.DEFAULT_CHANGES),
          values.choice(ConfigKey.SOURCE_DISCOVERY, SourceConfig.DEFAULT_DISCOVERY),
          values.wholeNumber(ConfigKey.SOURCE_EPOCH).orElse(0),
          values.options(ConfigKey.SOURCE_OPTIONS));
    }

    private Map<StorageSetting, String> storage() {
      Map<StorageSetting, String> settings = new EnumMap<>(StorageSetting.class);
      for (StorageSetting setting : StorageSetting.values()) {
        ConfigKey key = ConfigKey.find(LandingConfig.key(setting)).orElseThrow();
        (setting.isSecret() ? values.reference(key) : values.text(key))
            .ifPresent(value -> settings.put(setting, value));
      }
      return settings;
    }

    private RecordConfig record(SourceFormat source) {
      Optional<String> version = values.text(ConfigKey.RECORD_VERSION);
      return new RecordConfig(key(source), version, values.text(ConfigKey.RECORD_DELETED));
    }

    private List<String> key(SourceFormat source) {
      if (!source.isOneRecordPerFile()) {
        values.require(ConfigKey.RECORD_KEY);
      }
      return values.fields(ConfigKey.RECORD_KEY).orElse(DEFAULT_FILE_KEY);
    }

    private DocumentConfig document(SourceFormat source) {
      if (!source.isOneRecordPerFile()) {
        values.require(ConfigKey.DOCUMENT_TEXT);
      }
      DocumentConfig standIn = standInDocument(source);
      TextTemplate template =
          values
              .text(ConfigKey.DOCUMENT_TEXT)
              .flatMap(text -> sound(() -> TextTemplate.parse(text)))
              .orElse(standIn.text());
      DocumentFormat format = values.choice(ConfigKey.DOCUMENT_FORMAT, standIn.format());
      Map<String, MetadataType> types = new HashMap<>();
      List<String> names = values.typedFields(ConfigKey.DOCUMENT_METADATA, types).orElse(List.of());
      ChunkingConfig chunking = sound(this::chunking).orElse(ChunkingConfig.defaults());
      return new DocumentConfig(template, format, new MetadataFields(names, types), chunking);
    }

    /** The document section of files that are records, where the configuration has none. */
    private static DocumentConfig standInDocument(SourceFormat source) {
      return source == SourceFormat.BINARY_FILE
          ? new DocumentConfig(
              TextTemplate.parse(DEFAULT_BINARY_DOCUMENT),
              DocumentFormat.BINARY,
              List.of(),
              ChunkingConfig.defaults())
          : DocumentConfig.of(DEFAULT_TEXT_DOCUMENT);
    }

    private ChunkingConfig chunking() {
      return new ChunkingConfig(
          values.wholeNumber(ConfigKey.MAX_TOKENS, ChunkingConfig.DEFAULT_MAX_TOKENS),
          values.wholeNumber(ConfigKey.OVERLAP_TOKENS, ChunkingConfig.DEFAULT_OVERLAP_TOKENS));
    }

    private EmbeddingConfig embedding() {
      EmbeddingProvider provider =
          values.choice(ConfigKey.EMBEDDING_PROVIDER, EmbeddingConfig.DEFAULT_PROVIDER);
      if (provider != EmbeddingProvider.IN_PROCESS) {
        values.require(ConfigKey.EMBEDDING_MODEL);
      }
      return new EmbeddingConfig(
          provider,
          model(provider).orElse(EmbeddingConfig.DEFAULT_MODEL),
          values.wholeNumber(ConfigKey.EMBEDDING_DIMENSION),
          new ServiceAccess(
              values.address(ConfigKey.EMBEDDING_URL),
              values.secret(ConfigKey.EMBEDDING_API_KEY),
              values.wholeNumber(ConfigKey.EMBEDDING_REQUESTS_PER_MINUTE),
              values.wholeNumber(ConfigKey.EMBEDDING_TOKENS_PER_MINUTE)),
          values.settings(ConfigKey.EMBEDDING_SETTINGS));
    }

    /** A name, or a directory: no name of a bundled model has a slash in it. */
    private Optional<String> model(EmbeddingProvider provider) {
      Optional<String> model = values.text(ConfigKey.EMBEDDING_MODEL);
      return provider == EmbeddingProvider.IN_PROCESS && model.orElse("").contains("/")
          ? values.path(ConfigKey.EMBEDDING_MODEL).map(Path::toString)
          : model;
    }

    private IndexConfig index() {
      return new IndexConfig(
          values.choice(ConfigKey.INDEX_TYPE, IndexConfig.DEFAULT_TYPE),
          values.choice(ConfigKey.INDEX_DISTANCE, IndexConfig.DEFAULT_DISTANCE),
          values.fields(ConfigKey.INDEX_FILTER_COLUMNS).orElse(List.of()),
          values.flag(ConfigKey.INDEX_FULL_TEXT, IndexConfig.DEFAULT_FULL_TEXT));
    }

    private PipelineConfig pipeline() {
      FilesPerTrigger files =
          values
              .limit(ConfigKey.MAX_FILES_PER_TRIGGER)
              .flatMap(number -> sound(() -> FilesPerTrigger.of(number)))
              .orElse(PipelineConfig.DEFAULT_MAX_FILES_PER_TRIGGER);
      TokensPerTrigger tokens =
          values
              .limit(ConfigKey.MAX_TOKENS_PER_TRIGGER)
              .flatMap(number -> sound(() -> TokensPerTrigger.of(number)))
              .orElse(PipelineConfig.DEFAULT_MAX_TOKENS_PER_TRIGGER);
      return new PipelineConfig(
          values.choice(ConfigKey.TOPOLOGY, PipelineConfig.DEFAULT_TOPOLOGY),
          values.duration(ConfigKey.TRIGGER, PipelineConfig.DEFAULT_TRIGGER),
          files,
          tokens);
    }

    private OptimizeConfig optimize() {
      return new OptimizeConfig(
          values.choice(ConfigKey.OPTIMIZE_MODE, OptimizeConfig.DEFAULT_MODE));
    }

    private ServeConfig serve() {
      return new ServeConfig(
          values.wholeNumber(ConfigKey.SERVE_PORT, ServeConfig.DEFAULT_PORT),
          values.text(ConfigKey.SERVE_BIND).orElse(ServeConfig.DEFAULT_BIND),
          tls(),
          values.duration(ConfigKey.SERVE_CANARY_EVERY));
    }

    private Optional<TlsConfig> tls() {
      Optional<Path> certificate = values.path(ConfigKey.SERVE_TLS_CERTIFICATE);
      Optional<Path> key = values.path(ConfigKey.SERVE_TLS_KEY);
      if (values.has(ConfigKey.SERVE_TLS_CERTIFICATE)) {
        values.require(ConfigKey.SERVE_TLS_KEY);
      }
      if (values.has(ConfigKey.SERVE_TLS_KEY)) {
        values.require(ConfigKey.SERVE_TLS_CERTIFICATE);
      }
      return certificate.flatMap(chain -> key.map(secret -> new TlsConfig(chain, secret)));
    }

    private SloConfig slo() {
      return new SloConfig(
          values.duration(ConfigKey.FRESHNESS_P95, SloConfig.DEFAULT_FRESHNESS_P95));
    }
  }
}
