package dev.freshet.embedding.onnx;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.core.embed.EmbedOutcome;
import dev.freshet.core.embed.Embedder;
import dev.freshet.core.embed.EmbedderSpec;
import dev.freshet.core.embed.InputType;
import dev.freshet.embedding.model.BuiltInModel;
import dev.freshet.embedding.model.ModelFiles;
import dev.freshet.embedding.model.ModelSettings;
import dev.freshet.embedding.model.Pooling;
import dev.freshet.testkit.embed.EmbedderContract;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;

/** The built-in models except the default one, which {@link InProcessEmbedderIT} tests. */
@Timeout(180)
class NamedModelsIT {

  private static final List<String> TEXTS =
      List.of(
          "how are late rows handled?",
          "A batch is known by its number and its end; a repeated one is written once.",
          "Spark writes the batch, then the ledger row. ".repeat(8));

  @Nested
  class BgeSmall extends EmbedderContract {

    @Override
    protected Embedder create() {
      return SharedModels.openOwn("bge-small-en-v1.5");
    }

    @Test
    void specIsThatOfTheModel() {
      assertSpec("bge-small-en-v1.5", "bge-small-en-v1.5:int8:[0-9a-f]{12}");
    }

    @Test
    void queriesHaveAPrefixAndDocumentsNone() {
      assertPrefixes(
          BuiltInModel.BGE_SMALL_EN_V1_5,
          "Represent this sentence for searching relevant passages: ",
          "");
    }

    @Test
    void firstTokenIsTheVectorOfTheText() {
      ModelFiles files = BuiltInModel.BGE_SMALL_EN_V1_5.read();
      int[] ids = files.readTokenizer().encode(TEXTS.get(1));
      OnnxModel first = OnnxModel.load(files);
      OnnxModel mean = OnnxModel.load(with(files, new ModelSettings(Pooling.MEAN, 512, "", "")));
      try (Embedder embedder = SharedModels.open("bge-small-en-v1.5")) {
        float[] vector = vector(embedder, TEXTS.get(1), InputType.DOCUMENT);
        assertThat(cosine(vector, first.infer(ids))).isGreaterThan(0.999_999);
        assertThat(cosine(vector, mean.infer(ids))).isLessThan(0.99);
      } finally {
        first.close();
        mean.close();
      }
    }
  }

  @Nested
  class E5Small extends EmbedderContract {

    @Override
    protected Embedder create() {
      return SharedModels.openOwn("e5-small-v2");
    }

    @Test
    void specIsThatOfTheModel() {
      assertSpec("e5-small-v2", "e5-small-v2:int8:[0-9a-f]{12}");
    }

    @Test
    void queriesAndDocumentsHavePrefixes() {
      assertPrefixes(BuiltInModel.E5_SMALL_V2, "query: ", "passage: ");
    }

    @Test
    void prefixCountsAmongTheTokens() {
      try (Embedder embedder = SharedModels.open("e5-small-v2")) {
        assertThat(embedder.countTokens("")).isEqualTo(4);
      }
    }
  }

  /** Needs an artifact that a quick build leaves out; the whole build has it. */
  @Nested
  @EnabledIf("isOnClassPath")
  class MiniLmWithFullWeights extends EmbedderContract {

    static boolean isOnClassPath() {
      return BuiltInModel.ALL_MINILM_L6_V2_FP32.isOnClassPath();
    }

    @Override
    protected Embedder create() {
      return SharedModels.openOwn("all-minilm-l6-v2-fp32");
    }

    @Test
    void fingerprintTellsItFromTheOneWithSmallWeights() {
      try (Embedder embedder = SharedModels.open("all-minilm-l6-v2-fp32")) {
        assertThat(embedder.spec().fingerprint()).matches("all-minilm-l6-v2:fp32:[0-9a-f]{12}");
      }
    }

    @Test
    void smallWeightsKeepTheVectorsClose() {
      try (Embedder full = SharedModels.open("all-minilm-l6-v2-fp32");
          Embedder small = SharedModels.open("all-minilm-l6-v2")) {
        for (String text : TEXTS) {
          assertThat(
                  cosine(
                      vector(full, text, InputType.DOCUMENT),
                      vector(small, text, InputType.DOCUMENT)))
              .as(text)
              .isBetween(0.985, 0.999_999);
        }
      }
    }
  }

