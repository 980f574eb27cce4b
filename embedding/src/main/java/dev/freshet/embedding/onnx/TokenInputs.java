package dev.freshet.embedding.onnx;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.LongBuffer;
import java.util.Map;
import java.util.Set;

/**
 * The off-heap inputs of one running call, reused between calls: the token ids, a mask of ones and
 * token types of zero. The runtime reads them in place. For one thread at a time.
 */
final class TokenInputs {

  static final String IDS = "input_ids";
  static final Set<String> KNOWN = Set.of(IDS, "attention_mask", "token_type_ids");

  private final Map<String, LongBuffer> buffers;

  TokenInputs(int maxTokens) {
    LongBuffer ones = buffer(maxTokens);
    for (int i = 0; i < maxTokens; i++) {
      ones.put(i, 1);
    }
    this.buffers =
        Map.of(IDS, buffer(maxTokens), "attention_mask", ones, "token_type_ids", buffer(maxTokens));
  }

  /**
   * Puts into {@code tensors}, for each of {@code names}, a tensor of shape {@code [1,
   * ids.length]}.
   */
  void fill(Map<String, OnnxTensor> tensors, Set<String> names, int[] ids) throws OrtException {
    LongBuffer idBuffer = buffers.get(IDS);
    for (int i = 0; i < ids.length; i++) {
      idBuffer.put(i, ids[i]);
    }
    for (String name : names) {
      LongBuffer values = buffers.get(name).slice(0, ids.length);
      tensors.put(
          name,
          OnnxTensor.createTensor(
              OrtEnvironment.getEnvironment(), values, new long[] {1, ids.length}));
    }
  }

  private static LongBuffer buffer(int size) {
    return ByteBuffer.allocateDirect(size * Long.BYTES)
        .order(ByteOrder.nativeOrder())
        .asLongBuffer();
  }
}
