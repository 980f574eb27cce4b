package dev.freshet.embedding;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * A model as read from its files. The arrays are not copied: nobody changes them.
 *
 * @param name what it is configured by
 * @param label the readable start of its fingerprint; must not depend on where the files lie
 * @param onnx the graph
 * @param tokenizer the {@code tokenizer.json}
 */
@SuppressWarnings("ArrayRecordComponent") // Never compared or printed: carried once, then dropped.
record ModelFiles(
    String name, String label, byte[] onnx, byte[] tokenizer, ModelSettings settings) {

  private static final int FINGERPRINT_HEX_DIGITS = 12;

  /**
   * The label and the start of a SHA-256 over all a vector depends on beside the text. The runtime
   * version is in it because its kernels round differently from version to version.
   */
  String fingerprint(String runtimeVersion) {
    String facts =
        String.join(
            "\n",
            hex(onnx),
            hex(tokenizer),
            settings.pooling().name(),
            String.valueOf(settings.maxTokens()),
            hex(settings.documentPrefix().getBytes(StandardCharsets.UTF_8)),
            hex(settings.queryPrefix().getBytes(StandardCharsets.UTF_8)),
            runtimeVersion);
    String hash = hex(facts.getBytes(StandardCharsets.UTF_8));
    return label + ":" + hash.substring(0, FINGERPRINT_HEX_DIGITS);
  }

  private static String hex(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException impossible) {
      throw new AssertionError("Every Java runtime has SHA-256", impossible);
    }
  }
}
