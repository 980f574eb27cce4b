package dev.freshet.embedding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.freshet.core.embed.Embedder;
import dev.freshet.core.embed.InputType;
import dev.freshet.core.error.ErrorCode;
import dev.freshet.core.error.FreshetException;
import dev.freshet.core.error.InvalidConfigException;
import dev.freshet.embedding.model.BuiltInModel;
import dev.freshet.embedding.model.MiniLm;
import dev.freshet.embedding.onnx.TinyOnnx;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddingModelsIT {

  private static final List<String> TEXTS = List.of("The river is blue.", "query: seven tables");

  @TempDir private Path directory;

  @Test
  void everyNamedModelOpens() {
    assertThat(EmbeddingModels.names())
        .containsExactly(
            "all-minilm-l6-v2",
            "all-minilm-l6-v2-fp32",
            "bge-small-en-v1.5",
            "e5-small-v2",
            "static-minilm");
    for (String name : EmbeddingModels.names()) {
      if (name.equals("all-minilm-l6-v2-fp32")
          && !BuiltInModel.ALL_MINILM_L6_V2_FP32.isOnClassPath()) {
        continue; // A quick build leaves it out.
      }
      if (name.equals("static-minilm") && !Boolean.getBoolean("freshet.test.long")) {
        continue; // Its table takes 20 s; tests of the module cli open it by its name.
      }
      try (Embedder embedder = EmbeddingModels.open(name)) {
        assertThat(embedder.spec().model()).isEqualTo(name);
      }
    }
  }

  @Test
  void bundledModelOpensWithoutAContextClassLoader() {
    Thread thread = Thread.currentThread();
    ClassLoader before = thread.getContextClassLoader();
    thread.setContextClassLoader(null);
    try (Embedder embedder = EmbeddingModels.open("all-minilm-l6-v2", 1)) {
      assertThat(embedder.spec().dimension()).isEqualTo(384);
    } finally {
      thread.setContextClassLoader(before);
    }
  }

  @Test
  void unknownNameIsRefusedWithTheNearestOne() {
    assertThatThrownBy(() -> EmbeddingModels.open("all-minilm-v2", 1))
        .isInstanceOf(InvalidConfigException.class)
        .hasMessage(
            "Cannot open embedding model `all-minilm-v2`: it is neither a built-in model (all-minilm-l6-v2, all-minilm-l6-v2-fp32, bge-small-en-v1.5, e5-small-v2, static-minilm) nor a directory. Did you mean `all-minilm-l6-v2`? Fix `embedding.model`.");
    assertThatThrownBy(() -> EmbeddingModels.open("gpt\0", 1))
        .isInstanceOf(InvalidConfigException.class)
        .hasMessageNotContaining("Did you mean");
  }

  @Test
  void lessThanOneThreadIsRefused() {
    assertThatThrownBy(() -> EmbeddingModels.open("all-minilm-l6-v2", 0))
        .isInstanceOf(InvalidConfigException.class)
        .hasMessageContaining("0 threads");
  }

  @Test
  void directoryGivesTheVectorsOfItsModel() throws IOException {
    // Given
    writeModel(MiniLm.FILES.onnx());

    // When
    try (Embedder embedder = EmbeddingModels.open(directory.toString(), 2);
        Embedder builtIn = EmbeddingModels.open("all-minilm-l6-v2", 2)) {

      // Then
      assertThat(embedder.embed(TEXTS, InputType.DOCUMENT))
          .isEqualTo(builtIn.embed(TEXTS, InputType.DOCUMENT));
      assertThat(embedder.spec().maxTokens()).isEqualTo(256);
      assertThat(embedder.spec().fingerprint()).matches("onnx:[0-9a-f]{12}");
    }
  }

  @Test
  void settingsInTheDirectoryAreUsed() throws IOException {
    // Given
    writeModel(MiniLm.FILES.onnx());
    write("sentence_bert_config.json", "{\"max_seq_length\": 40}");
    write("config_sentence_transformers.json", "{\"prompts\": {\"query\": \"query: \"}}");
    write(
        "1_Pooling/config.json",
        "{\"pooling_mode_mean_tokens\": false, \"pooling_mode_cls_token\": true}");

    // When
    try (Embedder embedder = EmbeddingModels.open(directory.toString(), 1);
        Embedder mean = EmbeddingModels.open("all-minilm-l6-v2", 1)) {

      // Then
      assertThat(embedder.spec().maxTokens()).isEqualTo(40);
      assertThat(embedder.embed(List.of("seven tables"), InputType.QUERY).get(0))
          .isEqualTo(embedder.embed(TEXTS, InputType.DOCUMENT).get(1));
      assertThat(embedder.embed(TEXTS, InputType.DOCUMENT))
          .isNotEqualTo(mean.embed(TEXTS, InputType.DOCUMENT));
    }
  }

  @Test
  void missingFileIsNamed() throws IOException {
    assertUnreadable("the directory has no file model.onnx");
    Files.write(directory.resolve("model.onnx"), MiniLm.FILES.onnx());
    assertUnreadable("the directory has no file tokenizer.json");
  }

  @Test
  void truncatedModelIsUnreadable() throws IOException {
    writeModel(Arrays.copyOf(MiniLm.FILES.onnx(), 5_000_000));
    assertUnreadable("its graph cannot be loaded");
    writeModel(new byte[0]);
    assertUnreadable("its graph cannot be loaded");
  }

  @Test
  void truncatedTokenizerIsUnreadable() throws IOException {
    writeModel(MiniLm.FILES.onnx());
    Files.write(
        directory.resolve("tokenizer.json"), Arrays.copyOf(MiniLm.FILES.tokenizer(), 300_000));
    assertUnreadable("tokenizer.json cannot be used");
  }

  @Test
  void graphOfAnotherShapeIsUnreadable() throws IOException {
    writeModel(TinyOnnx.identity("input_ids"));
    assertUnreadable("its first output has the shape [1, 256] instead of [1, 256, dimension]");
    writeModel(TinyOnnx.identity("pixels"));
    assertUnreadable(
        "its graph has the inputs [pixels] instead of input_ids, attention_mask and token_type_ids");
  }

  @Test
  void outputThatIsNoFloatIsUnreadable() throws IOException {
    writeModel(TinyOnnx.columns());
    assertUnreadable("its first output is of type INT64 instead of float");
  }

  @Test
  void vectorThatIsAsLongAsTheTextIsUnreadable() throws IOException {
    writeModel(TinyOnnx.square());
    assertUnreadable("its graph gives 256 components for a text of 256 tokens and 2 for one of 2");
  }

  @Test
  void graphThatWouldFillTheHeapIsNotRead() throws IOException {
    writeModel(new byte[0]);
    try (RandomAccessFile sparse =
        new RandomAccessFile(directory.resolve("model.onnx").toFile(), "rw")) {
      sparse.setLength(Runtime.getRuntime().maxMemory() / 2 + 1);
    }
    assertUnreadable("more than half of the heap of ");
  }

  @Test
  void tokenLimitAboveTheModelsPositionsIsUnreadable() throws IOException {
    writeModel(MiniLm.FILES.onnx());
    write("sentence_bert_config.json", "{\"max_seq_length\": 600}");
    assertUnreadable("graph, tokenizer and token limit do not belong together");
  }

  @Test
  void settingsThatCannotBeUsedAreUnreadable() throws IOException {
    writeModel(MiniLm.FILES.onnx());
    write("sentence_bert_config.json", "{\"max_seq_length\": 2}");
    assertUnreadable("max_seq_length 2, below 3");
    write("sentence_bert_config.json", "{");
    assertUnreadable("sentence_bert_config.json is no JSON");
    write("sentence_bert_config.json", "{}");
    write("1_Pooling/config.json", "{\"pooling_mode_max_tokens\": true}");
    assertUnreadable("neither mean nor [CLS] pooling");
  }

  private void assertUnreadable(String why) {
    assertThatThrownBy(() -> EmbeddingModels.open(directory.toString(), 1).close())
        .isInstanceOf(FreshetException.class)
        .hasMessageStartingWith("Cannot open embedding model `%s`: ".formatted(directory))
        .hasMessageContaining(why)
        .satisfies(
            e -> assertThat(((FreshetException) e).code()).isEqualTo(ErrorCode.MODEL_UNREADABLE));
  }

  private void writeModel(byte[] onnx) throws IOException {
    Files.write(directory.resolve("model.onnx"), onnx);
    Files.write(directory.resolve("tokenizer.json"), MiniLm.FILES.tokenizer());
  }

  private void write(String file, String content) throws IOException {
    Files.createDirectories(directory.resolve(file).getParent());
    Files.writeString(directory.resolve(file), content);
  }
}
