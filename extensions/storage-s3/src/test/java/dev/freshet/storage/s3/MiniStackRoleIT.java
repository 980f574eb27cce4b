package dev.freshet.storage.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.freshet.autoloader.event.EventMessage;
import dev.freshet.autoloader.event.FileEventSource;
import dev.freshet.autoloader.event.QueueAccess;
import dev.freshet.autoloader.fs.AccessSettings;
import dev.freshet.autoloader.fs.LandingAccess;
import dev.freshet.autoloader.option.AutoloaderOptions;
import dev.freshet.servers.FaultProxy;
import dev.freshet.storage.location.Location;
import dev.freshet.storage.profile.StorageProfile;
import dev.freshet.storage.profile.StorageSetting;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Files and queue are read in a role that the STS of MiniStack gives. */
@Tag("long")
class MiniStackRoleIT {
  private static final String ROLE = "arn:aws:iam::000000000000:role/reader";

  /** Where Amazon's client looks for STS unless it is told. */
  private static final String STS = "aws.endpointUrlSts";

  private static final Map<String, String> ENVIRONMENT =
      Map.of("aws.accessKeyId", "test", "aws.secretAccessKey", "test", "aws.region", "us-east-1");

  private final S3Landing landing = MiniStack.bucket();
  private final SqsQueue queue = MiniStack.queue();
  private FaultProxy sts;

  @BeforeEach
  void watch() throws IOException {
    sts = FaultProxy.of(MiniStack.endpoint());
    System.setProperty(STS, sts.endpoint().toString());
    ENVIRONMENT.forEach(System::setProperty);
  }

  @AfterEach
  void forget() {
    System.clearProperty(STS);
    ENVIRONMENT.keySet().forEach(System::clearProperty);
    sts.close();
  }

  @Test
  void queueIsReadInTheRole() throws Exception {
    MiniStack.connect(landing, queue);
    landing.land("a.json", "x\n");
    try (FileEventSource source = source()) {
      List<EventMessage> received = source.poll(10, Duration.ofSeconds(5));
      while (received.isEmpty()) { // The first message is the test event.
        received = source.poll(10, Duration.ofSeconds(5));
      }
      assertThat(received.get(0).events().get(0).path()).isEqualTo(landing.path() + "/a.json");
    }
    assertThat(sts.requests()).as("asked once, and not for each call").hasSize(1);
  }

  @Test
  void roleThatIsRefusedIsSaid() throws Exception {
    sts.answer("POST", ".*", 403, 100);
    try (FileEventSource source = source()) {
      assertThatThrownBy(() -> source.poll(10, Duration.ofSeconds(1)))
          .isInstanceOf(IOException.class)
          .hasMessageStartingWith(
              "Cannot read queue " + queue.url() + ": it refuses these credentials (403");
    }
    assertThatThrownBy(() -> files().look(landing.path() + "/a.json"))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("403");
  }

  @Test
  void filesAreReadInTheRole() throws Exception {
    landing.land("a.json", "x\n");

    assertThat(files().look(landing.path() + "/a.json")).isPresent();

    assertThat(sts.requests()).isNotEmpty();
  }

  private FileEventSource source() {
    Location.Remote path = new Location.Remote(landing.path());
    StorageProfile profile =
        StorageProfile.of(
            Map.of(StorageSetting.ROLE_ARN, ROLE, StorageSetting.ROLE_EXTERNAL_ID, "id"), path);
    return new SqsProvider()
        .open(queue.address(), new QueueAccess(path, profile, Map.of(), Optional.empty()));
  }

  private LandingAccess files() {
    return AccessSettings.access(
        AutoloaderOptions.parse(
            Map.of(
                "path",
                landing.path(),
                "cloudFiles.format",
                "envelope",
                "autoloader.storage.endpoint",
                landing.server().toString(),
                "fs.s3a.endpoint.region",
                "us-east-1",
                "autoloader.storage.roleArn",
                ROLE)));
  }
}
