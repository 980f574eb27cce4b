package dev.freshet.cli.demo;

import dev.freshet.demo.feed.ChangeFeed;
import java.nio.file.Path;

/** The configuration that fits the change feed. */
public final class DemoPipeline {

  /** What the pipeline is called. */
  public static final String NAME = "docs";

  private static final String TEMPLATE =
      """
      name: %s
      home: '%s'
      source:
        path: '%s'
        format: json
        changes: debezium
      record:
        key: [id]
      document:
        text: "{signature}\\n\\n{body}"
        metadata: [type, kind, release, since]
      serve:
        canary: { every: 10s }
      """;

  private DemoPipeline() {}

  /**
   * The content of a {@code pipeline.yaml} that indexes what a {@link ChangeFeed} lands; everything
   * it leaves out keeps its default.
   *
   * @param home where the pipeline keeps its tables
   * @param landing the directory the feed writes to
   */
  public static String yaml(Path home, Path landing) {
    return TEMPLATE.formatted(NAME, quoted(home), quoted(landing));
  }

  /** Inside single quotes YAML doubles the quote and leaves everything else alone. */
  private static String quoted(Path path) {
    return path.toString().replace("'", "''");
  }
}
