package dev.freshet.embedding.onnx;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import dev.freshet.core.error.ErrorCode;
import dev.freshet.core.error.FreshetException;
import dev.freshet.embedding.model.ModelFiles;
import dev.freshet.embedding.model.ModelSettings;
import dev.freshet.embedding.model.UnreadableModelException;
import java.nio.FloatBuffer;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One ONNX session that all threads share: it takes token ids and returns one vector that is not
 * yet of unit length. Owns the session and closes it only when no call is running, because closing
 * it under a running call crashes the process.
 *
 * <p>A call takes one text without padding: the shipped int8 model quantises each activation tensor
 * over all its rows, so a neighbour or a padding token would change the vector. A call uses one
 * thread: several texts side by side are faster than several threads for one text. As many calls
 * run at a time as there are processors, which bounds the memory that the runtime keeps.
 * Thread-safe.
 */
final class OnnxModel implements TokenModel {

  private static final Logger LOGGER = LoggerFactory.getLogger(OnnxModel.class);

  /** More at a time are not faster, and each keeps the memory that it needed. */
  private static final int CALLS_MAX = Math.max(2, Runtime.getRuntime().availableProcessors());

  private static final Duration CLOSE_WAIT = Duration.ofSeconds(30);

  private final String name;
  private final ModelSettings settings;
  private final OrtSession session;
  private final SessionMemory memory;
  private final Semaphore calls = new Semaphore(CALLS_MAX);
  private final Queue<TokenInputs> idleInputs = new ConcurrentLinkedQueue<>();

  /** A running call holds the read lock, {@link #close()} the write lock. */
  private final ReentrantReadWriteLock use = new ReentrantReadWriteLock();

  private volatile boolean closed;

  /** Guarded by the write lock. */
  private boolean released;

  private OnnxModel(ModelFiles files, OrtSession session, SessionMemory memory) {
    this.name = files.name();
    this.settings = files.settings();
    this.session = session;
    this.memory = memory;
  }

  /**
   * Loads the graph.
   *
   * @throws FreshetException MODEL_UNREADABLE if it is not a graph of the BERT kind
   */
  static OnnxModel load(ModelFiles files) {
    OrtEnvironment environment = environment(files.name());
    SessionMemory memory = new SessionMemory(files.onnx().length);
    try (OrtSession.SessionOptions options = sessionOptions()) {
      OrtSession session = memory.loading(() -> environment.createSession(files.onnx(), options));
      return new OnnxModel(files, checked(session, files.name()), memory);
    } catch (OrtException damaged) {
      memory.close();
      throw new UnreadableModelException(files.name(), "its graph cannot be loaded", damaged);
    } catch (RuntimeException | Error failure) {
      memory.close();
      throw failure;
    }
  }

  /** The options of every session; the caller closes them. */
  static OrtSession.SessionOptions sessionOptions() throws OrtException {
    OrtSession.SessionOptions options = new OrtSession.SessionOptions();
    options.setIntraOpNumThreads(1);
    options.setInterOpNumThreads(1);
    options.setExecutionMode(OrtSession.SessionOptions.ExecutionMode.SEQUENTIAL);
    // A pattern is kept for every length of a text, and costs memory but saves no time (ADR 0050).
    options.setMemoryPatternOptimization(false);
    return options;
  }

  private static OrtEnvironment environment(String model) {
    try {
      return OrtEnvironment.getEnvironment();
    } catch (LinkageError noLibrary) {
      throw new UnreadableModelException(
          model,
          "ONNX Runtime has no library that loads on %s %s"
              .formatted(System.getProperty("os.name"), System.getProperty("os.arch")),
          noLibrary);
    }
  }

  /** The version of the runtime; the vectors depend on it. */
  static String runtimeVersion() {
    return OrtEnvironment.getEnvironment().getVersion();
  }

  @Override
  public float[] infer(int[] ids) {
    use.readLock().lock();
    try {
      if (closed) {
        throw new FreshetException(
            ErrorCode.INTERNAL,
            "Cannot embed a text of %d tokens: model %s is closed. Open it again."
                .formatted(ids.length, name));
      }
      return run(ids);
    } catch (OrtException failure) {
      throw new FreshetException(
          ErrorCode.EMBEDDING_FAILED,
          "Cannot embed a text of %d tokens: the runtime of model %s failed. Repeat the call."
              .formatted(ids.length, name),
          failure);
    } finally {
      use.readLock().unlock();
    }
  }

  /**
   * Waits at most thirty seconds for running calls, then closes the session; if a call still runs,
   * the session stays open and a warning is logged. New calls fail at once.
   */
  @Override
  public void close() {
    closed = true;
    if (!lockForClosing()) {
      LOGGER
          .atWarn()
          .addKeyValue("model", name)
          .log("model is still in use, its session stays open");
      return;
    }
    try {
      if (!released) {
        released = true;
        memory.close();
        session.close();
      }
    } catch (OrtException | IllegalStateException failure) {
      LOGGER.atWarn().addKeyValue("model", name).setCause(failure).log("session did not close");
    } finally {
      use.writeLock().unlock();
    }
  }

  private boolean lockForClosing() {
    try {
      return use.writeLock().tryLock(CLOSE_WAIT.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      return use.writeLock().tryLock();
    }
  }

  private float[] run(int[] ids) throws OrtException {
    calls.acquireUninterruptibly();
    TokenInputs idle = idleInputs.poll();
    TokenInputs inputs = idle == null ? moreInputs() : idle;
    Map<String, OnnxTensor> tensors = new HashMap<>();
    try {
      inputs.fill(tensors, session.getInputNames(), ids);
      try (OrtSession.Result result = memory.calling(ids.length, () -> session.run(tensors))) {
        return pooled(result, ids.length);
      }
    } finally {
      tensors.values().forEach(OnnxTensor::close);
      idleInputs.add(inputs);
      calls.release();
    }
  }

  private TokenInputs moreInputs() {
    memory.oneCallMore();
    return new TokenInputs(settings.maxTokens());
  }

  private float[] pooled(OrtSession.Result result, int tokens) throws OrtException {
    if (!(result.get(0) instanceof OnnxTensor output)) {
      throw new UnreadableModelException(name, "its first output is no tensor", null);
    }
    long[] shape = output.getInfo().getShape();
    if (shape.length != 3 || shape[0] != 1 || shape[1] != tokens || shape[2] < 1) {
      throw new UnreadableModelException(
          name,
          "its first output has the shape %s instead of [1, %d, dimension]"
              .formatted(Arrays.toString(shape), tokens),
          null);
    }
    FloatBuffer components = output.getFloatBuffer();
    if (components == null) {
      throw new UnreadableModelException(
          name,
          "its first output is of type %s instead of float".formatted(output.getInfo().type),
          null);
    }
    return settings.pooling().pool(components, tokens, (int) shape[2]);
  }

  private static OrtSession checked(OrtSession session, String model) throws OrtException {
    Set<String> inputs = session.getInputNames();
    if (inputs.contains(TokenInputs.IDS) && TokenInputs.KNOWN.containsAll(inputs)) {
      return session;
    }
    session.close();
    throw new UnreadableModelException(
        model,
        "its graph has the inputs %s instead of input_ids, attention_mask and token_type_ids"
            .formatted(new TreeSet<>(inputs)),
        null);
  }
}
