package dev.freshet.autoloader.discovery;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.freshet.storage.s3.S3Landing;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** On S3Proxy. */
class S3LandingZoneIT extends S3LandingZoneContract {
  S3LandingZoneIT() {
    super(S3Landing.create());
  }

  @Test
  void wrongKeyFailsTheListing() throws Exception {
    land("a.json", "x\n");
    LandingZone zone =
        zone(new LandingFilter(Optional.empty()), true, Map.of("fs.s3a.secret.key", "another"));

    assertThatThrownBy(() -> zone.list(file -> {})).isInstanceOf(IOException.class);
    assertThatThrownBy(() -> zone.look(root() + "/a.json")).isInstanceOf(IOException.class);
    zone.close();
  }
}
