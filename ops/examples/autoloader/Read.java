import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.streaming.Trigger;

/**
 * Reads typed columns, and the columns that directories name. Runs from its source, with the jars of Spark and of the
 * source on the class path:
 *
 * <pre>java $(spark options for Java 17) -cp "freshet-autoloader-0.1.0-SNAPSHOT.jar:$SPARK_HOME/jars/*" Read.java</pre>
 */
public final class Read {
  public static void main(String[] arguments) throws Exception {
    SparkSession spark = SparkSession.builder().master("local[1]").appName("autoloader").getOrCreate();
    Path home = Files.createTempDirectory("autoloader");
    Path landing = home.resolve("landing");
    land(landing.resolve("day=2026-01-01/1.json"), "{\"id\":1,\"name\":\"one\"}\n");
    land(landing.resolve("day=2026-01-02/1.json"), "{\"id\":2,\"name\":\"two\"}\n");

    spark
        .readStream()
        .format("autoloader")
        .option("cloudFiles.format", "json")
        .schema("id BIGINT, name STRING, day DATE")
        .load(landing.toString())
        .writeStream()
        .option("checkpointLocation", home.resolve("checkpoint").toString())
        .trigger(Trigger.AvailableNow())
        .format("parquet")
        .start(home.resolve("table").toString())
        .awaitTermination();

    List<String> rows =
        spark.read().parquet(home.resolve("table").toString()).orderBy("id").collectAsList().stream()
            .map(Row::toString)
            .toList();
    if (!rows.equals(List.of("[1,one,2026-01-01]", "[2,two,2026-01-02]"))) {
      throw new IllegalStateException("java: FAILED, " + rows);
    }
    System.out.println("java: read " + rows.size() + " rows with Spark " + spark.version());
    spark.stop();
  }

  /** Writes under a name that is not read, and renames. */
  private static void land(Path file, String text) throws IOException {
    Files.createDirectories(file.getParent());
    Path aside = Files.writeString(file.resolveSibling("." + file.getFileName()), text);
    Files.move(aside, file);
  }
}
