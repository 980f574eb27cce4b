package dev.freshet.storage.s3;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.servers.FaultProxy;
import dev.freshet.storage.hadoop.HadoopObjects;
import dev.freshet.storage.objects.ObjectStore;
import dev.freshet.testkit.objects.ObjectStoreContract;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.junit.jupiter.api.Test;

/** Objects in a bucket, through S3A, against S3Proxy. */
class S3ObjectsIT extends ObjectStoreContract {
  private final S3Landing landing = S3Landing.create();

  /** Each with a client of its own. */
  @Override
  protected ObjectStore store() throws IOException {
    return store(S3Landing.endpoint());
  }

  @Override
  protected int races() {
    return 10;
  }

  private ObjectStore store(URI endpoint) throws IOException {
    Configuration configuration = new Configuration();
    S3Landing.hadoop(endpoint).forEach(configuration::set);
    Path directory = new Path("s3a://" + landing.bucket() + "/a state/log");
    return HadoopObjects.of(FileSystem.newInstance(directory.toUri(), configuration), directory);
  }

  @Test
  void putWhoseAnswerIsLostCountsAsItsOwn() throws Exception {
    byte[] content = "mine".getBytes(StandardCharsets.UTF_8);
    try (FaultProxy proxy = FaultProxy.of(S3Landing.endpoint())) {
      proxy.lose("PUT", "/log/a", FaultProxy.Fault.CUT_AFTER, 1);

      assertThat(store(proxy.endpoint()).putIfAbsent("a", content)).isTrue();
    }
    assertThat(store().read("a")).hasValue(content);
    assertThat(store().putIfAbsent("a", "other".getBytes(StandardCharsets.UTF_8))).isFalse();
  }

  @Test
  void putIsOneRequest() throws Exception {
    try (FaultProxy proxy = FaultProxy.of(S3Landing.endpoint())) {
      ObjectStore store = store(proxy.endpoint());
      store.putIfAbsent("first", new byte[1]);
      int before = proxy.requests().size();

      store.putIfAbsent("second", new byte[1]);

      assertThat(proxy.requests().subList(before, proxy.requests().size())).hasSize(1);
    }
  }
}
