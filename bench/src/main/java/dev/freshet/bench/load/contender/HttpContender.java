package dev.freshet.bench.load.contender;

import dev.freshet.bench.rig.RunningServer;
import java.io.IOException;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/**
 * This project's server over HTTP/1.1 with connections kept alive; rows are written as by {@link
 * FreshetContender}.
 */
public final class HttpContender implements Contender {

  private final FreshetContender table;
  private final ServerStart server;
  private @Nullable RunningServer running;
  private @Nullable HttpSearch searches;

  /** Starts a server on the table. */
  public interface ServerStart {
    /** Returns when the server is ready to search. */
    RunningServer start() throws Exception;
  }

  public HttpContender(FreshetContender table, ServerStart server) {
    this.table = table;
    this.server = server;
  }

  @Override
  public String name() {
    return "freshet-http";
  }

  @Override
  public String description() {
    return table.description() + "; asked over HTTP, raw vectors as JSON, connections kept alive";
  }

  @Override
  public OptionalDouble load(Iterator<Row> rows) throws Exception {
    OptionalDouble seconds = table.load(rows);
    RunningServer started = server.start();
    running = started;
    searches = new HttpSearch(started.port());
    return seconds;
  }

  @Override
  public int widths() {
    return table.widths();
  }

  @Override
  public String searchWith(int index) {
    return table.searchWith(index);
  }

  @Override
  public AutoCloseable startUpkeep() throws Exception {
    return table.startUpkeep();
  }

  @Override
  public void replace(List<Row> rows, List<Integer> deleted) {
    table.replace(rows, deleted);
  }

  @Override
  public List<Found> search(float[] vector, int k) throws IOException, InterruptedException {
    if (searches == null) {
      throw new IllegalStateException("Nothing is loaded yet");
    }
    return searches.search(vector, k);
  }

  @Override
  public long bytesOnDisk() throws Exception {
    return table.bytesOnDisk();
  }

  @Override
  public Map<String, Object> figures() {
    Map<String, Object> figures = new LinkedHashMap<>(table.figures());
    if (running != null) {
      figures.put("serverResidentMb", running.residentMb());
    }
    return figures;
  }

  @Override
  public void close() throws Exception {
    try {
      if (running != null) {
        running.close();
      }
    } finally {
      table.close();
    }
  }
}
