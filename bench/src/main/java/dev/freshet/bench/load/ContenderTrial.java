package dev.freshet.bench.load;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import dev.freshet.bench.load.contender.Contender;
import dev.freshet.bench.load.contender.FreshetContender;
import dev.freshet.bench.load.contender.HttpContender;
import dev.freshet.bench.load.contender.JvectorContender;
import dev.freshet.bench.load.contender.LuceneContender;
import dev.freshet.bench.load.contender.OptimizeCare;
import dev.freshet.bench.rig.Notes;
import dev.freshet.bench.rig.PipelineProcess;
import dev.freshet.bench.rig.ServeProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/** The process of one contender: loads, tunes, and asks at rest and while rows stream in. */
final class ContenderTrial {

  static final ObjectMapper JSON = JsonMapper.builder().addModule(new JavaTimeModule()).build();

  /** Before each stage. */
  private static final Duration WARM_UP = Duration.ofSeconds(1);

  /** Before the first stage: the compiler needs a while to find the hot methods. */
  private static final Stage COLD = Stage.closed(4);

  /** Time for the stream of writes to end; its last search for a row may take five seconds. */
  private static final long STREAM_END_LIMIT_S = 60;

  private final Task task;
  private final LoadData.Questions questions;

  private ContenderTrial(Task task) throws IOException {
    this.task = task;
    this.questions = new LoadData(Path.of(task.places().data())).questions();
  }

  /**
   * What is to be done.
   *
   * @param kind of the contender
   * @param places of the files
   * @param rows to load
   * @param model of the vectors
   * @param replacements number of rows that can replace others
   * @param options of the scenario
   */
  record Task(
      ContenderKind kind,
      Places places,
      int rows,
      Model model,
      int replacements,
      LoadOptions options) {}

  /**
   * Directories.
   *
   * @param root the checkout
   * @param data of {@link LoadData}
   * @param work an empty one for the contender
   */
  record Places(String root, String data, String work) {}

  /**
   * The model of the vectors.
   *
   * @param dimension of the vectors
   * @param fingerprint of the model
   */
  record Model(int dimension, String fingerprint) {}

  /**
   * @param args a file with the task, and the one for the report
   */
  public static void main(String[] args) throws Exception {
    Task task = JSON.readValue(Path.of(args[0]).toFile(), Task.class);
    ContenderReport report = new ContenderTrial(task).run();
    Files.writeString(Path.of(args[1]), JSON.writeValueAsString(report));
    // The threads of the native library would keep the process alive.
    System.exit(0);
  }

  private ContenderReport run() throws Exception {
    try (Contender contender = open()) {
      Loaded stored = load(contender);
      say(contender, "loaded in %.1f s", stored.seconds());
      WidthTuner.Tuned tuned =
          new WidthTuner(questions.tuning(), task.options().target()).tune(contender);
      say(contender, "tuned to %s, recall %.4f", tuned.width(), tuned.recall());
      ContenderReport.Build build =
          new ContenderReport.Build(
              stored.seconds(),
              stored.indexSeconds(),
              ProcessMemory.now(),
              contender.bytesOnDisk());
      ContenderReport.Rest rest = rest(contender);
      ContenderReport.Live live = live(contender);
      return new ContenderReport(
          contender.name(), contender.description(), task.rows(), build, tuned, rest, live);
    }
  }

  private Contender open() throws IOException {
    Path work = Path.of(task.places().work());
    return switch (task.kind()) {
      case FRESHET -> freshet(home());
      case FRESHET_HTTP -> {
        PipelineProcess home = home();
        yield new HttpContender(freshet(home), new ServeProcess(home)::start);
      }
      case LUCENE -> new LuceneContender(work.resolve("lucene"), false);
      case LUCENE_SQ -> new LuceneContender(work.resolve("lucene"), true);
      case JVECTOR -> new JvectorContender(task.rows(), task.model().dimension());
    };
  }

  private PipelineProcess home() throws IOException {
    return PipelineProcess.create(
        Path.of(task.places().root()), "embedding: { model: " + Notes.MODEL + " }\n");
  }

  private FreshetContender freshet(PipelineProcess home) {
    return new FreshetContender(
        home.config().layout().vectorTable(),
        task.model().dimension(),
        task.model().fingerprint(),
        new OptimizeCare(home));
  }

  private record Loaded(double seconds, double indexSeconds) {}

  private Loaded load(Contender contender) throws Exception {
    try (RowFile.Input rows =
        new RowFile.Input(
            new LoadData(Path.of(task.places().data())).rows(),
            task.model().dimension(),
            task.rows())) {
      long began = System.nanoTime();
      OptionalDouble index = contender.load(rows);
      double seconds = (System.nanoTime() - began) / 1e9;
      return new Loaded(seconds, index.orElse(seconds));
    }
  }

  private ContenderReport.Rest rest(Contender contender) throws Exception {
    RowModel.Checked checked = new RowModel().check(contender, questions.asked(), SearchLoad.K);
    say(contender, "at rest, recall %.4f", checked.recall());
    searches(contender).run(COLD);
    return new ContenderReport.Rest(
        checked, stages(contender), ProcessMemory.now(), contender.figures());
  }

  private List<Stage.Figures> stages(Contender contender) throws Exception {
    SearchLoad load = searches(contender);
    List<Stage.Figures> figures = new ArrayList<>();
    for (Stage stage : task.options().stages()) {
      figures.add(load.run(stage));
    }
    return figures;
  }

  private SearchLoad searches(Contender contender) {
    return new SearchLoad(
        contender,
        questions.asked(),
        WARM_UP,
        Duration.ofSeconds(task.options().loops().seconds()));
  }

  private ContenderReport.Live live(Contender contender) throws Exception {
    RowModel model = new RowModel();
    ExecutorService threads = Executors.newSingleThreadExecutor();
    try (RowFile.Input source =
            new RowFile.Input(
                new LoadData(Path.of(task.places().data())).replacements(),
                task.model().dimension(),
                task.replacements());
        AutoCloseable upkeep = contender.startUpkeep()) {
      WriteStream stream =
          new WriteStream(
              contender,
              model,
              task.rows(),
              (int) (task.options().replaced() * WriteStream.PERIOD.toMillis() / 1_000),
              source);
      Future<WriteStream.Figures> writing = threads.submit(stream::run);
      List<Stage.Figures> stages = stages(contender);
      stream.stop();
      WriteStream.Figures writes = result(writing);
      RowModel.Checked checked = model.check(contender, questions.asked(), SearchLoad.K);
      say(
          contender,
          "after %d batches recall %.4f, %d wrong",
          writes.batches(),
          checked.recall(),
          checked.wrong());
      ProcessMemory memory = ProcessMemory.now();
      upkeep.close();
      return new ContenderReport.Live(
          checked, stages, writes, memory, contender.bytesOnDisk(), contender.figures());
    } finally {
      threads.shutdownNow();
    }
  }

  private static <T> T result(Future<T> future) throws Exception {
    try {
      return future.get(STREAM_END_LIMIT_S, TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      throw e.getCause() instanceof Exception cause ? cause : e;
    }
  }

  private void say(Contender contender, String what, Object... values) {
    System.err.printf(
        Locale.ROOT,
        "  %,d rows, %s: %s%n",
        task.rows(),
        contender.name(),
        String.format(Locale.ROOT, what, values));
  }
}
