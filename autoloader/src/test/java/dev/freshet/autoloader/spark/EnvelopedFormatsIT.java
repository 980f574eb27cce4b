package dev.freshet.autoloader.spark;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.freshet.autoloader.envelope.EnvelopeForm;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The envelope over formats with columns: a row is a JSON object, with its file and number. */
class EnvelopedFormatsIT extends SourceFixture {
  @ParameterizedTest
  @EnumSource(names = {"CSV", "PARQUET", "AVRO", "ORC", "XML"})
  void rowsAreObjectsInTheirOrderAndABadFileIsARow(FormatSample sample) throws Exception {
    landing.land("a", sample.file(SPARK, 0, 3));
    byte[] whole = sample.file(SPARK, 0, 5000);
    byte[] landed = sample.isPackedAsAWhole() ? Landing.gzip(new String(whole, UTF_8)) : whole;
    landing.land("bad.gz", Arrays.copyOf(landed, landed.length / 2));
    landing.land("empty", "");
    drain(sample.format, sample.options);

    boolean texts = sample == FormatSample.CSV || sample == FormatSample.XML;
    assertThat(of("a")).extracting(row -> row.<Long>getAs("line")).containsExactly(1L, 2L, 3L);
    assertThat(of("a"))
        .extracting(row -> row.<String>getAs("value"))
        .containsExactly(
            "{\"id\":%s,\"name\":\"name 0\"}".formatted(texts ? "\"0\"" : "0"),
            "{\"id\":%s,\"name\":\"name 1\"}".formatted(texts ? "\"1\"" : "1"),
            "{\"id\":%s,\"name\":\"name 2\"}".formatted(texts ? "\"2\"" : "2"));
    assertThat(of("a")).allMatch(row -> row.getAs("error") == null);
    Row last = of("bad.gz").get(of("bad.gz").size() - 1);
    assertThat(last.<String>getAs("error"))
        .startsWith("Cannot read " + landing.directory().resolve("bad.gz") + ": ")
        .contains("Land it again intact");
    assertThat(of("empty")).extracting(row -> row.<Long>getAs("line")).containsExactly(0L);
    assertThat(of("empty").get(0).<String>getAs("error")).contains("it is empty");
    assertThat(sink.rows().get(0).schema()).isEqualTo(EnvelopeForm.SCHEMA);

    landing.land("a", sample.file(SPARK, 5, 6));
    drain(sample.format, sample.options);
    assertThat(sink.batches().get(1)).hasSize(1);
  }

  @Test
  void eachFileHasItsOwnColumnsAndAnEmptyValueIsNull() throws Exception {
    landing.land("a", "Op,id,title\nI,007,x\nU,2,\n");
    landing.land("b", "title,id\ny,3\n");
    drain("csv", Map.of("header", "true"));

    assertThat(of("a"))
        .extracting(row -> row.<String>getAs("value"))
        .containsExactly(
            "{\"Op\":\"I\",\"id\":\"007\",\"title\":\"x\"}",
            "{\"Op\":\"U\",\"id\":\"2\",\"title\":null}");
    assertThat(of("b"))
        .extracting(row -> row.<String>getAs("value"))
        .containsExactly("{\"title\":\"y\",\"id\":\"3\"}");
  }

  @Test
  void raggedRowIsItsTextAndAnError() throws Exception {
    landing.land("a", "id,n\n1,2,3\n4,5\n6\n");
    drain("csv", Map.of("header", "true"));

    assertThat(of("a"))
        .extracting(row -> row.<String>getAs("value"))
        .containsExactly("1,2,3", "{\"id\":\"4\",\"n\":\"5\"}", "6");
    assertThat(of("a"))
        .extracting(row -> row.getAs("error") == null)
        .containsExactly(false, true, false);
  }

  @Test
  void formatWithoutColumnsIsRefused() {
    assertThatThrownBy(() -> drain("json", Map.of()))
        .hasMessageContaining("the format json has no rows of columns to put into an envelope")
        .hasMessageContaining("Use cloudFiles.format envelope");
  }

  private List<Row> of(String name) {
    return sink.rows().stream()
        .filter(row -> row.<String>getAs("file_path").endsWith("/" + name))
        .toList();
  }

  private void drain(String format, Map<String, String> more) throws Exception {
    Map<String, String> options = new HashMap<>(more);
    options.put("autoloader.output", "envelope");
    drain(stream(format, options));
  }
}
