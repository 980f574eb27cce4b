package dev.freshet.bench.relevance;

import dev.freshet.bench.rig.Scenario;
import dev.freshet.core.BatchIdentity;
import dev.freshet.core.Chunk;
import dev.freshet.core.embed.EmbedOutcome;
import dev.freshet.core.embed.Embedder;
import dev.freshet.core.embed.InputType;
import dev.freshet.core.maintenance.ColumnIndex;
import dev.freshet.core.maintenance.MaintenanceStep;
import dev.freshet.core.maintenance.TableMaintainer;
import dev.freshet.core.vector.Distance;
import dev.freshet.core.vector.VectorCommit;
import dev.freshet.core.vector.VectorRow;
import dev.freshet.core.vector.VectorTableReader;
import dev.freshet.core.vector.VectorTableSpec;
import dev.freshet.core.vector.VectorTableWriter;
import dev.freshet.demo.corpus.DemoCorpus;
import dev.freshet.demo.corpus.Release;
import dev.freshet.embedding.EmbeddingModels;
import dev.freshet.lance.LanceVectorTable;
import dev.freshet.search.Mode;
import dev.freshet.search.Question.Text;
import dev.freshet.search.SearchHit;
import dev.freshet.search.SearchRequest;
import dev.freshet.search.SearchService;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.ToIntFunction;

/**
 * Asks questions whose answer is known in every mode. Mean reciprocal rank of the right record
 * among the first ten (MRR@10) by kind of question, and how many records a hybrid search loses that
 * one of its rankings has among its first ten. An option names another model.
 */
public final class RelevanceScenario implements Scenario {

  private static final String MODEL = "all-minilm-l6-v2";
  private static final int PER_KIND = 400;

  /** Hits that are asked for; the former fusion merged as many of each ranking. */
  private static final int K = 100;

  /**
   * The questions of one kind.
   *
   * @param questions how many
   * @param vector MRR@10 by meaning
   * @param text by words
   * @param ranks merged by ranks with equal weights
   * @param hybrid as a search answers
   */
  record Kind(int questions, double vector, double text, double ranks, double hybrid) {

    static Kind of(List<Ranks> all) {
      return new Kind(
          all.size(),
          mean(all, Ranks::vector),
          mean(all, Ranks::text),
          mean(all, Ranks::ranks),
          mean(all, Ranks::hybrid));
    }

    private static double mean(List<Ranks> all, ToIntFunction<Ranks> rank) {
      return all.stream()
          .mapToDouble(each -> Ranks.reciprocal(rank.applyAsInt(each)))
          .average()
          .orElse(0);
    }

    /** How much better than the better of the two rankings; negative if worse. */
    double gain() {
      return hybrid - Math.max(vector, text);
    }
  }

  /**
   * All figures.
   *
   * @param found records that one ranking has among its first ten
   * @param lostByRanks those of them that a fusion by ranks has not
   * @param lost those that a hybrid search has not
   */
  record Figures(
      String model,
      int passages,
      Map<KnownAnswer.Kind, Kind> kinds,
      Kind all,
      long found,
      long lostByRanks,
      long lost) {}

  @Override
  public Object measure(Path root) throws Exception {
    return measure(root, List.of());
  }

  @Override
  public Object measure(Path root, List<String> options) throws Exception {
    String model = options.isEmpty() ? MODEL : options.get(0);
    Path table = Files.createTempDirectory("relevance").resolve("chunks.lance");
    try (Embedder embedder = EmbeddingModels.open(model)) {
      List<Passage> passages = index(embedder, passages(root), table);
      List<KnownAnswer> questions = new Questions(passages).make(PER_KIND);
      try (VectorTableReader reader = LanceVectorTable.openReader(table)) {
        SearchService search =
            new SearchService(reader, () -> embedder, Optional::empty, InstantSource.system());
        Figures figures = figures(model, passages.size(), ask(search, questions));
        print(figures);
        return figures;
      }
    }
  }

  private static List<Passage> passages(Path root) {
    List<Release> releases =
        new DemoCorpus(root.resolve("extensions/demo/target/demo-corpus")).read();
    return releases.get(releases.size() - 1).records().stream()
        .flatMap(record -> Passage.of(record).stream())
        .toList();
  }

