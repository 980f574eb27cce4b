package dev.freshet.embedding.model;

import dev.freshet.embedding.token.TokenizerFile;
import dev.freshet.embedding.token.WordPieceTokenizer;
import java.io.IOException;
import java.util.List;

/**
 * A model as read from its files. The arrays are not copied: do not change them.
 *
 * @param name the name or directory in the configuration
 * @param label the readable start of its fingerprint; must not depend on where the files are
 * @param onnx the graph
 * @param tokenizer the {@code tokenizer.json}
 * @param settings what the files do not contain
 */
@SuppressWarnings("ArrayRecordComponent") // Never compared or printed, only passed on.
public record ModelFiles(
    String name, String label, byte[] onnx, byte[] tokenizer, ModelSettings settings) {

  /**
   * Identifies everything a vector depends on besides the text. The runtime version is part of it
   * because the runtime's kernels round differently from version to version.
   */
  public String fingerprint(String runtimeVersion) {
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
   * The tokenizer that {@code tokenizer.json} describes.
   *
   * @throws UnreadableModelException if the file is damaged or of another kind
   */
  public WordPieceTokenizer readTokenizer() {
    try {
      return TokenizerFile.read(tokenizer);
    } catch (IOException unusable) {
      throw new UnreadableModelException(
          name, "tokenizer.json cannot be used: " + unusable.getMessage(), unusable);
    }
  }
}
