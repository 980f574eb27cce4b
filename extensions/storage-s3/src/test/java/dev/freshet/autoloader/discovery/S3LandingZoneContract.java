package dev.freshet.autoloader.discovery;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.freshet.autoloader.fs.HadoopAccess;
import dev.freshet.storage.location.StorageAwayException;
import dev.freshet.storage.s3.S3Landing;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What every landing zone in a bucket does, whatever server has it. */
abstract class S3LandingZoneContract extends LandingZoneContract {
  private final S3Landing landing;

  S3LandingZoneContract(S3Landing landing) {
    this.landing = landing;
  }

  @Override
  protected String root() {
    return landing.path();
  }

  @Override
  protected void land(String name, String content) {
    landing.land(name, content);
  }

  @Override
  protected void remove(String name) {
    landing.remove(name);
  }

  @Override
  LandingZone zone(LandingFilter filter, boolean recursive) throws IOException {
    return zone(filter, recursive, Map.of());
  }

  final LandingZone zone(LandingFilter filter, boolean recursive, Map<String, String> more)
      throws IOException {
    Map<String, String> settings = new HashMap<>(S3Landing.hadoop(landing.server()));
    settings.putAll(more);
    return new HadoopLandingZone(new HadoopAccess(root(), settings).store(), filter, recursive);
  }

  @Test
  void rewriteOfTheSameSizeWithinASecondIsSeenByItsEntityTag() throws Exception {
    assertRewriteHasAnotherTag();
  }

  @Test
  void landingZoneWithoutAnyFileIsEmptyAndOneWithoutItsBucketIsGone() throws Exception {
    LandingZone zone = zone(new LandingFilter(Optional.empty()), true);
    zone.list(
        file -> {
          throw new AssertionError(file);
        });

    landing.removeBucket();

    assertThatThrownBy(() -> zone.list(file -> {}))
        .isInstanceOfAny(LandingZoneGoneException.class, StorageAwayException.class)
        .hasMessageContaining("bucket");
    zone.close();
  }
}
