package dev.freshet.testkit.embed;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.freshet.core.Quantile;
import java.io.IOException;
import java.nio.LongBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

/**
 * The time of a model by operator, from the profiler of ONNX Runtime: one text per run and one
 * thread, as the engine runs it.
 *
 * @param micros per run and operator, the median of the runs, so that a pause of the machine does
 *     not count
 */
public record OperatorTimes(Map<String, Double> micros) {

  private static final int RUNS = 60;
  private static final String KERNEL = "_kernel_time";

  /**
   * Profiles a graph of the BERT kind on random tokens.
   *
   * @param onnx the graph
   * @param tokens of each text
   */
  public static OperatorTimes of(byte[] onnx, int tokens) throws OrtException, IOException {
    Path directory = Files.createTempDirectory("operator-times");
    try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
      options.setIntraOpNumThreads(1);
      options.setInterOpNumThreads(1);
      options.enableProfiling(directory.resolve("profile").toString());
      try (OrtSession session = OrtEnvironment.getEnvironment().createSession(onnx, options)) {
        Random random = new Random(1);
        for (int run = 0; run < RUNS; run++) {
          run(session, random.longs(tokens, 1_000, 20_000).toArray());
        }
        Path profile = Path.of(session.endProfiling());
        JsonNode events = new ObjectMapper().readTree(profile.toFile());
        Files.delete(profile);
        return new OperatorTimes(medians(events));
      }
    } finally {
      Files.delete(directory);
    }
  }

  /** The sum over all operators. */
  public double total() {
    return micros.values().stream().mapToDouble(Double::doubleValue).sum();
  }

  /** Share of {@link #total()} that the operators whose name contains {@code part} take. */
  public double share(String part) {
    return micros.entrySet().stream()
            .filter(entry -> entry.getKey().contains(part))
            .mapToDouble(Map.Entry::getValue)
            .sum()
        / total();
  }

  private static void run(OrtSession session, long[] ids) throws OrtException {
    long[] ones = new long[ids.length];
    Arrays.fill(ones, 1);
    Map<String, OnnxTensor> tensors = new HashMap<>();
    try {
      tensors.put("input_ids", tensor(ids));
      tensors.put("attention_mask", tensor(ones));
      tensors.put("token_type_ids", tensor(new long[ids.length]));
      session.run(tensors).close();
    } finally {
      tensors.values().forEach(OnnxTensor::close);
    }
  }

  private static OnnxTensor tensor(long[] values) throws OrtException {
    return OnnxTensor.createTensor(
        OrtEnvironment.getEnvironment(), LongBuffer.wrap(values), new long[] {1, values.length});
  }

  private static Map<String, Double> medians(JsonNode events) {
    Map<String, List<Double>> durations = new TreeMap<>();
    Map<String, String> operators = new HashMap<>();
    for (JsonNode event : events) {
      String name = event.path("name").asText();
      if (name.endsWith(KERNEL)) {
        durations
            .computeIfAbsent(name, node -> new ArrayList<>())
            .add(event.path("dur").asDouble());
        operators.put(name, event.path("args").path("op_name").asText());
      }
    }
    Map<String, Double> micros = new TreeMap<>();
    durations.forEach(
        (node, runs) -> {
          micros.merge(operators.get(node), Quantile.median(runs), Double::sum);
        });
    return micros;
  }
}
