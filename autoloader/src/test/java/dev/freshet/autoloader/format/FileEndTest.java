package dev.freshet.autoloader.format;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.autoloader.option.CloudFilesFormat;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import org.apache.avro.Schema;
import org.apache.avro.file.DataFileWriter;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.GenericRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class FileEndTest {

  @Test
  void linesEndWithALineEnd() throws IOException {
    assertThat(isWhole(CloudFilesFormat.JSON, "{\"a\":1}\n")).isTrue();
    assertThat(isWhole(CloudFilesFormat.CSV, "a,b\n1,")).isFalse();
  }

  @ParameterizedTest
  @EnumSource(CloudFilesFormat.class)
  void fileOfNoBytesIsNotWhole(CloudFilesFormat format) throws IOException {
    assertThat(isWhole(format, "")).isFalse();
  }

  @Test
  void onlyTheWholeOfAnAvroFileEndsSo() throws IOException {
    byte[] whole = avro(1000);

    assertThat(isWhole(CloudFilesFormat.AVRO, whole)).isTrue();
    for (int size = 0; size < whole.length; size++) {
      assertThat(isWhole(CloudFilesFormat.AVRO, Arrays.copyOf(whole, size))).isFalse();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"PAR1", "PARE"})
  void parquetEndsWithItsMark(String mark) throws IOException {
    String whole = "PAR1" + "pages, footer, its length" + mark;

    assertThat(isWhole(CloudFilesFormat.PARQUET, whole)).isTrue();
    assertThat(isWhole(CloudFilesFormat.PARQUET, whole.substring(0, whole.length() - 1))).isFalse();
    assertThat(isWhole(CloudFilesFormat.PARQUET, "PAR1")).isFalse();
  }

  @Test
  void orcEndsWithItsNameAndALength() throws IOException {
    assertThat(isWhole(CloudFilesFormat.ORC, "ORC stripes, footer, ORC\u0017")).isTrue();
    assertThat(isWhole(CloudFilesFormat.ORC, "ORC stripes, footer, ORC")).isFalse();
    assertThat(isWhole(CloudFilesFormat.ORC, "ORC")).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<rows><row/></rows>",
        "<?xml version=\"1.0\"?>\n<!-- a note --><rows a='1'>\n<row>1</row></rows >\n\n",
        "<row>1</row><row>2</row>"
      })
  void xmlEndsWithTheElementThatItBeginsWith(String whole) throws IOException {
    assertThat(isWhole(CloudFilesFormat.XML, whole)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"<rows><row>1</row>", "<rows><row>1</row>\n", "<rows></row", "rows"})
  void xmlThatEndsElsewhereIsNotWhole(String cut) throws IOException {
    assertThat(isWhole(CloudFilesFormat.XML, cut)).isFalse();
  }

  private static boolean isWhole(CloudFilesFormat format, String content) throws IOException {
    return isWhole(format, content.getBytes(UTF_8));
  }

  private static boolean isWhole(CloudFilesFormat format, byte[] content) throws IOException {
    return FileEnd.of(format)
        .isAtTheEndOf(
            content.length,
            (position, count) ->
                Arrays.copyOfRange(content, (int) position, (int) position + count));
  }

  private static byte[] avro(int rows) throws IOException {
    Schema schema =
        new Schema.Parser()
            .parse(
                "{\"type\":\"record\",\"name\":\"r\",\"fields\":[{\"name\":\"id\",\"type\":\"int\"}]}");
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DataFileWriter<GenericRecord> writer =
        new DataFileWriter<>(new GenericDatumWriter<>(schema))) {
      writer.create(schema, bytes);
      for (int id = 0; id < rows; id++) {
        GenericRecord row = new GenericData.Record(schema);
        row.put("id", id);
        writer.append(row);
      }
    }
    return bytes.toByteArray();
  }
}
