package dev.freshet.pipeline.convention;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConnectMessageTest {

  @Test
  void valuesAreDecodedByTheSchemaBesideThem() {
    ConnectMessage message =
        ConnectMessage.ofRow(
            json(
                """
                {"schema":{"type":"struct","fields":[
                  {"field":"id","type":"int32"},
                  {"field":"price","type":"bytes","name":"org.apache.kafka.connect.data.Decimal",
                   "parameters":{"scale":"2","connect.decimal.precision":"10"}},
                  {"field":"any","type":"struct","name":"io.debezium.data.VariableScaleDecimal"},
                  {"field":"day","type":"int32","name":"io.debezium.time.Date"},
                  {"field":"at","type":"int64","name":"io.debezium.time.MicroTimestamp"},
                  {"field":"ms","type":"int64","name":"io.debezium.time.Timestamp"},
                  {"field":"ns","type":"int64","name":"io.debezium.time.NanoTimestamp"},
                  {"field":"noon","type":"int64","name":"io.debezium.time.MicroTime"},
                  {"field":"none","type":"int32","name":"io.debezium.time.Date"},
                  {"field":"days","type":"array","items":{"type":"int32","name":"io.debezium.time.Date"}}
                ]},"payload":{"id":7,"price":"A+g=","any":{"scale":1,"value":"ew=="},"day":20058,
                  "at":1733059200000001,"ms":-1,"ns":5,"noon":43200000000,"none":null,"days":[0,1]}}
                """));

    assertThat(json(message.value().toString()))
        .isEqualTo(
            json(
                """
                {"id":7,"price":10.00,"any":12.3,"day":"2024-12-01",
                 "at":"2024-12-01T13:20:00.000001Z","ms":"1969-12-31T23:59:59.999Z",
                 "ns":"1970-01-01T00:00:00.000000005Z","noon":"12:00","none":null,
                 "days":["1970-01-01","1970-01-02"]}
                """));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      textBlock =
          """
          {"key":{"id":7},"value":{"a":1}}|{"id":7}
          {"key":"{\\"id\\":7}","value":{"a":1}}|{"id":7}
          {"key":"Struct{id=7}","value":{"a":1}}|{"id":"7"}
          {"key":"Struct{id=7,name=a, b,c=x=y}","value":{"a":1}}|{"id":"7","name":"a, b","c":"x=y"}
          {"key":"plain","value":{"a":1}}|"plain"
          {"key":7,"value":{"a":1}}|7
          {"key":{"schema":{"type":"struct","fields":[]},"payload":{"id":7}},"value":{"a":1}}|{"id":7}
          """)
  void keyIsReadInEveryFormThatConvertersWrite(String line, String key) {
    assertThat(ConnectMessage.ofRow(json(line)).key()).isEqualTo(json(key));
    assertThat(ConnectMessage.ofRow(json(line)).value()).isEqualTo(json("{\"a\":1}"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      textBlock =
          """
          {"id":7,"key":"k","value":"v"}
          {"id":7,"key":{"a":1},"value":{"b":2}}
          {"key":"k","value":"v"}
          {"schema":"public","payload":{"a":1}}
          {"id":7,"schema":{},"payload":{"a":1}}
          """)
  void rowWithColumnsOfTheseNamesIsARow(String line) {
    assertThat(ConnectMessage.ofRow(json(line)).value()).isEqualTo(json(line));
  }

  @Test
  void documentOfMongoDbHasPlainValues() {
    assertThat(
            String.valueOf(
                MongoText.plain(
                    new ObjectMapper()
                        .createObjectNode()
                        .textNode(
                            """
                        {"_id":{"$oid":"65fa"},"n":{"$numberLong":"9007199254740993"},
                         "d":{"$numberDecimal":"1.50"},"x":{"$numberDouble":"NaN"},
                         "t":{"$date":1733059200000},"u":{"$date":{"$numberLong":"0"}},
                         "v":{"$date":"2024-12-01T00:00:00Z"},"b":{"$binary":{"base64":"AA==","subType":"00"}},
                         "list":[{"$numberInt":"5"},{"a":{"$oid":"1"}}],"r":{"$regex":"a"},"plain":3}
                        """))))
        .isEqualTo(
            "{\"_id\":\"65fa\",\"n\":9007199254740993,\"d\":1.50,\"x\":\"NaN\","
                + "\"t\":\"2024-12-01T13:20:00Z\",\"u\":\"1970-01-01T00:00:00Z\","
                + "\"v\":\"2024-12-01T00:00:00Z\",\"b\":\"AA==\",\"list\":[5,{\"a\":\"1\"}],"
                + "\"r\":{\"$regex\":\"a\"},\"plain\":3}");
  }

  /** Numbers are compared by their text, since that is how they are shown. */
  private static JsonNode json(String text) {
    try {
      return new ObjectMapper().readTree(text);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(text, e);
    }
  }
}
