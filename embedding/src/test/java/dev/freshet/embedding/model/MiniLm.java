package dev.freshet.embedding.model;

import dev.freshet.embedding.token.TokenizerFile;
import dev.freshet.embedding.token.WordPieceTokenizer;
import java.io.IOException;
import java.io.UncheckedIOException;

/** The files and the tokenizer of the default model, read once for all tests. */
public final class MiniLm {

  public static final ModelFiles FILES = BuiltInModel.ALL_MINILM_L6_V2.read();
  public static final WordPieceTokenizer TOKENIZER = tokenizer();

  private MiniLm() {}

  public static int countTokens(String text) {
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
