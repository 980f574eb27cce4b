package dev.freshet.embedding.onnx;

import dev.freshet.core.DaemonThreads;
import dev.freshet.embedding.token.WordPieceTokenizer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * Computes a {@link TokenTable} with a sentence model: every token of the vocabulary goes through
 * the model as a text of its own (van Dongen and Tulkens, Model2Vec, 2024), the mean of all vectors
 * is subtracted, and each is weighted by {@code a / (a + p)}, where {@code p} is the token's
 * frequency (Arora, Liang and Ma, A Simple but Tough-to-Beat Baseline for Sentence Embeddings, ICLR
 * 2017).
 *
 * <p>No corpus is needed for {@code p}: the vocabulary of BERT lists its words by falling
 * frequency, and by Zipf's law the frequency of the n-th word falls with n. The special tokens and
 * the single characters that come before the words count as the most frequent of all.
 */
final class TableDistiller {

  private static final double SIF_A = 1e-3;
  private static final String MOST_FREQUENT_WORD = "the";

  private final TokenModel teacher;
  private final WordPieceTokenizer tokenizer;
  private final int threads;

  TableDistiller(TokenModel teacher, WordPieceTokenizer tokenizer, int threads) {
    this.teacher = teacher;
    this.tokenizer = tokenizer;
    this.threads = threads;
  }

  /** Runs the teacher once per token; seconds of work for every thread. */
  TokenTable distil() {
    float[][] vectors = tokenVectors();
    int dimension = vectors[0].length;
    float[] mean = mean(vectors);
    int firstWord = tokenizer.encode(MOST_FREQUENT_WORD)[1];
    double harmonic = harmonic(vectors.length - firstWord);
    float[] rows = new float[vectors.length * dimension];
    for (int id = 0; id < vectors.length; id++) {
      double frequency = 1 / (harmonic * Math.max(1, id - firstWord + 1));
      float weight = (float) (SIF_A / (SIF_A + frequency));
      for (int i = 0; i < dimension; i++) {
        rows[id * dimension + i] = weight * (vectors[id][i] - mean[i]);
      }
    }
    return new TokenTable(rows, dimension);
  }

  private float[][] tokenVectors() {
    int[] frame = tokenizer.encode("");
    List<int[]> texts = new ArrayList<>();
    for (int id = 0; id <= tokenizer.highestId(); id++) {
      texts.add(new int[] {frame[0], id, frame[1]});
    }
    float[][] vectors = new float[texts.size()][];
    ExecutorService helpers =
        Executors.newFixedThreadPool(threads, DaemonThreads.numbered("freshet-distil"));
    try {
      new TextBatch<float[]>(texts, teacher::infer, vectors).run(helpers, threads - 1);
    } finally {
      helpers.shutdown();
    }
    return vectors;
  }

  private static float[] mean(float[][] vectors) {
    double[] sum = new double[vectors[0].length];
    for (float[] vector : vectors) {
      Arrays.setAll(sum, i -> sum[i] + vector[i]);
    }
    float[] mean = new float[sum.length];
    for (int i = 0; i < mean.length; i++) {
      mean[i] = (float) (sum[i] / vectors.length);
    }
    return mean;
  }

  /**
   * The sum of 1/n for n from 1 to {@code words}; divided by it, Zipf frequencies add up to one.
   */
  private static double harmonic(int words) {
    double sum = 0;
    for (int n = 1; n <= words; n++) {
      sum += 1.0 / n;
    }
    return sum;
  }
}