  @Nested
  class StaticMiniLm extends EmbedderContract {

    @Override
    protected Embedder create() {
      return SharedModels.openOwn("static-minilm");
    }

    @Test
    void takesTheTextsThatItsTeacherTakes() {
      try (Embedder embedder = SharedModels.open("static-minilm");
          Embedder teacher = InProcessEmbedder.open(SharedModels.teacher(), 1)) {
        assertThat(embedder.spec().maxTokens()).isEqualTo(teacher.spec().maxTokens());
        assertThat(embedder.spec().dimension()).isEqualTo(teacher.spec().dimension());
        for (String text : TEXTS) {
          assertThat(embedder.countTokens(text)).isEqualTo(teacher.countTokens(text));
        }
      }
    }

    /** The contract may use the cached table of an earlier run; this test computes a new one. */
    @Test
    void tableComputedAgainIsTheSame(@TempDir Path directory) {
      ModelFiles teacher = SharedModels.teacher();
      try (Embedder cached = SharedModels.open("static-minilm");
          Embedder made = StaticModel.open(teacher, new TableCache(directory), 2);
          Embedder read = StaticModel.open(teacher, new TableCache(directory), 1)) {
        assertThat(made.spec()).isEqualTo(cached.spec()).isEqualTo(read.spec());
        assertThat(made.embed(TEXTS, InputType.DOCUMENT))
            .isEqualTo(cached.embed(TEXTS, InputType.DOCUMENT))
            .isEqualTo(read.embed(TEXTS, InputType.DOCUMENT));
      }
    }

    @Test
    void fingerprintIsNotItsTeachers() {
      try (Embedder embedder = SharedModels.open("static-minilm")) {
        assertThat(embedder.spec().fingerprint()).matches("static-minilm:[0-9a-f]{12}");
      }
    }
  }

  private static void assertSpec(String model, String fingerprint) {
    try (Embedder embedder = SharedModels.open(model)) {
      EmbedderSpec spec = embedder.spec();
      assertThat(spec.dimension()).isEqualTo(384);
      assertThat(spec.maxTokens()).isEqualTo(512);
      assertThat(spec.fingerprint()).matches(fingerprint);
    }
  }

  /** Compares with the same files without prefixes, which get the text with the prefix. */
  private static void assertPrefixes(BuiltInModel model, String query, String document) {
    ModelFiles files = model.read();
    ModelSettings bare = new ModelSettings(files.settings().pooling(), 512, "", "");
    try (Embedder prefixed = SharedModels.open(files.name());
        Embedder plain = InProcessEmbedder.open(with(files, bare), 1)) {
      for (String text : TEXTS) {
        float[] asQuery = vector(prefixed, text, InputType.QUERY);
        float[] asDocument = vector(prefixed, text, InputType.DOCUMENT);
        assertThat(asQuery)
            .isNotEqualTo(asDocument)
            .isEqualTo(vector(plain, query + text, InputType.QUERY));
        assertThat(asDocument).isEqualTo(vector(plain, document + text, InputType.DOCUMENT));
      }
      assertThat(prefixed.spec().fingerprint()).isNotEqualTo(plain.spec().fingerprint());
    }
  }

  private static ModelFiles with(ModelFiles files, ModelSettings settings) {
    return new ModelFiles(files.name(), files.label(), files.onnx(), files.tokenizer(), settings);
  }

  private static float[] vector(Embedder embedder, String text, InputType type) {
    return ((EmbedOutcome.Embedded) embedder.embed(List.of(text), type).get(0)).vector();
  }

  private static double cosine(float[] left, float[] right) {
    double product = 0;
    double leftSquares = 0;
    double rightSquares = 0;
    for (int i = 0; i < left.length; i++) {
      product += (double) left[i] * right[i];
      leftSquares += (double) left[i] * left[i];
      rightSquares += (double) right[i] * right[i];
    }
    return product / Math.sqrt(leftSquares * rightSquares);
  }
}