  /** Indexes each passage that the model takes whole, as one chunk; returns those. */
  private static List<Passage> index(Embedder embedder, List<Passage> passages, Path table)
      throws IOException {
    List<EmbedOutcome> outcomes =
        embedder.embed(passages.stream().map(Passage::text).toList(), InputType.DOCUMENT);
    List<Passage> indexed = new ArrayList<>();
    List<VectorRow> rows = new ArrayList<>();
    Set<String> keys = new HashSet<>();
    Instant now = Instant.now();
    for (int i = 0; i < passages.size(); i++) {
      if (outcomes.get(i) instanceof EmbedOutcome.Embedded embedded) {
        Passage passage = passages.get(i);
        Chunk chunk = Chunk.of(passage.key(), 1, List.of(passage.text())).get(0);
        rows.add(new VectorRow(chunk, embedded.vector(), Map.of(), now));
        keys.add(passage.key());
        indexed.add(passage);
      }
    }
    VectorTableSpec spec =
        VectorTableSpec.of(
            embedder.spec().dimension(), Distance.COSINE, embedder.spec().fingerprint(), List.of());
    try (VectorTableWriter writer = LanceVectorTable.openWriter(table, spec)) {
      writer.commit(new VectorCommit(new BatchIdentity("bench", 1), keys, writer.stage(rows), now));
    }
    try (TableMaintainer maintainer = LanceVectorTable.openMaintainer(table, "bench")) {
      maintainer.run(new MaintenanceStep.BuildColumnIndex(ColumnIndex.fullText(), rows.size()));
    }
    return indexed;
  }

  private static Map<KnownAnswer.Kind, List<Ranks>> ask(
      SearchService search, List<KnownAnswer> questions) {
    Map<KnownAnswer.Kind, List<Ranks>> ranks = new EnumMap<>(KnownAnswer.Kind.class);
    for (KnownAnswer question : questions) {
      List<SearchHit> near = hits(search, question, Mode.VECTOR);
      List<SearchHit> worded = hits(search, question, Mode.TEXT);
      List<SearchHit> hybrid = hits(search, question, Mode.HYBRID);
      ranks
          .computeIfAbsent(question.kind(), kind -> new ArrayList<>())
          .add(
              new Ranks(
                  Ranks.of(keys(near), question.answer()),
                  Ranks.of(keys(worded), question.answer()),
                  Ranks.of(RankFusion.fuse(near, worded), question.answer()),
                  Ranks.of(keys(hybrid), question.answer())));
    }
    return ranks;
  }

  private static List<SearchHit> hits(SearchService search, KnownAnswer question, Mode mode) {
    return search
        .search(
            new SearchRequest(
                new Text(question.text()),
                mode,
                K,
                Optional.empty(),
                OptionalInt.empty(),
                Optional.of(Set.of()),
                Optional.empty()))
        .hits();
  }

  private static List<String> keys(List<SearchHit> hits) {
    return hits.stream().map(SearchHit::key).toList();
  }

  private static Figures figures(
      String model, int passages, Map<KnownAnswer.Kind, List<Ranks>> ranks) {
    Map<KnownAnswer.Kind, Kind> kinds = new EnumMap<>(KnownAnswer.Kind.class);
    ranks.forEach((kind, each) -> kinds.put(kind, Kind.of(each)));
    List<Ranks> all = ranks.values().stream().flatMap(List::stream).toList();
    List<Ranks> found = all.stream().filter(Ranks::isFound).toList();
    return new Figures(
        model,
        passages,
        kinds,
        Kind.of(all),
        found.size(),
        found.stream().filter(each -> each.ranks() == 0).count(),
        found.stream().filter(each -> each.hybrid() == 0).count());
  }

  private static void print(Figures figures) {
    System.out.printf(
        Locale.ROOT,
        "%s, %d passages; MRR@10%n%-36s %5s  %6s %6s %9s %7s %7s%n",
        figures.model(),
        figures.passages(),
        "questions",
        "",
        "vector",
        "text",
        "by ranks",
        "hybrid",
        "gain");
    figures.kinds().forEach((kind, each) -> print(kind.meaning(), each));
    print("all", figures.all());
    System.out.printf(
        Locale.ROOT,
        "of %d records that one ranking has among its first ten, a fusion by ranks loses %d, hybrid %d%n",
        figures.found(),
        figures.lostByRanks(),
        figures.lost());
  }

  private static void print(String name, Kind kind) {
    System.out.printf(
        Locale.ROOT,
        "%-36s %5d  %6.3f %6.3f %9.3f %7.3f %+7.3f%n",
        name,
        kind.questions(),
        kind.vector(),
        kind.text(),
        kind.ranks(),
        kind.hybrid(),
        kind.gain());
  }
}
