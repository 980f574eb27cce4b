package dev.freshet.embedding.model;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.freshet.embedding.token.TokenizerFile;
import dev.freshet.embedding.token.WordPieceTokenizer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Iterator;

/** The files and the tokenizer of the default model, read once for all tests. */
public final class MiniLm {

  public static final ModelFiles FILES = BuiltInModel.ALL_MINILM_L6_V2.read();
  public static final WordPieceTokenizer TOKENIZER = tokenizer();

  /** The special tokens, single characters, and about two thousand frequent words. */
  private static final int FEW_TOKENS = 4_000;

  private MiniLm() {}

  public static int countTokens(String text) {
    return TOKENIZER.encode(text).length;
  }

  /** The model with the first tokens of its vocabulary only. */
  public static ModelFiles withSmallVocabulary() {
    return new ModelFiles(
        FILES.name(), FILES.label(), FILES.onnx(), smallTokenizer(), FILES.settings());
  }

  private static byte[] smallTokenizer() {
    try {
      JsonNode root = new ObjectMapper().readTree(FILES.tokenizer());
      Iterator<JsonNode> ids = root.path("model").path("vocab").elements();
      while (ids.hasNext()) {
        if (ids.next().intValue() >= FEW_TOKENS) {
          ids.remove();
        }
      }
      return new ObjectMapper().writeValueAsBytes(root);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static WordPieceTokenizer tokenizer() {
    try {
      return TokenizerFile.read(FILES.tokenizer());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
