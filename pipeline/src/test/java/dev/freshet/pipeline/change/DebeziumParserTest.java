package dev.freshet.pipeline.change;

import dev.freshet.pipeline.document.DocumentFields;
import java.util.Set;

class DebeziumParserTest extends ChangeParserContract {

  @Override
  ChangeParser parser(RecordIdentity identity) {
    return new DebeziumParser(identity, new DocumentFields(Set.of("body")));
  }

  @Override
  String goldenFile() {
    return "debezium.txt";
  }
}
