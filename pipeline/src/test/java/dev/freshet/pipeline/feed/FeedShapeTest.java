package dev.freshet.pipeline.feed;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Rows as the documentation of each tool has them, and rows of businesses that resemble them. */
class FeedShapeTest {

  private static final ObjectMapper JSON = new ObjectMapper();

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          DEBEZIUM | {"before":null,"after":{"id":1},"source":{"connector":"mysql","name":"s"},"op":"c","ts_ms":1}
          DEBEZIUM | {"schema":{},"payload":{"after":{"id":1},"source":{"lsn":1},"op":"r"}}
          DEBEZIUM | {"key":{"id":1},"value":{"before":{"id":1},"after":null,"source":{"lsn":1},"op":"d"}}
          DEBEZIUM | {"key":{"schema":{},"payload":{"id":1}},"value":{"schema":{},"payload":{"after":{"id":1},"source":{},"op":"u"}}}
          DEBEZIUM | {"source":{"connector":"mysql","name":"s"},"databaseName":"d","ddl":"create table t","tableChanges":[]}
          DEBEZIUM | {"value":{"status":"BEGIN","id":"571:1","event_count":null,"data_collections":null,"ts_ms":1}}
          UNWRAPPED_DEBEZIUM | {"id":1,"title":"t","__deleted":"false"}
          UNWRAPPED_DEBEZIUM | {"id":1,"title":"t","__op":"u","__source_ts_ms":1}
          MONGODB_CHANGE_STREAM | {"_id":{"_data":"8"},"operationType":"insert","ns":{"db":"d","coll":"c"},"documentKey":{"_id":1},"fullDocument":{"_id":1}}
          CANAL | {"data":[{"id":"1"}],"database":"d","es":1,"id":9,"isDdl":false,"mysqlType":{},"old":null,"pkNames":["id"],"sql":"","table":"t","ts":2,"type":"INSERT"}
          MAXWELL | {"database":"d","table":"t","type":"delete","ts":1449786310,"xid":940752,"commit":true,"data":{"id":1}}
          GOLDENGATE | {"table":"GG.T","op_type":"D","op_ts":"2013-06-02 22:14:41.0","current_ts":"2015","pos":"4338","before":{"ID":"1"},"after":null}
          DATASTREAM | {"uuid":"u","read_timestamp":"r","object":"o","source_metadata":{"change_type":"DELETE","is_deleted":true},"payload":{"id":1}}
          DYNAMODB | {"eventID":"1","eventName":"REMOVE","eventSource":"aws:dynamodb","dynamodb":{"Keys":{"id":{"N":"1"}}}}
          WAL2JSON | {"action":"D","schema":"public","table":"t","identity":[{"name":"id","type":"integer","value":1}]}
          WAL2JSON | {"change":[{"kind":"insert","schema":"public","table":"t","columnnames":["id"],"columnvalues":[1]}]}
          COCKROACHDB | {"after":null,"key":[1],"updated":"1700000000.0000000000"}
          COCKROACHDB | {"after":{"id":1},"updated":"1700000000.0000000000"}
          DMS | {"Op":"D","id":1,"title":"t"}
          DMS | {"id":1,"AR_H_CHANGE_SEQ":"20260101","Op":"U"}
          DMS_WITHOUT_HEADER | {"_c0":"D","_c1":"1","_c2":"t"}
          QLIK | {"header__change_seq":"20260101000000000000000000000000001","header__change_oper":"D","id":1}
          FIVETRAN | {"id":1,"title":"t","_fivetran_deleted":true,"_fivetran_synced":"2026-11-21T02:42:43Z"}
          FIVETRAN_HISTORY | {"id":1,"_fivetran_start":"2026","_fivetran_end":"9999","_fivetran_active":false}
          AIRBYTE | {"_airbyte_raw_id":"r","_airbyte_extracted_at":"2026","id":1,"_ab_cdc_lsn":26723016,"_ab_cdc_deleted_at":"2026"}
          AIRBYTE | {"_airbyte_raw_id":"r","_airbyte_extracted_at":1,"_airbyte_data":{"id":1}}
          ESTUARY | {"_meta":{"op":"d","source":{"loc":[1,2,3]},"uuid":"u"},"id":1}
          ESTUARY | {"_meta/op":"d","id":1,"flow_published_at":"2026"}
          SQL_SERVER_CDC | {"__$start_lsn":"AAAA","__$operation":1,"id":1}
          SQL_SERVER_CHANGE_TRACKING | {"SYS_CHANGE_VERSION":7,"SYS_CHANGE_OPERATION":"D","id":1}
          DELTA_CHANGE_FEED | {"id":1,"_change_type":"update_preimage","_commit_version":3}
          SNOWFLAKE_STREAM | {"ID":1,"METADATA$ACTION":"DELETE","METADATA$ISUPDATE":false}
          SINGER | {"id":1,"_sdc_deleted_at":null,"_sdc_batched_at":"2026"}
          SINGER | {"type":"RECORD","stream":"users","record":{"id":1}}
          HEVO | {"id":1,"__hevo__marked_deleted":false}
          CONNECT_WITH_SCHEMA | {"schema":{"type":"struct"},"payload":{"id":1,"title":"t"}}
          """)
  void rowOfAToolIsTold(FeedShape shape, String row) throws JsonProcessingException {
    assertThat(FeedShape.of(row(row))).contains(shape);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "{\"id\":1,\"title\":\"t\",\"op\":\"d\"}",
        "{\"id\":1,\"op\":\"update\",\"source\":\"newsletter\",\"before\":\"x\"}",
        "{\"id\":1,\"op\":\"c\",\"source\":{\"name\":\"a book\"}}",
        "{\"id\":1,\"after\":null,\"updated\":\"2026\"}",
        "{\"id\":1,\"Op\":\"D\"}",
        "{\"Op\":\"Opus 3\",\"id\":1}",
        "{\"id\":1,\"action\":\"I\",\"columns\":3}",
        "{\"id\":1,\"type\":\"insert\",\"table\":\"t\",\"database\":\"d\",\"data\":{}}",
        "{\"id\":1,\"payload\":{\"weight\":3},\"schema\":\"public\"}",
        "{\"id\":1,\"_meta\":{\"author\":\"a\"}}",
        "{\"id\":1,\"_fivetran_synced\":\"2026\"}",
        "{\"_airbyte_raw_id\":\"r\",\"_airbyte_extracted_at\":\"2026\",\"id\":1}",
        "{\"id\":1,\"operationType\":\"sale\"}",
        "{\"id\":1,\"eventName\":\"open day\",\"dynamodb\":true}",
        "{\"id\":1,\"is_deleted\":true}"
      })
  void plainRowIsOfNoTool(String row) throws JsonProcessingException {
    assertThat(FeedShape.of(row(row))).isEmpty();
  }

  @Test
  void everyShapeIsTestedByARow() throws NoSuchMethodException {
    String rows =
        FeedShapeTest.class
            .getDeclaredMethod("rowOfAToolIsTold", FeedShape.class, String.class)
            .getAnnotation(CsvSource.class)
            .textBlock();

    assertThat(Arrays.stream(FeedShape.values()).map(shape -> shape.name() + " |"))
        .allMatch(name -> Stream.of(rows.split("\n")).anyMatch(line -> line.startsWith(name)));
  }

  private static ObjectNode row(String json) throws JsonProcessingException {
    return (ObjectNode) JSON.readTree(json);
  }
}
