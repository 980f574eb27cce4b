package dev.freshet.pipeline.verify.deep;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.freshet.home.layer.Bronze.LandedPayload;
import java.util.List;

/** Files of which each is a record: its text, beside its path and its name. */
record FileClaims(Columns columns) implements Claims {

  @Override
  public List<Claim> of(LandedPayload line) throws NotAClaim {
    ObjectNode row =
        Json.empty()
            .put("path", line.file())
            .put("name", line.file().substring(line.file().lastIndexOf('/') + 1))
            .put("value", line.payload());
    return List.of(
        new Claim.Written(columns.key(row::get), new SourcePlace.Unknown(), null, row, false));
  }
}
