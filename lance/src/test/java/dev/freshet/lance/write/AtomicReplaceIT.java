package dev.freshet.lance.write;

import static dev.freshet.lance.write.TestBatches.commit;
import static dev.freshet.testkit.vector.SampleRows.record;
import static dev.freshet.testkit.vector.SampleRows.spec;
import static dev.freshet.testkit.vector.SampleRows.vector;
import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.core.vector.Hit;
import dev.freshet.core.vector.VectorQuery;
import dev.freshet.core.vector.VectorRow;
import dev.freshet.core.vector.VectorTableReader;
import dev.freshet.core.vector.VectorTableWriter;
import dev.freshet.lance.LanceVectorTable;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A reader sees either all old chunks of a record or all new ones. */
class AtomicReplaceIT {

  private static final int COMMITS = Boolean.getBoolean("freshet.test.long") ? 300 : 120;

  @TempDir Path directory;

  @Test
  void readersSeeExactlyOneVersionOfARecordThatIsReplacedAllTheTime() throws Exception {
    Path path = directory.resolve("chunks.lance");
    AtomicBoolean done = new AtomicBoolean();
    ExecutorService threads = Executors.newFixedThreadPool(2);
    try (VectorTableWriter writer = LanceVectorTable.openWriter(path, spec());
        VectorTableReader reader = LanceVectorTable.openReader(path)) {
      commit(writer, 1, batch(1));
      List<Future<Integer>> polls = new ArrayList<>();
      for (int i = 0; i < 2; i++) {
        polls.add(threads.submit(() -> poll(reader, done)));
      }
      for (int sequence = 2; sequence <= COMMITS; sequence++) {
        commit(writer, sequence, batch(sequence));
      }
      done.set(true);
      for (Future<Integer> poll : polls) {
        assertThat(poll.get(30, TimeUnit.SECONDS)).isGreaterThan(COMMITS / 6);
      }
      assertThat(((LanceTableWriter) writer).arrowBytes()).isZero();
    } finally {
      done.set(true);
      threads.shutdownNow();
    }
  }

  private static List<VectorRow> batch(int sequence) {
    // Two chunks in odd versions, three in even ones.
    String[] texts = sequence % 2 == 1 ? new String[] {"a", "b"} : new String[] {"a", "b", "c"};
    return record("hot", sequence, texts);
  }

  /** Searches until {@code done}; every search must find all chunks of exactly one version. */
  private static int poll(VectorTableReader reader, AtomicBoolean done) {
    VectorQuery query = new VectorQuery(vector("a"), 10);
    long newest = 0;
    int polls = 0;
    while (!done.get()) {
      List<Hit> hits = reader.search(query).hits();
      Set<Long> versions = hits.stream().map(Hit::version).collect(Collectors.toSet());
      assertThat(versions).hasSize(1);
      long version = versions.iterator().next();
      assertThat(hits).hasSize(version % 2 == 1 ? 2 : 3);
      assertThat(version).isGreaterThanOrEqualTo(newest);
      newest = version;
      polls++;
    }
    return polls;
  }
}
