package dev.freshet.pipeline.cache;

import dev.freshet.core.embed.Embedder;
import dev.freshet.storage.damage.DamageListener;
import dev.freshet.testkit.embed.EmbedderContract;
import dev.freshet.testkit.embed.HashEmbedder;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

/** A model with a cache in front of it behaves as the model alone. */
class CachingEmbedderContractTest extends EmbedderContract {

  @TempDir static Path dir;

  private int caches;

  @Override
  protected Embedder create() {
    return CachingEmbedder.open(
        dir.resolve("cache-" + caches++), new HashEmbedder(16), DamageListener.NONE);
  }
}
