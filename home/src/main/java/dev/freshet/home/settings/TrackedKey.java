package dev.freshet.home.settings;

import dev.freshet.core.config.FreshetConfig;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;

/** The keys of a configuration that decide what is indexed, and how. None of them is a secret. */
@SuppressWarnings("ImmutableEnumChecker") // The functions have no state.
enum TrackedKey {
  SOURCE_FORMAT("source.format", Effect.READING, config -> config.source().format().spelling()),
  SOURCE_CHANGES("source.changes", Effect.READING, config -> lower(config.source().changes())),
  RECORD_KEY("record.key", Effect.KEYS, config -> list(config.record().key())),
  RECORD_VERSION(
      "record.version", Effect.READING, config -> config.record().version().orElse("none")),
  RECORD_DELETED(
      "record.deleted", Effect.READING, config -> config.record().deleted().orElse("default")),
  DOCUMENT_TEXT("document.text", Effect.DOCUMENT, config -> config.document().text().toString()),
  DOCUMENT_FORMAT("document.format", Effect.DOCUMENT, config -> lower(config.document().format())),
  DOCUMENT_METADATA(
      "document.metadata", Effect.DOCUMENT, config -> list(config.document().metadata())),
  MAX_TOKENS(
      "document.chunking.max-tokens",
      Effect.CHUNKS,
      config -> String.valueOf(config.document().chunking().maxTokens())),
  OVERLAP_TOKENS(
      "document.chunking.overlap-tokens",
      Effect.CHUNKS,
      config -> String.valueOf(config.document().chunking().overlapTokens())),
  EMBEDDING_PROVIDER(
      "embedding.provider", Effect.VECTORS, config -> config.embedding().provider().spelling()),
  EMBEDDING_MODEL("embedding.model", Effect.VECTORS, config -> model(config.embedding().model())),
  EMBEDDING_DIMENSION(
      "embedding.dimension",
      Effect.VECTORS,
      config ->
          config.embedding().dimension().isPresent()
              ? String.valueOf(config.embedding().dimension().getAsInt())
              : "none"),
  INDEX_DISTANCE("index.distance", Effect.VECTORS, config -> lower(config.index().distance()));

  /** What a change means for what is indexed. */
  enum Effect {
    READING("Lines that landed before were read the old way, and what they made stays.", false),
    KEYS(
        "Records that are indexed keep their old keys: updates and deletes do not reach them any"
            + " more.",
        false),
    DOCUMENT("Records that are indexed keep what they have until they land again.", false),
    CHUNKS(
        "Records that are indexed keep their chunks until they land again, and `verify` counts"
            + " those as missing, extra or stale.",
        true),
    VECTORS("The vector table is made for the old value, and `run` does not mix the two.", true);

    private final String meaning;
    private final boolean ofVectorTable;

    Effect(String meaning, boolean ofVectorTable) {
      this.meaning = meaning;
      this.ofVectorTable = ofVectorTable;
    }

    /** What the change means for what is indexed, as a sentence. */
    String meaning() {
      return meaning;
    }

    /** Whether a vector table that is filled again is as if nothing had changed. */
    boolean ofVectorTable() {
      return ofVectorTable;
    }

    /** What a user can do, as a sentence. */
    String advice(Path vectorTable) {
      String newHome =
          "set home to a new directory and start `run`, which reads everything that is still in"
              + " the landing zone again.";
      if (ofVectorTable) {
        return "Set it back, or end every process, remove "
            + vectorTable
            + " and start `run`, which fills a new vector table from Gold.";
      }
      return this == DOCUMENT
          ? "Set it back, land the records again, or " + newHome
          : "Set it back, or " + newHome;
    }
  }

  private final String path;
  private final Effect effect;
  private final Function<FreshetConfig, String> value;

  TrackedKey(String path, Effect effect, Function<FreshetConfig, String> value) {
    this.path = path;
    this.effect = effect;
    this.value = value;
  }

  Effect effect() {
    return effect;
  }

  /** The values of a configuration by key, as a configuration would spell them. */
  static Map<String, String> values(FreshetConfig config) {
    Map<String, String> values = new TreeMap<>();
    for (TrackedKey key : values()) {
      values.put(key.path, key.value.apply(config));
    }
    return values;
  }

  static Optional<TrackedKey> find(String path) {
    return Arrays.stream(values()).filter(key -> key.path.equals(path)).findFirst();
  }

  /** The name of a model. Of a directory it is the last part: the directory may be moved. */
  private static String model(String model) {
    return model.substring(model.lastIndexOf('/') + 1);
  }

  private static String list(Object fields) {
    return fields.toString();
  }

  private static String lower(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }
}
