package dev.freshet.core.config.reading;

import dev.freshet.core.config.ChunkingConfig;
import dev.freshet.core.config.DocumentConfig;
import dev.freshet.core.config.EmbeddingConfig;
import dev.freshet.core.config.FreshetConfig;
import dev.freshet.core.config.IndexConfig;
import dev.freshet.core.config.LandingConfig;
import dev.freshet.core.config.OptimizeConfig;
import dev.freshet.core.config.PipelineConfig;
import dev.freshet.core.config.ServeConfig;
import dev.freshet.core.config.SloConfig;
import dev.freshet.core.config.SourceConfig;
import dev.freshet.core.config.value.ChangeFormat;
import dev.freshet.core.config.value.DiscoveryMode;
import dev.freshet.core.config.value.DocumentFormat;
import dev.freshet.core.config.value.DurationText;
import dev.freshet.core.config.value.EmbeddingProvider;
import dev.freshet.core.config.value.IndexType;
import dev.freshet.core.config.value.Topology;
import dev.freshet.core.config.value.ValueType;
import dev.freshet.core.metadata.MetadataType;
import dev.freshet.core.vector.Distance;
import dev.freshet.storage.profile.StorageSetting;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The catalogue of all keys. The reader knows no other key, and {@code docs/configuration.md} and
 * {@code docs/pipeline.schema.json} are generated from it.
 */
@SuppressWarnings("ImmutableEnumChecker") // Types are records over unmodifiable collections.
enum ConfigKey {
  NAME(
      "name",
      ValueType.text("lower-case letters, digits, _ and -", FreshetConfig.NAME_PATTERN),
      "",
      Required.ALWAYS,
      "Names the pipeline and its vector table."),
  HOME(
      "home",
      ValueType.text("path"),
      "./<name>",
      Required.NEVER,
      "Directory of everything the pipeline owns: tables, checkpoint, file log, vector table. "
          + "Not inside the landing zone."),

  SOURCE_PATH(
      "source.path",
      ValueType.text("path"),
      "",
      Required.ALWAYS,
      "The landing zone: the directory where changes land as files, on this machine, or in another "
          + "storage, such as s3a://bucket/landing (docs/cloud-storage.md)."),
  SOURCE_FORMAT(
      "source.format",
      ValueType.sourceFormats(),
      lower(SourceConfig.DEFAULT_FORMAT),
      Required.NEVER,
      "How files are written. json: one object a line. csv, parquet, avro, orc and xml: rows with the "
          + "columns of their file; source.options has the options of Spark's readers, such as header, sep and "
          + "rowTag. text: each file is one record with the "
          + "fields path, name and value. binaryFile: each file is one record with the fields path, "
          + "name, modificationTime, length and content (its bytes in base64)."),
  SOURCE_CHANGES(
      "source.changes",
      ValueType.words(ChangeFormat.values())
          .notYet(
              "Land rows with an op or is_deleted field and set plain.",
              "dms",
              "fivetran",
              "airbyte",
              "qlik",
              "custom"),
      lower(SourceConfig.DEFAULT_CHANGES),
      Required.NEVER,
      "How a row says which change it is. plain: the row is the record; \"is_deleted\": true, or an "
          + "op of d or delete, deletes it. debezium: the Debezium envelope."),
  SOURCE_DISCOVERY(
      "source.discovery",
      ValueType.words(DiscoveryMode.values()),
      lower(SourceConfig.DEFAULT_DISCOVERY),
      Required.NEVER,
      "How new files are found. events: by events, of the file system of this machine or of "
          + "source.queue, with listings for what no event says. listing: by listings only, as network "
          + "file systems need. auto: by events if there are any."),
  SOURCE_QUEUE(
      "source.queue",
      ValueType.text("address"),
      "",
      Required.NEVER,
      "The queue that gets the events of a landing zone in S3 or Azure, such as "
          + "sqs+https://sqs.eu-west-1.amazonaws.com/123456789012/landing or "
          + "azure-queue+https://account.queue.core.windows.net/landing (docs/cloud-storage.md)."),
  SOURCE_EPOCH(
      "source.epoch",
      ValueType.wholeNumber(0),
      "0",
      Required.NEVER,
      "Which life of the source its changes belong to. Raise it by one when the source begins again: "
          + "a new cluster, a restored backup, another unit of the version column. Everything that "
          + "lands from then on is newer than what landed before."),
  SOURCE_OPTIONS(
      "source.options",
      ValueType.options(),
      "{}",
      Required.NEVER,
      "Handed to the autoloader and to the reader of the format as they are, such as pathGlobFilter: "
          + "\"*.json\" or header: true."),

