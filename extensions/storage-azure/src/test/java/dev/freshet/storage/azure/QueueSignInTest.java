package dev.freshet.storage.azure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.freshet.autoloader.event.QueueAccess;
import dev.freshet.storage.location.Location;
import dev.freshet.storage.profile.HadoopSettings;
import dev.freshet.storage.profile.StorageProfile;
import dev.freshet.storage.profile.StorageSetting;
import java.net.URI;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class QueueSignInTest {
  private static final Location.Remote LANDING =
      new Location.Remote("abfss://lz@acct.dfs.core.windows.net/in");

  private final AzureQueueProvider provider = new AzureQueueProvider();

  @Test
  void addressHasServiceAccountAndName() {
    assertThat(
            QueueAddress.parse(URI.create("azure-queue+https://acct.queue.core.windows.net/land")))
        .isEqualTo(new QueueAddress("https://acct.queue.core.windows.net", "acct", "land"));
    assertThat(QueueAddress.parse(URI.create("azure-queue+http://127.0.0.1:10001/dev/land/")))
        .isEqualTo(new QueueAddress("http://127.0.0.1:10001/dev", "dev", "land"));
    assertThatThrownBy(
            () -> QueueAddress.parse(URI.create("azure-queue+https://acct.queue.core.windows.net")))
        .hasMessage(
            "Cannot read queue azure-queue+https://acct.queue.core.windows.net: it is not the"
                + " address of a queue. Write one like"
                + " azure-queue+https://account.queue.core.windows.net/landing.");
  }

  @Test
  void everyWayToSignInToTheFilesOpensTheQueue() throws Exception {
    for (Map<StorageSetting, String> settings :
        new Map[] {
          Map.of(StorageSetting.ACCOUNT_KEY, "${env:KEY}"),
          Map.of(StorageSetting.SAS_TOKEN, "${env:SAS}"),
          Map.of(StorageSetting.CLIENT_ID, "identity"),
          Map.of(
              StorageSetting.CLIENT_ID, "app",
              StorageSetting.TENANT, "dir",
              StorageSetting.CLIENT_SECRET, "${env:KEY}")
        }) {
      provider
          .open(
              URI.create("azure-queue+https://acct.queue.core.windows.net/land"),
              access(settings, Map.of()))
          .close();
    }
  }

  @Test
  void settingsOfHadoopSignInWhereThePipelineHasNone() throws Exception {
    provider
        .open(
            URI.create("azure-queue+https://other.queue.core.windows.net/land"),
            access(Map.of(), Map.of("fs.azure.account.key.other.dfs.core.windows.net", "a2V5")))
        .close();
  }

  @Test
  void queueWithoutAKeySaysWhichSettingIsMissing() {
    assertThatThrownBy(
            () ->
                provider.open(
                    URI.create("azure-queue+https://acct.queue.core.windows.net/land"),
                    access(Map.of(), Map.of())))
        .hasMessage(
            "Cannot read the queue of acct.dfs.core.windows.net: there is no key for it. Set"
                + " account-key below storage, or fs.azure.account.key.acct.dfs.core.windows.net"
                + " among the options of the source.");
  }

  private static QueueAccess access(
      Map<StorageSetting, String> settings, Map<String, String> options) {
    StorageProfile profile = StorageProfile.of(settings, LANDING);
    Map<String, String> hadoop =
        new HashMap<>(
            HadoopSettings.of(
                profile, LANDING, name -> name.equals("SAS") ? "?sv=2024-01-01&sig=x" : "a2V5"));
    hadoop.putAll(options);
    return new QueueAccess(LANDING, profile, hadoop, Optional.empty());
  }
}
