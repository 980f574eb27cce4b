package dev.freshet.cli.verb;

import dev.freshet.cli.answer.ExitCode;
import dev.freshet.cli.answer.Output;
import dev.freshet.cli.wiring.ServedAddress;
import dev.freshet.cli.wiring.Wiring;
import dev.freshet.core.config.FreshetConfig;
import dev.freshet.core.config.ServeConfig;
import dev.freshet.core.embed.Embedder;
import dev.freshet.home.process.MemoryReporter;
import dev.freshet.home.process.ProcessSupervisor;
import dev.freshet.home.process.StopOnShutdown;
import dev.freshet.server.SearchServer;
import dev.freshet.server.security.FrontDoor;
import java.io.PrintWriter;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
    name = "serve",
    description = {
      "Answers searches over HTTP, with a dashboard, until it is stopped.",
      "Works beside a running pipeline, and before there is a table. The process that searches is"
          + " started again if it ends. On Ctrl-C it answers the open requests and ends."
    },
    mixinStandardHelpOptions = true)
public final class ServeCommand implements Callable<Integer> {

  @Mixin PipelineFile file;

  @Option(
      names = "--port",
      paramLabel = "N",
      description = "Port to listen on, instead of serve.port. 0: any free one.")
  @Nullable Integer port;

  @Option(names = "--worker", hidden = true, description = "Search, and end when stdin ends.")
  boolean worker;

  @Mixin Output output;

  @Override
  public Integer call() throws InterruptedException {
    FreshetConfig config = file.read();
    ServeConfig serve = port == null ? config.serve() : config.serve().at(port);
    Wiring wiring = new Wiring(config);
    if (worker) {
      return work(config, wiring, serve);
    }
    FrontDoor.requireUsable(serve, config.layout(), InstantSource.system());
    return supervise(wiring, serve);
  }

  private static int work(FreshetConfig config, Wiring wiring, ServeConfig serve)
      throws InterruptedException {
    CountDownLatch stop = new CountDownLatch(1);
    try (StopOnShutdown lifeline = StopOnShutdown.register(stop::countDown);
        MemoryReporter memory = MemoryReporter.start(config.layout().memoryReport("serve"));
        Embedder embedder = wiring.openEmbedder();
        SearchServer server = wiring.startServer(serve, embedder)) {
      ParentWatch.start(System.in, stop::countDown);
      stop.await();
    }
    return ExitCode.OK;
  }

  private int supervise(Wiring wiring, ServeConfig serve) throws InterruptedException {
    ServedAddress address = ServedAddress.of(serve);
    PrintWriter progress = output.progress();
    try (ProcessSupervisor server =
            wiring.superviseServe(file.file, address.port(), Optional.empty());
        StopOnShutdown lifeline = StopOnShutdown.register(server::stop)) {
      progress.println("starting the search server ...");
      progress.flush();
      if (address.awaitListening(server::isOver)) {
        progress.println("search and dashboard: " + address.url() + "  (Ctrl-C ends it)");
      } else if (!server.isOver()) {
        progress.println("no server listens on " + address.url() + " yet; see the log above");
      }
      progress.flush();
      int exitCode = server.await();
      server.close();
      output.print(new Served(address.url().toString()));
      return exitCode;
    }
  }

  /**
   * What was served.
   *
   * @param url its address on this machine
   */
  public record Served(String url) implements Output.Answer {

    @Override
    public void print(PrintWriter out) {
      out.println("stopped serving " + url);
    }
  }
}
