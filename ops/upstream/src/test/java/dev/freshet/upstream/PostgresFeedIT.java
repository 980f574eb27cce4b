package dev.freshet.upstream;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * PostgreSQL with the default replica identity, captured by Debezium's connector: an initial
 * snapshot with a transaction open across it, values stored apart, moved rows, delete and insert in
 * one transaction, an incremental snapshot amid changes, a changed schema, and a connector that
 * starts again from an older offset.
 */
class PostgresFeedIT {

  @TempDir Path directory;

  @Test
  @Timeout(600)
  void vectorTableHoldsTheRowsOfTheDatabase() throws Exception {
    Path binaries = PostgresServer.binaries();
    assumeTrue(binaries != null, "there is no PostgreSQL server");
    FreshetHome home = new FreshetHome(directory.resolve("freshet"));
    LandingSink sink = new LandingSink(home.landing());
    Process run = home.run();
    try (PostgresServer server = PostgresServer.start(binaries, freePort());
        ArticleChanges articles = new ArticleChanges(server)) {
      feed(server, articles, sink);
      FreshetHome.end(run);
      JsonNode drained = home.drain();

      JsonNode verified = home.verifyDeep();

      SoftAssertions soft = new SoftAssertions();
      soft.assertThat(belowTheSnapshot(home.landing()))
          .as("changes that were logged before the snapshot and came after it")
          .isPositive();
      soft.assertThat(differences(home.texts(), articles.texts()))
          .as("records that differ from the database, after %s", drained)
          .isEmpty();
      soft.assertThat(verified.path("equal").asBoolean()).as("%s", verified).isTrue();
      soft.assertThat(verified.path("deep").path("replay").path("notCompared").asLong()).isZero();
      soft.assertAll();
    } finally {
      FreshetHome.end(run);
    }
  }

  /** How many changes have a place below that of the rows that the initial snapshot read. */
  private static long belowTheSnapshot(Path landing) throws IOException {
    long snapshot = 0;
    long below = 0;
    try (Stream<Path> files = Files.list(landing)) {
      for (Path file : files.filter(each -> each.toString().endsWith(".json")).sorted().toList()) {
        for (String line : Files.readAllLines(file)) {
          JsonNode event = new ObjectMapper().readTree(line).path("value");
          long place = event.path("source").path("lsn").asLong();
          if (event.path("op").asText().equals("r")) {
            snapshot = snapshot == 0 ? place : snapshot;
          } else if (place > 0 && place < snapshot) {
            below++;
          }
        }
      }
    }
    return below;
  }

  private static Map<String, String> differences(
      Map<String, String> held, Map<String, String> right) {
    Set<String> keys = new TreeSet<>(held.keySet());
    keys.addAll(right.keySet());
    Map<String, String> differences = new TreeMap<>();
    for (String key : keys) {
      if (!Objects.equals(held.get(key), right.get(key))) {
        differences.put(key, held.get(key) + " instead of " + right.get(key));
      }
    }
    return differences;
  }

  private void feed(PostgresServer server, ArticleChanges articles, LandingSink sink)
      throws Exception {
    Path offsets = directory.resolve("offsets");
    Path older = directory.resolve("offsets-older");
    ArticleChanges.execute(
        articles.transaction(0), "update articles set title = 'article open' where id = 0");
    Capture capture = Capture.start(settings(server, offsets), sink);
    openAcrossTheSnapshot(articles);
    sink.awaitQuiet(2500);
    articles.commitAll();
    sink.awaitQuiet(1000);

    articles.change(150, false);
    articles.commitAll();
    articles.signalIncrementalSnapshot();
    sink.awaitQuiet(1500);
    // Rows that move from now on are logged whole: no quiet read tells their bodies.
    articles.change(80, true);
    articles.signalIncrementalSnapshot();
    articles.change(170, true);
    sink.awaitQuiet(1500);
    capture.close();

    Files.copy(offsets, older, StandardCopyOption.REPLACE_EXISTING);
    capture = Capture.start(settings(server, offsets), sink);
    articles.commitAll(); // Adding a column waits for every transaction.
    articles.addColumn();
    articles.change(60, true);
    sink.awaitQuiet(1000);
    capture.close();

    Files.copy(older, offsets, StandardCopyOption.REPLACE_EXISTING);
    capture = Capture.start(settings(server, offsets), sink);
    articles.change(40, true);
    articles.commitAll();
    sink.awaitQuiet(2500);
    capture.close();
  }

  /**
   * The replication slot waits for the transactions that are open when it is made, then for those
   * that began meanwhile. One that begins still later is open across the snapshot, and logged with
   * places below that of the snapshot.
   */
  private static void openAcrossTheSnapshot(ArticleChanges articles) throws Exception {
    articles.awaitWaitedFor(0);
    ArticleChanges.execute(
        articles.transaction(1), "update articles set title = 'article between' where id = 2");
    articles.transaction(0).commit();
    articles.awaitWaitedFor(1);
    ArticleChanges.execute(
        articles.transaction(2),
        "update articles set title = 'article across' where id = 4",
        "delete from articles where id = 6");
    articles.transaction(1).commit();
  }

  private static Properties settings(PostgresServer server, Path offsets) {
    Properties settings = new Properties();
    settings.setProperty("name", "shop");
    settings.setProperty("connector.class", "io.debezium.connector.postgresql.PostgresConnector");
    settings.setProperty("database.hostname", "127.0.0.1");
    settings.setProperty("database.port", Integer.toString(server.port()));
    settings.setProperty("database.user", "postgres");
    settings.setProperty("database.password", "unused");
    settings.setProperty("database.dbname", "postgres");
    settings.setProperty("topic.prefix", "shop");
    settings.setProperty("plugin.name", "pgoutput");
    settings.setProperty("publication.autocreate.mode", "filtered");
    settings.setProperty("table.include.list", "public.articles,public.signals");
    settings.setProperty("signal.data.collection", "public.signals");
    settings.setProperty("incremental.snapshot.chunk.size", "7");
    settings.setProperty("provide.transaction.metadata", "true");
    settings.setProperty("heartbeat.interval.ms", "2000");
    settings.setProperty("poll.interval.ms", "50");
    settings.setProperty("converter.schemas.enable", "false");
    settings.setProperty(
        "offset.storage", "org.apache.kafka.connect.storage.FileOffsetBackingStore");
    settings.setProperty("offset.storage.file.filename", offsets.toString());
    settings.setProperty("offset.flush.interval.ms", "100");
    // The slot must still have what an older offset asks for again.
    settings.setProperty("flush.lsn.source", "false");
    return settings;
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }
}
