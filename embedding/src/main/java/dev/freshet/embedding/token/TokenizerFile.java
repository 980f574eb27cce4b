package dev.freshet.embedding.token;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;

/**
 * Reads a {@code tokenizer.json} of the Hugging Face format. Its truncation and padding blocks are
 * ignored on purpose: they would cut texts silently (MiniLM's at 128 tokens) and change the vectors
 * of a quantised model.
 */
public final class TokenizerFile {

  private static final ObjectMapper JSON = new ObjectMapper();

  private TokenizerFile() {}

  /**
   * The tokenizer the file describes.
   *
   * @throws IOException if the file is not JSON, or describes another tokenizer than BERT-uncased
   *     WordPiece; the message says which field differs
   */
  public static WordPieceTokenizer read(byte[] json) throws IOException {
    JsonNode root = JSON.readTree(json);
    JsonNode model = root.path("model");
    require(model, "type", "WordPiece");
    require(model, "continuing_subword_prefix", "##");
    require(model, "max_input_chars_per_word", "100");
    JsonNode normalizer = root.path("normalizer");
    require(normalizer, "type", "BertNormalizer");
    require(normalizer, "clean_text", "true");
    require(normalizer, "handle_chinese_chars", "true");
    require(normalizer, "lowercase", "true");
    if (normalizer.path("strip_accents").isBoolean()) {
      require(normalizer, "strip_accents", "true");
    }
    require(root.path("pre_tokenizer"), "type", "BertPreTokenizer");
    Map<String, Integer> vocabulary = new HashMap<>();
    for (Map.Entry<String, JsonNode> token : model.path("vocab").properties()) {
      if (!token.getValue().canConvertToExactIntegral() || token.getValue().asLong() < 0) {
        throw new IOException("its vocabulary has a token whose id is no number from 0");
      }
      vocabulary.put(token.getKey(), token.getValue().intValue());
    }
    try {
      return new WordPieceTokenizer(vocabulary);
    } catch (IllegalArgumentException incomplete) {
      throw new IOException(incomplete.getMessage(), incomplete);
    }
  }

  private static void require(JsonNode parent, String field, String expected) throws IOException {
    String actual = parent.path(field).asText("");
    if (!actual.equals(expected)) {
      throw new IOException(
          "its %s is `%s`, only `%s` (BERT-uncased WordPiece) is understood"
              .formatted(field, actual, expected));
    }
  }
}