  STORAGE_PROFILE(StorageSetting.PROFILE),
  STORAGE_ENDPOINT(StorageSetting.ENDPOINT),
  STORAGE_REGION(StorageSetting.REGION),
  STORAGE_ACCOUNT_KEY(StorageSetting.ACCOUNT_KEY),
  STORAGE_SAS_TOKEN(StorageSetting.SAS_TOKEN),
  STORAGE_TENANT(StorageSetting.TENANT),
  STORAGE_CLIENT_ID(StorageSetting.CLIENT_ID),
  STORAGE_CLIENT_SECRET(StorageSetting.CLIENT_SECRET),
  STORAGE_ACCESS_KEY(StorageSetting.ACCESS_KEY),
  STORAGE_SECRET_KEY(StorageSetting.SECRET_KEY),
  STORAGE_SESSION_TOKEN(StorageSetting.SESSION_TOKEN),
  STORAGE_ROLE_ARN(StorageSetting.ROLE_ARN),
  STORAGE_ROLE_EXTERNAL_ID(StorageSetting.ROLE_EXTERNAL_ID),
  STORAGE_ROLE_SESSION_NAME(StorageSetting.ROLE_SESSION_NAME),
  STORAGE_STS_ENDPOINT(StorageSetting.STS_ENDPOINT),

  RECORD_KEY(
      "record.key",
      ValueType.fields(),
      "[path]",
      Required.UNLESS_FILES,
      "Fields whose values together identify a record. Dots lead into nested fields."),
  RECORD_VERSION(
      "record.version",
      ValueType.text("field"),
      "",
      Required.NEVER,
      "Field that grows with every version of a record. Without it the order of the change "
          + "format decides, or else the order of landing."),
  RECORD_DELETED(
      "record.deleted",
      ValueType.text("field, or none"),
      "",
      Required.NEVER,
      "Field of a plain row that says whether it deletes its record: true, 1, d, delete or deleted. "
          + "none: no row deletes. Without it these fields count: is_deleted, _deleted, __deleted, "
          + "op, _op, __op."),

  DOCUMENT_TEXT(
      "document.text",
      ValueType.text("template"),
      "\"{value}\"",
      Required.UNLESS_FILES,
      "The text that is searched. Fields stand in braces, {{ and }} are literal braces; a missing "
          + "field is empty."),
  DOCUMENT_FORMAT(
      "document.format",
      ValueType.words(DocumentFormat.values()),
      lower(DocumentConfig.DEFAULT_FORMAT),
      Required.NEVER,
      "How the rendered document.text is written, and so where it is cut. text: at paragraphs. "
          + "markdown, html: at headings, which every chunk below them repeats, then at blocks. "
          + "binary: document.text is one field with a file in base64 (PDF, Word, PowerPoint, Excel, "
          + "OpenDocument, RTF, HTML, text), cut like html; needs the module in "
          + "extensions/documents/README.md."),
  DOCUMENT_METADATA(
      "document.metadata",
      ValueType.typedFields(MetadataType.spellings()),
      "[]",
      Required.NEVER,
      "Top-level fields stored beside every chunk, to filter by and to return. Values keep the type "
          + "that they land with. `qty: integer` in the list declares a type: values that spell it are "
          + "converted, others go to quarantine. Types: text, integer, number, boolean, time, texts."),
  MAX_TOKENS(
      "document.chunking.max-tokens",
      ValueType.wholeNumber(1),
      String.valueOf(ChunkingConfig.DEFAULT_MAX_TOKENS),
      Required.NEVER,
      "Longest chunk, in tokens of the embedding model."),
  OVERLAP_TOKENS(
      "document.chunking.overlap-tokens",
      ValueType.wholeNumber(0),
      String.valueOf(ChunkingConfig.DEFAULT_OVERLAP_TOKENS),
      Required.NEVER,
      "Tokens a chunk repeats from the one before it. Below document.chunking.max-tokens."),

