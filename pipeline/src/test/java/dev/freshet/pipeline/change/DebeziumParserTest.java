package dev.freshet.pipeline.change;

class DebeziumParserTest extends ChangeParserContract {

  @Override
  ChangeParser parser(RecordIdentity identity) {
    return new DebeziumParser(identity, 0);
  }

  @Override
  String goldenFile() {
    return "debezium.txt";
  }
}
