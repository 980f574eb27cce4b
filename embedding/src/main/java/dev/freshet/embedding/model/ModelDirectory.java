package dev.freshet.embedding.model;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * A model in a directory of the Sentence Transformers layout: {@code model.onnx} and {@code
 * tokenizer.json}, and where present {@code 1_Pooling/config.json} (mean or {@code [CLS]} pooling),
 * {@code sentence_bert_config.json} (longest text) and {@code config_sentence_transformers.json}
 * (prefixes of queries and documents). Without the latter: mean pooling, 256 tokens, no prefix.
 */
public final class ModelDirectory {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String LABEL = "onnx";
  private static final int DEFAULT_MAX_TOKENS = 256;

  private final Path directory;

  /** A model in {@code directory}, which need not exist; nothing is read yet. */
  public ModelDirectory(Path directory) {
    this.directory = directory;
  }

  /**
   * Reads the files.
   *
   * @throws UnreadableModelException if a file is missing or cannot be used
   */
  public ModelFiles read() {
    return new ModelFiles(
        directory.toString(), LABEL, bytes("model.onnx"), bytes("tokenizer.json"), settings());
  }

  private ModelSettings settings() {
    JsonNode prompts = optional("config_sentence_transformers.json").path("prompts");
    return new ModelSettings(
        pooling(optional("1_Pooling/config.json")),
        maxTokens(optional("sentence_bert_config.json")),
        prompts.path("document").asText(prompts.path("passage").asText("")),
        prompts.path("query").asText(""));
  }

  private Pooling pooling(JsonNode config) {
    if (config.path("pooling_mode_mean_tokens").asBoolean(config.isMissingNode())) {
      return Pooling.MEAN;
    }
    if (config.path("pooling_mode_cls_token").asBoolean(false)) {
      return Pooling.CLS;
    }
    throw unreadable("1_Pooling/config.json asks for neither mean nor [CLS] pooling", null);
  }

  private int maxTokens(JsonNode config) {
    int maxTokens = config.path("max_seq_length").asInt(DEFAULT_MAX_TOKENS);
    if (maxTokens < 3) {
      throw unreadable(
          "sentence_bert_config.json has max_seq_length %d, below 3".formatted(maxTokens), null);
    }
    return maxTokens;
  }

  private byte[] bytes(String file) {
    try {
      Path path = directory.resolve(file);
      long heap = Runtime.getRuntime().maxMemory();
      // While the model opens, its bytes are in the heap beside the runtime's copy.
      if (Files.size(path) > heap / 2) {
        throw unreadable(
            "%s has %d MB, more than half of the heap of %d MB; let FRESHET_JAVA_OPTS raise it with -Xmx"
                .formatted(file, Files.size(path) >> 20, heap >> 20),
            null);
      }
      return Files.readAllBytes(path);
    } catch (NoSuchFileException missing) {
      throw unreadable("the directory has no file %s".formatted(file), missing);
    } catch (IOException damaged) {
      throw unreadable("%s cannot be read".formatted(file), damaged);
    }
  }

  private JsonNode optional(String file) {
    try {
      return Files.exists(directory.resolve(file))
          ? JSON.readTree(directory.resolve(file).toFile())
          : MissingNode.getInstance();
    } catch (IOException damaged) {
      throw unreadable("%s is no JSON that can be read".formatted(file), damaged);
    }
  }

  private UnreadableModelException unreadable(String why, @Nullable Throwable cause) {
    return new UnreadableModelException(directory.toString(), why, cause);
  }
}