  EMBEDDING_PROVIDER(
      "embedding.provider",
      ValueType.words(EmbeddingProvider.values()),
      lower(EmbeddingConfig.DEFAULT_PROVIDER),
      Required.NEVER,
      "Who computes vectors. in-process: a model in this process. langchain4j: a class of that "
          + "library, see extensions/embedding-langchain4j/README.md. The others are services, called over "
          + "HTTP: every text is sent to them."),
  EMBEDDING_MODEL(
      "embedding.model",
      ValueType.text("model name or directory"),
      EmbeddingConfig.DEFAULT_MODEL,
      Required.NEVER,
      "The embedding model: a name listed in embedding/README.md, or a directory with its files,"
          + " written with a slash. The default is bundled and runs in process. Required for a service; for azure-openai the"
          + " name of the deployment, for langchain4j the name of the model's class."),
  EMBEDDING_URL(
      "embedding.url",
      ValueType.text("http or https address"),
      "",
      Required.NEVER,
      "Where the service is, such as http://localhost:8080 or https://host/v1. May be left out for "
          + "openai and for ollama on this machine."),
  EMBEDDING_API_KEY(
      "embedding.api-key",
      ValueType.secret(),
      "",
      Required.NEVER,
      "The service's key for the caller: a ${env:NAME} or ${file:path}, never the key itself."),
  EMBEDDING_DIMENSION(
      "embedding.dimension",
      ValueType.wholeNumber(1),
      "",
      Required.NEVER,
      "Length a service is asked to shorten vectors to, where its model can. Without it the model's "
          + "own, which is learned from the service."),
  EMBEDDING_REQUESTS_PER_MINUTE(
      "embedding.requests-per-minute",
      ValueType.wholeNumber(1),
      "",
      Required.NEVER,
      "Most requests one process sends to the service in a minute. Without it the service itself refuses "
          + "what is too much."),
  EMBEDDING_TOKENS_PER_MINUTE(
      "embedding.tokens-per-minute",
      ValueType.wholeNumber(1),
      "",
      Required.NEVER,
      "Most tokens one process sends to the service in a minute, as estimated. Without it the "
          + "service itself refuses what is too much."),
  EMBEDDING_SETTINGS(
      "embedding.settings",
      ValueType.options(),
      "{}",
      Required.NEVER,
      "For langchain4j: settings of the model's builder by its own names, such as modelName: "
          + "embed-english-v3.0. Write keys and passwords as ${env:NAME} or ${file:path}."),

  INDEX_TYPE(
      "index.type",
      ValueType.names(IndexType.values())
          .notYet(
              "Set IVF_HNSW_SQ or IVF_FLAT; Lance 7.0.0 builds graphs over quantised vectors only.",
              "IVF_HNSW_FLAT"),
      IndexConfig.DEFAULT_TYPE.name(),
      Required.NEVER,
      "How vectors are indexed, see lance/README.md. If it is changed, maintenance builds the new "
          + "index beside the old one, which serves until then."),
  INDEX_DISTANCE(
      "index.distance",
      ValueType.words(Distance.values()),
      lower(IndexConfig.DEFAULT_DISTANCE),
      Required.NEVER,
      "How vectors are compared. Fixed once the vector table exists."),
  INDEX_FILTER_COLUMNS(
      IndexConfig.FILTER_COLUMNS,
      ValueType.fields(),
      "[]",
      Required.NEVER,
      "Columns of document.metadata that filters often name. Maintenance keeps an index on each: "
          + "BITMAP for few distinct values, BTREE for many. Filters work on the others too, by "
          + "reading them."),
  INDEX_FULL_TEXT(
      "index.full-text",
      ValueType.flag(),
      String.valueOf(IndexConfig.DEFAULT_FULL_TEXT),
      Required.NEVER,
      "Whether maintenance keeps a full-text index on the text of chunks, which freshet search "
          + "--mode text needs. Maintenance builds it again as the table changes, in at most 5 % of the time."),

  TOPOLOGY(
      "pipeline.topology",
      ValueType.words(Topology.values()).notYet("Set fused.", "layered"),
      lower(PipelineConfig.DEFAULT_TOPOLOGY),
      Required.NEVER,
      "How the layers are spread over streaming queries. fused: one query for all of them."),
  TRIGGER(
      "pipeline.trigger",
      ValueType.duration(),
      DurationText.print(PipelineConfig.DEFAULT_TRIGGER),
      Required.NEVER,
      "Shortest time between the starts of two batches. 0s: start when the one before it ends."),
  MAX_FILES_PER_TRIGGER(
      "pipeline.max-files-per-trigger",
      ValueType.limit(),
      "auto",
      Required.NEVER,
      "Most files of one batch. auto: as many as fit the time a batch may take, estimated from "
          + "earlier batches. A number limits it further."),
  MAX_TOKENS_PER_TRIGGER(
      "pipeline.max-tokens-per-trigger",
      ValueType.limit(),
      "auto",
      Required.NEVER,
      "Most tokens the model is asked for in one batch. auto: as many as fit the time a batch may "
          + "take. A number limits it further; earlier batches tell how many landed bytes that "
          + "is."),

