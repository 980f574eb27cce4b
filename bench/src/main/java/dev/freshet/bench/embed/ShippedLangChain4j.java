package dev.freshet.bench.embed;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * LangChain4j's {@code embedAll} as its users have it: on the ONNX Runtime that LangChain4j pins,
 * which is an older one than ours. Two versions do not fit into one JVM, so this is another process
 * that embeds on request; it measures its own time, so that the exchange of data does not count.
 */
final class ShippedLangChain4j implements Contestant {

  private static final String RUNTIME = "onnxruntime-";

  private final Process process;
  private final DataOutputStream questions;
  private final DataInputStream answers;

  /**
   * @param runtimes directory with the one jar of the runtime that LangChain4j pins
   */
  ShippedLangChain4j(Path runtimes) throws IOException {
    this.process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx1g",
                "-cp",
                classPath(runtimes),
                ShippedLangChain4j.class.getName())
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    this.questions = new DataOutputStream(new BufferedOutputStream(process.getOutputStream()));
    this.answers = new DataInputStream(new BufferedInputStream(process.getInputStream()));
  }

  /** This process's class path with the other runtime in the place of ours. */
  private static String classPath(Path runtimes) throws IOException {
    try (Stream<Path> jars = Files.list(runtimes)) {
      Path shipped =
          jars.filter(jar -> jar.getFileName().toString().startsWith(RUNTIME))
              .findFirst()
              .orElseThrow(() -> new IOException("There is no runtime in " + runtimes));
      return Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
          .map(each -> Path.of(each).getFileName().toString().startsWith(RUNTIME) ? shipped : each)
          .map(Object::toString)
          .collect(Collectors.joining(File.pathSeparator));
    }
  }

  @Override
  public String name() {
    return "langchain4j as shipped";
  }

  @Override
  public Timed embed(List<String> texts) throws IOException {
    questions.writeInt(texts.size());
    for (String text : texts) {
      questions.writeUTF(text);
    }
    questions.flush();
    double seconds = answers.readDouble();
    List<float[]> vectors = new ArrayList<>();
    for (int i = 0; i < texts.size(); i++) {
      float[] vector = new float[answers.readInt()];
      for (int component = 0; component < vector.length; component++) {
        vector[component] = answers.readFloat();
      }
      vectors.add(vector);
    }
    return new Timed(vectors, seconds);
  }

  @Override
  public void close() {
    try {
      questions.close();
      if (process.waitFor(10, TimeUnit.SECONDS)) {
        return;
      }
    } catch (IOException gone) {
      // It has ended by itself; the caller that waited for its answer has got an exception.
      return;
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
    process.destroyForcibly();
  }

  /** The other process: answers until its input ends. */
  public static void main(String[] args) throws IOException {
    OutputStream out = System.out;
    // The output of a library must not mix with the answers.
    System.setOut(new PrintStream(OutputStream.nullOutputStream(), true));
    DataInputStream questions = new DataInputStream(new BufferedInputStream(System.in));
    DataOutputStream answers = new DataOutputStream(new BufferedOutputStream(out));
    try (Contestant langChain4j = LangChain4jContestant.batched()) {
      while (true) {
        List<String> texts = new ArrayList<>();
        for (int left = questions.readInt(); left > 0; left--) {
          texts.add(questions.readUTF());
        }
        Timed timed = langChain4j.embed(texts);
        answers.writeDouble(timed.seconds());
        for (float[] vector : timed.vectors()) {
          answers.writeInt(vector.length);
          for (float component : vector) {
            answers.writeFloat(component);
          }
        }
        answers.flush();
      }
    } catch (EOFException end) {
      answers.close();
    }
  }
}
