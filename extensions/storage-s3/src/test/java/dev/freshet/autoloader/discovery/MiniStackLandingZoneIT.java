package dev.freshet.autoloader.discovery;

import dev.freshet.storage.s3.MiniStack;
import org.junit.jupiter.api.Tag;

/** On MiniStack. */
@Tag("long")
class MiniStackLandingZoneIT extends S3LandingZoneContract {
  MiniStackLandingZoneIT() {
    super(MiniStack.bucket());
  }
}
