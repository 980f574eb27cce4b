package dev.freshet.embedding.token;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import org.junit.jupiter.api.Test;

class TokenizerFileTest {

  private static final String FILE =
      """
      {"truncation": {"max_length": 3}, "padding": {"strategy": {"Fixed": 128}},
       "normalizer": {"type": "BertNormalizer", "clean_text": true, "handle_chinese_chars": true,
                      "strip_accents": null, "lowercase": true},
       "pre_tokenizer": {"type": "BertPreTokenizer"},
       "model": {"type": "WordPiece", "continuing_subword_prefix": "##",
                 "max_input_chars_per_word": 100,
                 "vocab": {"[UNK]": 0, "[CLS]": 1, "[SEP]": 2, "a": 3}}}
      """;

  @Test
  void truncationAndPaddingBlocksAreIgnored() throws IOException {
    assertThat(TokenizerFile.read(FILE.getBytes(UTF_8)).encode("a a a b"))
        .containsExactly(1, 3, 3, 3, 0, 2);
  }

  @Test
  void tokenizerOfAnotherKindIsRefusedNamingTheField() {
    assertRefused(FILE.replace("\"WordPiece\"", "\"BPE\""), "its type is `BPE`");
    assertRefused(
        FILE.replace("\"lowercase\": true", "\"lowercase\": false"), "its lowercase is `false`");
    assertRefused(
        FILE.replace("\"strip_accents\": null", "\"strip_accents\": false"),
        "its strip_accents is `false`");
    assertRefused(FILE.replace("\"[SEP]\": 2, ", ""), "no [SEP]");
    assertRefused(FILE.replace("\"WordPiece\"", "\"Unigram\""), "its type is `Unigram`");
    assertRefused("{\"model\": {\"vocab\": {}, \"merges\": []}}", "its type is ``");
    assertRefused(FILE.replace("\"a\": 3", "\"a\": \"3\""), "id is no number from 0");
    assertRefused(FILE.replace("\"a\": 3", "\"a\": -3"), "id is no number from 0");
  }

  @Test
  void brokenJsonIsRefused() {
    assertThatThrownBy(() -> TokenizerFile.read("{\"model\":".getBytes(UTF_8)))
        .isInstanceOf(IOException.class);
    assertThatThrownBy(() -> TokenizerFile.read(new byte[0])).isInstanceOf(IOException.class);
  }

  private static void assertRefused(String json, String reason) {
    assertThatThrownBy(() -> TokenizerFile.read(json.getBytes(UTF_8)))
        .isInstanceOf(IOException.class)
        .hasMessageContaining(reason);
  }
}
