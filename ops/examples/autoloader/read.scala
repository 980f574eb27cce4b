// Reads rows of csv with their origin, whatever columns each file has:
//
//     spark-shell --packages dev.freshet:freshet-autoloader:0.1.0-SNAPSHOT -I read.scala
import java.nio.file.{Files, Path}
import org.apache.spark.sql.streaming.Trigger

val home = Files.createTempDirectory("autoloader")
val landing = Files.createDirectory(home.resolve("landing"))

/** Writes under a name that is not read, and renames. */
def land(name: String, text: String): Path = {
  val aside = Files.writeString(landing.resolve("." + name), text)
  Files.move(aside, landing.resolve(name))
}

land("1.csv", "id,name\n1,one\n2,two,too many values\n")
land("2.csv", "colour,id\nred,3\n")

spark.readStream
  .format("autoloader")
  .option("cloudFiles.format", "csv")
  .option("autoloader.output", "envelope")
  .option("header", "true")
  .load(landing.toString)
  .writeStream
  .option("checkpointLocation", home.resolve("checkpoint").toString)
  .trigger(Trigger.AvailableNow())
  .format("parquet")
  .start(home.resolve("table").toString)
  .awaitTermination()

val table = spark.read.parquet(home.resolve("table").toString).orderBy("file_path", "line")
val rows = table.selectExpr("value", "line", "error IS NOT NULL").collect().map(_.toString).toList
val expected = List(
  """[{"id":"1","name":"one"},1,false]""",
  "[2,two,too many values,2,true]",
  """[{"colour":"red","id":"3"},1,false]""")
if (rows != expected) { println(s"scala: FAILED, $rows"); sys.exit(1) }
println(s"scala: read ${rows.size} rows with Spark ${spark.version}")
sys.exit(0)
