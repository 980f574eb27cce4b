package dev.freshet.bench.rig;

import dev.freshet.demo.corpus.DemoCorpus;
import dev.freshet.demo.corpus.DocRecord;
import dev.freshet.demo.corpus.Release;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.function.ToIntFunction;

/** Real texts to embed: the documentation that the demo replays, its newest release, shuffled. */
public final class Corpus {

  private final List<String> documents;

  private Corpus(List<String> documents) {
    this.documents = List.copyOf(documents);
  }

  /**
   * @param root the checkout, built
   */
  public static Corpus read(Path root) {
    List<Release> releases =
        new DemoCorpus(root.resolve("extensions/demo/target/demo-corpus")).read();
    List<String> documents = new ArrayList<>();
    for (DocRecord record : releases.get(releases.size() - 1).records()) {
      documents.add(record.subject().signature() + "\n\n" + record.text().body());
    }
    Collections.shuffle(documents, new Random(7));
    return new Corpus(documents);
  }

  /** All texts, each once. */
  public List<String> documents() {
    return documents;
  }

  /** Those of at most {@code tokens} tokens. */
  public Corpus upTo(int tokens, ToIntFunction<String> counter) {
    return new Corpus(
        documents.stream().filter(text -> counter.applyAsInt(text) <= tokens).toList());
  }

  /**
   * As many texts as are asked for, no two alike: the corpus over and over, with a number before
   * each.
   */
  public List<String> numbered(int count) {
    List<String> texts = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      texts.add("note " + i + ": " + documents.get(i % documents.size()));
    }
    return texts;
  }
}
