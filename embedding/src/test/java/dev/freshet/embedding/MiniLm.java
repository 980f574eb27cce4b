package dev.freshet.embedding;

import java.io.IOException;
import java.io.UncheckedIOException;

/** The built-in model's files, read once for all tests. */
final class MiniLm {

  static final ModelFiles FILES = BuiltInModel.ALL_MINILM_L6_V2.read();
  static final WordPieceTokenizer TOKENIZER = tokenizer();

  private MiniLm() {}

  static int countTokens(String text) {
    return TOKENIZER.encode(text).length;
  }

  private static WordPieceTokenizer tokenizer() {
    try {
      return TokenizerFile.read(FILES.tokenizer());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