  OPTIMIZE_MODE(
      "optimize.mode",
      ValueType.words(OptimizeConfig.Mode.values()),
      lower(OptimizeConfig.DEFAULT_MODE),
      Required.NEVER,
      "Who compacts the vector table, keeps its index and removes old versions. process: run and "
          + "demo start a process for it, with 512 MB of heap. external: you call `freshet "
          + "optimize`, for example from cron. off: nothing; searches get slower as the table grows."),

  SERVE_PORT(
      "serve.port",
      ValueType.wholeNumber(0, 65535),
      String.valueOf(ServeConfig.DEFAULT_PORT),
      Required.NEVER,
      "Port of the search API. 0: any free one."),
  SERVE_BIND(
      "serve.bind",
      ValueType.text("host or address"),
      ServeConfig.DEFAULT_BIND,
      Required.NEVER,
      "Address the search API listens on. The default is reached from this machine only. Others need "
          + "an API key, see `freshet keys add`."),
  SERVE_TLS_CERTIFICATE(
      "serve.tls.certificate",
      ValueType.text("path"),
      "",
      Required.NEVER,
      "PEM file with the server's certificate, then those of its issuers. With it the search API "
          + "speaks HTTPS only. Read again when it changes."),
  SERVE_TLS_KEY(
      "serve.tls.key",
      ValueType.text("path"),
      "",
      Required.NEVER,
      "PEM file with the private key of serve.tls.certificate: PKCS#8, RSA or EC, without a "
          + "passphrase."),

  SERVE_CANARY_EVERY(
      "serve.canary.every",
      ValueType.duration(),
      "",
      Required.NEVER,
      "How often the search server writes the file freshet-canary.json to the landing zone and searches "
          + "for its record until it is found, such as 1m. Without it there is no canary. The record "
          + "never is in the answer of a search. For source.format: json."),

  FRESHNESS_P95(
      "slo.freshness.p95",
      ValueType.duration(),
      DurationText.print(SloConfig.DEFAULT_FRESHNESS_P95),
      Required.NEVER,
      "Time from landing to queryable that 95 of 100 changes stay below. While no "
          + "backlog waits, a batch takes at most half of it.");

  /** Whether a configuration must have a key. */
  enum Required {
    ALWAYS,
    UNLESS_FILES,
    NEVER
  }

  private final String path;
  private final ValueType type;
  private final String defaultText;
  private final Required required;
  private final String doc;

  ConfigKey(StorageSetting setting) {
    this(
        LandingConfig.key(setting),
        setting.isSecret() ? ValueType.secret() : ValueType.text("text"),
        "",
        Required.NEVER,
        setting.doc() + (setting.isSecret() ? " A ${env:NAME} or ${file:path}." : ""));
  }

  ConfigKey(String path, ValueType type, String defaultText, Required required, String doc) {
    this.path = path;
    this.type = type;
    this.defaultText = defaultText;
    this.required = required;
    this.doc = doc;
  }

  /** The key with the sections it stands in, joined by dots. */
  String path() {
    return path;
  }

  ValueType type() {
    return type;
  }

  /**
   * The default as it would be written; empty if there is none. A key that is required {@link
   * Required#UNLESS_FILES} has it for files that are records only.
   */
  String defaultText() {
    return defaultText;
  }

  Required required() {
    return required;
  }

  /** What the key is for, in one or two sentences. */
  String doc() {
    return doc;
  }

  /** The words the key allows. Only for keys whose type is {@link ValueType.Choice}. */
  ValueType.Choice choice() {
    return (ValueType.Choice) type;
  }

  static Optional<ConfigKey> find(String path) {
    return Arrays.stream(values()).filter(key -> key.path.equals(path)).findFirst();
  }

  /** The first key of the section {@code path}; empty if there is no such section. */
  static Optional<ConfigKey> firstBelow(String path) {
    return Arrays.stream(values()).filter(key -> key.path.startsWith(path + ".")).findFirst();
  }

  /** The key or section closest to {@code path}, which is neither. */
  static String nearest(String path) {
    return NearestPath.of(path, pathsAndSections());
  }

  private static List<String> pathsAndSections() {
    return Arrays.stream(values())
        .flatMap(key -> Stream.concat(Stream.of(key.path), sections(key.path)))
        .distinct()
        .toList();
  }

  private static Stream<String> sections(String path) {
    int dot = path.lastIndexOf('.');
    return dot < 0
        ? Stream.empty()
        : Stream.concat(Stream.of(path.substring(0, dot)), sections(path.substring(0, dot)));
  }

  private static String lower(Enum<?> value) {
    return ValueType.lower(value);
  }
}
