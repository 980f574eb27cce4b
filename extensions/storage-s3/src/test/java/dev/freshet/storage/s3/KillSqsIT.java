package dev.freshet.storage.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.freshet.autoloader.process.QueryProcess;
import dev.freshet.autoloader.process.QueryProcess.Line;
import dev.freshet.autoloader.state.TrackedFiles;
import dev.freshet.servers.FaultProxy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * {@code kill -9} of a query that finds its files by events of S3 in a queue of SQS, while messages
 * are received and deleted. Some deletions are done and not answered, others are answered and not
 * done; messages come twice, and some are none of S3. A message that was deleted before its file
 * was in the file log would be a file that only a listing can find: after each kill the file log is
 * compared with what is left in the queue. In the end the rows are compared with what landed.
 */
class KillSqsIT {
  private static final int KILLS =
      Integer.getInteger("freshet.kills", Boolean.getBoolean("freshet.test.long") ? 100 : 1);

  private static final Duration LIMIT = Duration.ofSeconds(120);

  @TempDir Path home;

  private final S3Landing landing = S3Landing.create();
  private final SqsQueue queue = SqsQueue.create();
  private final Set<String> landed = new HashSet<>();

  /** How many messages were sent for each file. */
  private final Map<String, Integer> told = new HashMap<>();

  private int withoutFile;

  /** The request that the process must have sent before the random time until its kill begins. */
  private static final List<String> MOMENTS = List.of("DeleteMessage", "ReceiveMessage");

  @Test
  @Timeout(value = 2, unit = TimeUnit.HOURS)
  void killsWhileMessagesAreDeletedLoseNoFileAndReadNoneTwice() throws Exception {
    Random random = new Random(Long.getLong("freshet.seed", 20261130L));
    try (FaultProxy proxy = FaultProxy.of(SqsQueue.server())) {
      for (int kill = 0; kill < KILLS; kill++) {
        killOnce(MOMENTS.get(kill % MOMENTS.size()), proxy, random);
        assertThatWhatIsDeletedIsLogged();
      }
      proxy.heal();
      landed.forEach(this::tell); // All come again.
      try (QueryProcess last = start(proxy, true)) {
        assertThat(last.await(LIMIT)).as(last.output()).isZero();
      }
    }

    Map<String, Integer> times = new TreeMap<>();
    for (Line line : QueryProcess.lines(home).values()) {
      assertThat(line.value()).isEqualTo("in " + line.path());
      times.merge(line.path(), 1, Integer::sum);
    }
    assertThat(times)
        .as("how often each file was read")
        .isEqualTo(landed.stream().collect(Collectors.toMap(path -> path, path -> 1)));
  }

  private void killOnce(String moment, FaultProxy proxy, Random random) throws Exception {
    proxy.heal();
    proxy.lose("POST", "DeleteMessage", FaultProxy.Fault.CUT_AFTER, random.nextInt(3));
    proxy.lose("POST", "DeleteMessage", FaultProxy.Fault.CUT_BEFORE, random.nextInt(3));
    land(1 + random.nextInt(6), random);
    int before = proxy.requests().size();
    try (QueryProcess query = start(proxy, false)) {
      await()
          .atMost(LIMIT)
          .pollInterval(Duration.ofMillis(5))
          .until(
              () ->
                  !query.isAlive()
                      || proxy.requests().stream()
                          .skip(before)
                          .anyMatch(each -> each.contains(moment)));
      assertThat(query.isAlive()).as(query.output()).isTrue();
      long until = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(random.nextInt(1000));
      while (System.nanoTime() < until) {
        land(random.nextInt(2), random);
      }
    }
  }

  /** Lands files of one line that names them, and sends their events, more than once for some. */
  private void land(int files, Random random) {
    for (int i = 0; i < files && landed.size() < 40 * (KILLS + 1); i++) {
      String name = "d" + random.nextInt(3) + "/a b+" + landed.size() + ".txt";
      String path = landing.path() + "/" + name;
      landing.land(name, "in " + path + "\n");
      landed.add(path);
      tell(path);
      if (random.nextInt(4) == 0) {
        tell(landed.stream().skip(random.nextInt(landed.size())).findFirst().orElseThrow());
      }
      if (random.nextInt(6) == 0) {
        withoutFile++;
        queue.send("no message of a storage");
      }
    }
  }

  private void tell(String path) {
    told.merge(path, 1, Integer::sum);
    String key = path.substring("s3a://".length() + landing.bucket().length() + 1);
    queue.send(SqsQueue.notification(landing.bucket(), key));
  }

  private void assertThatWhatIsDeletedIsLogged() {
    Path log = home.resolve(QueryProcess.FILE_LOG);
    Set<String> logged = new HashSet<>();
    if (Files.isDirectory(log)) {
      try (TrackedFiles files = TrackedFiles.open(log)) {
        files.forEach(file -> logged.add(file.file().path()));
      }
    }
    int sent = told.values().stream().mapToInt(Integer::intValue).sum() + withoutFile;
    int ofLogged = logged.stream().mapToInt(path -> told.getOrDefault(path, 0)).sum();
    assertThat(sent - queue.size())
        .as("messages deleted, with %s files logged of %s", logged.size(), landed.size())
        .isLessThanOrEqualTo(ofLogged + withoutFile);
  }

  private QueryProcess start(FaultProxy proxy, boolean once) throws IOException {
    Map<String, String> options = new HashMap<>(S3Landing.hadoop(S3Landing.endpoint()));
    options.putAll(
        Map.of(
            "path", landing.path(),
            "cloudFiles.maxFilesPerTrigger", "3",
            "autoloader.queue", "sqs+" + proxy.endpoint() + "/000000000000/" + queue.name(),
            "autoloader.storage.accessKey", "${env:PATH}", // Of the queue, which takes any.
            "autoloader.storage.secretKey", "${env:PATH}",
            "autoloader.listInterval", "1h"));
    return QueryProcess.start(home, options, once);
  }
}
