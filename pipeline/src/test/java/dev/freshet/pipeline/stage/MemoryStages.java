package dev.freshet.pipeline.stage;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.freshet.core.BatchIdentity;
import dev.freshet.core.config.FreshetConfig;
import dev.freshet.core.embed.DocumentExtractor;
import dev.freshet.pipeline.change.EventReader;
import dev.freshet.pipeline.change.LandedRow;
import dev.freshet.pipeline.record.ChangeOrder;
import dev.freshet.pipeline.record.KeyState;
import dev.freshet.pipeline.stage.landed.LandedBatch;
import dev.freshet.pipeline.stage.landed.LineReading;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The stages that decide what a batch becomes, over stores in memory. */
final class MemoryStages {

  private final EventReader reader;
  private final ChangeOrder order;
  private final Map<String, KeyState> states = new HashMap<>();
  private final Map<Long, ObjectNode> columns = new HashMap<>();
  private final Map<String, String> texts = new HashMap<>();
  private final List<String> quarantined = new ArrayList<>();

  MemoryStages(FreshetConfig config) {
    this.reader = EventReader.of(config, DocumentExtractor.none());
    this.order = new ChangeOrder(reader.versioned());
  }

  void process(List<LandedRow> rows) {
    LandedBatch batch = LandedBatch.of("s", rows);
    List<LineReading.ReadLine> lines =
        Completion.complete(
            new LineReading(reader::read).read(batch), states, reader, order, states -> columns);
    SilverStage.Sorted silver = new SilverStage(new BatchIdentity("s", 1)).sort(lines);
    silver.quarantine().forEach(row -> quarantined.add(row.reason()));
    for (LandedEvent event : silver.events()) {
      if (event.event().fields() != null) {
        columns.put(event.row().place(), event.event().fields());
      }
    }
    Reduction reduction = Reduction.of(silver.events(), states, order);
    reduction
        .accepted()
        .forEach(
            (key, change) -> {
              states.put(key, change.state());
              if (change.document() == null) {
                texts.remove(key);
              } else {
                texts.put(key, change.document().text());
              }
            });
  }

  /** The text of each record that is not deleted. */
  Map<String, String> texts() {
    return texts;
  }

  /** The reasons of the rows in quarantine. */
  List<String> quarantined() {
    return quarantined;
  }
}
