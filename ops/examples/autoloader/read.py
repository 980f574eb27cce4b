"""Reads what lands in a directory into a table, and goes on where it ended. Needs PySpark 4.2 or newer:

    spark-submit --packages dev.freshet:freshet-autoloader:0.1.0-SNAPSHOT read.py
"""

import pathlib
import tempfile

from pyspark.sql import SparkSession

spark = SparkSession.builder.appName("autoloader").getOrCreate()
home = pathlib.Path(tempfile.mkdtemp())
landing = home / "landing"
landing.mkdir()


def land(name: str, text: str) -> None:
    """Writes under a name that is not read, and renames."""
    aside = landing / f".{name}"
    aside.write_text(text)
    aside.rename(landing / name)


def read_all() -> None:
    (
        spark.readStream.format("autoloader")
        .option("cloudFiles.format", "json")
        .option("cloudFiles.schemaLocation", str(home / "checkpoint"))
        .option("cloudFiles.inferColumnTypes", "true")
        .option("cloudFiles.schemaEvolutionMode", "rescue")
        .load(str(landing))
        .selectExpr("*", "_metadata.file_name AS file")
        .writeStream.option("checkpointLocation", str(home / "checkpoint"))
        .trigger(availableNow=True)
        .start(str(home / "table"), format="parquet", outputMode="append")
        .awaitTermination()
    )


land("1.json", '{"id": 1, "name": "one"}\n{"id": 2, "name": "two"}\n')
read_all()
land("2.json", '{"id": 3, "name": "three", "colour": "red"}\n')
read_all()

rows = spark.read.parquet(str(home / "table")).orderBy("id").collect()
assert [(row.id, row.name, row.file) for row in rows] == [
    (1, "one", "1.json"),
    (2, "two", "1.json"),
    (3, "three", "2.json"),
], rows
assert '"colour":"red"' in rows[2]["_rescued_data"], rows[2]
print("python: read", len(rows), "rows with Spark", spark.version)
spark.stop()
