package dev.freshet.embedding.onnx;

import dev.freshet.embedding.token.TokenizerFile;
import dev.freshet.embedding.token.WordPieceTokenizer;
import java.io.IOException;
import java.util.List;

/**
 * A model as read from its files. The arrays are not copied: nobody changes them.
 *
 * @param name what it is configured by
 * @param label the readable start of its fingerprint; must not depend on where the files lie
 * @param onnx the graph
 * @param tokenizer the {@code tokenizer.json}
 */
@SuppressWarnings("ArrayRecordComponent") // Never compared or printed: carried once, then dropped.
public record ModelFiles(
    String name, String label, byte[] onnx, byte[] tokenizer, ModelSettings settings) {

  /**
   * Names all a vector depends on beside the text. The runtime version is in it because its kernels
   * round differently from version to version.
   */
  String fingerprint(String runtimeVersion) {
    return Fingerprint.of(
        label,
        List.of(
            Fingerprint.hash(onnx),
            Fingerprint.hash(tokenizer),
            settings.pooling().name(),
            String.valueOf(settings.maxTokens()),
            Fingerprint.hash(settings.documentPrefix()),
            Fingerprint.hash(settings.queryPrefix()),
            runtimeVersion));
  }

  /**
   * The tokenizer.
   *
   * @throws UnreadableModelException if the file is damaged or of another kind
   */
  WordPieceTokenizer readTokenizer() {
    try {
      return TokenizerFile.read(tokenizer);
    } catch (IOException unusable) {
      throw new UnreadableModelException(
          name, "tokenizer.json cannot be used: " + unusable.getMessage(), unusable);
    }
  }
}
