package dev.freshet.pipeline.cluster;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;

/**
 * Executors in this process. Tasks and results are serialized as if they were sent to another
 * process, and the first result of every task can be made to get lost.
 */
final class SentExecutors implements ExecutorPool {

  private final int slots;
  private boolean losesFirstAnswers;
  final List<Integer> partSizes = new ArrayList<>();
  int jobs;

  SentExecutors(int slots) {
    this.slots = slots;
  }

  SentExecutors losingFirstAnswers() {
    losesFirstAnswers = true;
    return this;
  }

  @Override
  public int slots() {
    return slots;
  }

  @Override
  public int threadsPerTask() {
    return 1;
  }

  @Override
  public <P extends Serializable, R extends Serializable> List<R> run(
      String work, List<P> parts, ExecutorTask<P, R> task) {
    jobs++;
    List<R> results = new ArrayList<>();
    for (P part : parts) {
      partSizes.add(part instanceof SentRows rows ? rows.rows().size() : ((List<?>) part).size());
      if (losesFirstAnswers) {
        sent(task).run(sent(part));
      }
      results.add(sent(sent(task).run(sent(part))));
    }
    return results;
  }

  @SuppressWarnings("unchecked")
  static <T> T sent(T value) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(value);
      out.flush();
      try (ObjectInputStream in =
          new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
        return (T) in.readObject();
      }
    } catch (IOException | ClassNotFoundException e) {
      throw new AssertionError("cannot be sent: " + value.getClass(), e);
    }
  }
}
