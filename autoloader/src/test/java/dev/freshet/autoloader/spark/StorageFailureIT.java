package dev.freshet.autoloader.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A storage that fails while Spark reads a file is told apart from a damaged file. */
class StorageFailureIT extends SourceFixture {
  @AfterEach
  void steady() {
    UnsteadyFileSystem.FAILURES.set(0);
    UnsteadyFileSystem.FAILURES_OF_SPARK.set(0);
  }

  @ParameterizedTest
  @EnumSource(names = {"CSV", "PARQUET", "AVRO", "ORC", "XML"})
  void storageThatFailsOnceIsAskedAgain(FormatSample sample) throws Exception {
    landing.land("a", sample.file(SPARK, 0, 3));
    UnsteadyFileSystem.FAILURES_OF_SPARK.set(1);

    drain(sample);

    assertThat(sink.rows()).hasSize(3).allMatch(row -> row.getAs("error") == null);
    assertThat(UnsteadyFileSystem.FAILURES_OF_SPARK.get()).as("failures that were met").isZero();
  }

  @ParameterizedTest
  @EnumSource(names = {"CSV", "PARQUET", "AVRO", "ORC", "XML"})
  void storageThatIsAwayFailsTheBatchAndNothingIsLost(FormatSample sample) throws Exception {
    landing.land("a", sample.file(SPARK, 0, 3));
    UnsteadyFileSystem.FAILURES.set(Integer.MAX_VALUE);
    UnsteadyFileSystem.FAILURES_OF_SPARK.set(Integer.MAX_VALUE);

    assertThatThrownBy(() -> drain(sample)).hasStackTraceContaining("StorageAwayException");
    assertThat(sink.rows()).isEmpty();
    steady();
    drain(sample);

    assertThat(sink.rows()).hasSize(3).allMatch(row -> row.getAs("error") == null);
  }

  @ParameterizedTest
  @EnumSource(names = {"PARQUET", "AVRO", "ORC"})
  void damagedFileOfAStorageThatAnswersIsARow(FormatSample sample) throws Exception {
    byte[] whole = sample.file(SPARK, 0, 5000);
    landing.land("bad", Arrays.copyOf(whole, whole.length / 2));
    UnsteadyFileSystem.FAILURES_OF_SPARK.set(1);

    drain(sample);

    Row last = sink.rows().get(sink.rows().size() - 1);
    assertThat(last.<String>getAs("error")).contains("Land it again intact");
  }

  private void drain(FormatSample sample) throws Exception {
    Map<String, String> options = new HashMap<>(sample.options);
    options.put("autoloader.output", "envelope");
    options.put("fs." + UnsteadyFileSystem.SCHEME + ".impl", UnsteadyFileSystem.class.getName());
    drain(
        reader(sample.format, options).load(UnsteadyFileSystem.SCHEME + ":" + landing.directory()));
  }
}
