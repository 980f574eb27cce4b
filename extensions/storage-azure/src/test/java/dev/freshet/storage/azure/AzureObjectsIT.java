package dev.freshet.storage.azure;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.servers.FaultProxy;
import dev.freshet.storage.hadoop.HadoopObjects;
import dev.freshet.storage.objects.ObjectStore;
import dev.freshet.testkit.objects.ObjectStoreContract;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Objects in a container, through ABFS on blobs, against Azurite. */
class AzureObjectsIT extends ObjectStoreContract {
  @AutoClose private AzureContainer container;

  @BeforeEach
  void create() throws IOException {
    container = new AzureContainer();
  }

  /** Each with a client of its own. */
  @Override
  protected ObjectStore store() throws IOException {
    return store(Emulator.blobs().getAuthority());
  }

  @Override
  protected int races() {
    return 10;
  }

  private ObjectStore store(String endpoint) throws IOException {
    Path directory = new Path(container.root() + "/a state/log");
    Configuration configuration = new Configuration();
    container.access(directory.toString()).settings().forEach(configuration::set);
    configuration.set("fs.azure.abfs.endpoint", endpoint);
    return HadoopObjects.of(FileSystem.newInstance(directory.toUri(), configuration), directory);
  }

  @Test
  void putWhoseAnswerIsLostCountsAsItsOwn() throws Exception {
    byte[] content = "mine".getBytes(StandardCharsets.UTF_8);
    store().putIfAbsent("first", content);
    try (FaultProxy proxy = FaultProxy.of(Emulator.blobs())) {
      proxy.lose("PUT", "/log/a", FaultProxy.Fault.CUT_AFTER, 1);

      assertThat(store(proxy.endpoint().getAuthority()).putIfAbsent("a", content)).isTrue();

      assertThat(proxy.requests()).anyMatch(request -> request.contains("/log/a"));
    }
    assertThat(store().read("a")).hasValue(content);
    assertThat(store().putIfAbsent("a", "other".getBytes(StandardCharsets.UTF_8))).isFalse();
  }
}
