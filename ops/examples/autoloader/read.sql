-- SQL reads all that has landed as a batch:
--
--     spark-sql --packages dev.freshet:freshet-autoloader:0.1.0-SNAPSHOT -d landing=/data/landing -f read.sql
--
-- It cannot read only what is new: Spark starts streams from Python, Scala and Java. There the same table is a stream,
-- spark.readStream.table("landed").
CREATE TABLE landed (id BIGINT, name STRING, _rescued_data STRING) USING autoloader
  OPTIONS (path '${landing}', 'cloudFiles.format' 'json', rescuedDataColumn '_rescued_data');

SELECT assert_true(count(*) = 3 AND sum(id) = 6, 'sql: FAILED') FROM landed;
SELECT assert_true(count(*) = 1, 'sql: FAILED') FROM landed
  WHERE get_json_object(_rescued_data, '$.colour') = 'red';
SELECT concat('sql: read ', count(DISTINCT _metadata.file_name), ' files with Spark ', version()) FROM landed;
DROP TABLE landed;
