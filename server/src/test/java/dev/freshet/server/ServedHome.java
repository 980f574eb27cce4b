package dev.freshet.server;

import dev.freshet.core.config.DocumentConfig;
import dev.freshet.core.config.FreshetConfig;
import dev.freshet.core.config.RecordConfig;
import dev.freshet.core.config.ServeConfig;
import dev.freshet.core.config.SourceConfig;
import java.nio.file.Path;

/** The configuration of a pipeline that never runs, for a server of its home. */
public final class ServedHome {

  private ServedHome() {}

  /** A configuration with any free port of this machine. */
  public static FreshetConfig config(Path home, Path landing) {
    return FreshetConfig.of(
            "docs",
            home,
            SourceConfig.of(landing),
            RecordConfig.of("id"),
            DocumentConfig.of("{body}"))
        .withServe(new ServeConfig(0, "127.0.0.1"));
  }
}
