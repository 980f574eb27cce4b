package dev.freshet.bench.server;

import dev.freshet.bench.rig.Corpus;
import dev.freshet.bench.rig.LatencySample;
import dev.freshet.bench.rig.PipelineProcess;
import dev.freshet.bench.rig.Scenario;
import dev.freshet.cli.wiring.ServedAddress;
import dev.freshet.core.config.ServeConfig;
import dev.freshet.core.filter.FilterColumns;
import dev.freshet.server.security.ApiKeyFile;
import dev.freshet.server.security.ApiKeys;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * One client searches, over connections of its own and with a key of its own, while a crowd abuses
 * the server: how long do its searches take, what does the server hold, and what is left when the
 * crowd has gone. Client and crowd are in this process, the server in another, all on one machine.
 */
public final class ServerAbuseScenario implements Scenario {

  private static final int ROWS = 5_000;
  private static final int FILE_ROWS = 500;
  private static final Duration LIMIT = Duration.ofMinutes(5);
  private static final Duration SEARCHED = Duration.ofSeconds(20);
  private static final Duration RECOVERED = Duration.ofSeconds(30);

  /**
   * The figures of one abuse.
   *
   * @param abuse its name
   * @param crowd its connections
   * @param searches of the client meanwhile
   * @param residentMb of the server's process
   * @param files open descriptors of the server's process at the end of the abuse
   * @param filesAfter the same half a minute after the crowd has gone
   */
  record Result(
      String abuse,
      Connections crowd,
      SearchClient.Searched searches,
      long residentMb,
      long files,
      long filesAfter) {}

  /**
   * The connections of a crowd.
   *
   * @param open at the end
   * @param refused how often the crowd got no connection
   * @param closedByServer how often the server closed one
   */
  record Connections(int open, int refused, int closedByServer) {}

  @Override
  public Object measure(Path root) throws Exception {
    try (PipelineProcess home =
        PipelineProcess.create(root, "embedding: { model: static-minilm }\n")) {
      home.landAll(Corpus.read(root).numbered(ROWS), FILE_ROWS);
      home.start(List.of(), "--once");
      PipelineProcess.await("the rows are in the table", LIMIT, home::hasEnded);
      String attacker = key(home, "attacker");
      String client = key(home, "client");
      int port = ServedAddress.of(new ServeConfig(0, ServeConfig.DEFAULT_BIND)).port();
      Process server = home.startServer(port);
      try {
        return measure(server, port, attacker, client);
      } finally {
        server.destroy();
        server.waitFor(1, TimeUnit.MINUTES);
      }
    }
  }

  private static String key(PipelineProcess home, String name) {
    ApiKeyFile file = new ApiKeyFile(home.config().layout().apiKeys());
    return new ApiKeys(file, InstantSource.system())
        .add(name, Optional.empty(), new FilterColumns(Map.of()), Optional.empty())
        .text();
  }

  private static List<Result> measure(Process server, int port, String attacker, String key)
      throws IOException, InterruptedException {
    SearchClient client = new SearchClient(port, key);
    PipelineProcess.await("the server answers", LIMIT, client::isAnswered);
    ProcessHandle worker =
        server
            .descendants()
            .filter(each -> each.children().findAny().isEmpty())
            .findFirst()
            .orElseThrow();
    client.searchFor(SEARCHED);
    List<Result> results = new ArrayList<>();
    results.add(print(alone("no crowd", client, worker)));
    for (Abuse abuse : Abuse.all(attacker)) {
      results.add(print(abused(abuse, port, client, worker)));
    }
    results.add(print(alone("no crowd any more", client, worker)));
    return results;
  }

  private static Result alone(String name, SearchClient client, ProcessHandle worker)
      throws IOException, InterruptedException {
    SearchClient.Searched searched = client.searchFor(SEARCHED);
    long files = files(worker);
    return new Result(name, new Connections(0, 0, 0), searched, residentMb(worker), files, files);
  }

  private static Result abused(Abuse abuse, int port, SearchClient client, ProcessHandle worker)
      throws IOException, InterruptedException {
    Crowd crowd = Crowd.start(abuse, port);
    SearchClient.Searched searched = client.searchFor(SEARCHED);
    int open = crowd.open();
    long residentMb = residentMb(worker);
    long files = files(worker);
    crowd.close();
    TimeUnit.NANOSECONDS.sleep(RECOVERED.toNanos());
    return new Result(
        abuse.name(),
        new Connections(open, crowd.refused(), crowd.closedByServer()),
        searched,
        residentMb,
        files,
        files(worker));
  }

  private static long residentMb(ProcessHandle worker) {
    return PipelineProcess.residentMb(worker.pid());
  }

  private static long files(ProcessHandle worker) throws IOException {
    try (Stream<Path> open = Files.list(Path.of("/proc/" + worker.pid() + "/fd"))) {
      return open.count();
    }
  }

  private static Result print(Result result) {
    LatencySample took = result.searches().took();
    System.out.printf(
        Locale.ROOT,
        "%-48s searches %5d, failed %d, p50 %6.1f ms, p99 %6.1f ms; crowd %,6d open, %,d refused,"
            + " %,d closed; server %,d MB, %,d files, %,d afterwards%n",
        result.abuse(),
        took.count(),
        result.searches().failed(),
        took.p50Ms(),
        took.p99Ms(),
        result.crowd().open(),
        result.crowd().refused(),
        result.crowd().closedByServer(),
        result.residentMb(),
        result.files(),
        result.filesAfter());
    return result;
  }
}
