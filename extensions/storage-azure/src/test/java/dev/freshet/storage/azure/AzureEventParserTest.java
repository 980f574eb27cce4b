package dev.freshet.storage.azure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.freshet.autoloader.event.FileEvent;
import dev.freshet.autoloader.event.FileEvent.Subject;
import dev.freshet.autoloader.event.UnreadableEventException;
import dev.freshet.storage.location.Location;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Messages as Microsoft documents them in "Azure Blob Storage as an Event Grid source". */
class AzureEventParserTest {
  private static final String ROOT = "abfss://lz@acct.dfs.core.windows.net/";

  /** In the schema of Event Grid. The name is a b+1#.json, as subject and as escaped address. */
  static final String CREATED =
      """
      {"topic":"/subscriptions/5e6/resourceGroups/g/providers/Microsoft.Storage/storageAccounts/acct",
      "subject":"/blobServices/default/containers/lz/blobs/in/a b+1#.json","eventType":"Microsoft.Storage.BlobCreated",
      "eventTime":"2026-11-30T10:11:12.3456789Z","id":"831e1650-001e-001b-66ab-eeb76e069631",
      "data":{"api":"PutBlob","clientRequestId":"6d79dbfb-0e37-4fc4-981f-442c9ca65760","requestId":"831e1650-001e-001b-66ab-eeb76e000000",
      "eTag":"0x8D4BCC2E4835CD0","contentType":"application/json","contentLength":1024,"blobType":"BlockBlob",
      "url":"https://acct.blob.core.windows.net/lz/in/a%20b+1%23.json","sequencer":"00000000000004420000000000028963",
      "storageDiagnostics":{"batchId":"b68529f3-68cd-4744-baa4-3c0498ec19f0"}},"dataVersion":"","metadataVersion":"1"}
      """;

  private static final FileEvent EVENT = new FileEvent(ROOT + "in/a b+1#.json", Subject.WHOLE_FILE);

  private final AzureEventParser parser = new AzureEventParser(new Location.Remote(ROOT + "in"));

  @Test
  void eventNamesTheFileAsTheLandingZoneDoes() throws Exception {
    assertThat(parser.parse(CREATED)).containsExactly(EVENT);
    assertThat(parser.parse(CREATED.replace("acct.blob.", "acct.dfs."))).containsExactly(EVENT);
  }

  @Test
  void eventInTheSchemaOfCloudEventsIsTheSame() throws Exception {
    String cloud =
        CREATED
            .replace("\"topic\":", "\"specversion\":\"1.0\",\"source\":")
            .replace("\"eventType\":", "\"type\":")
            .replace("\"eventTime\":", "\"time\":")
            .replace(",\"dataVersion\":\"\",\"metadataVersion\":\"1\"", "");

    assertThat(parser.parse(cloud)).containsExactly(EVENT);
  }

  @Test
  void eventsOfAnArrayAndInBase64AreTheSame() throws Exception {
    String array = "[" + CREATED + "," + CREATED + "]";

    assertThat(parser.parse(array)).containsExactly(EVENT, EVENT);
    assertThat(parser.parse(base64(CREATED))).containsExactly(EVENT);
    assertThat(parser.parse(base64(array))).containsExactly(EVENT, EVENT);
  }

  private static String base64(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }

  @ParameterizedTest
  @CsvSource({
    "PutBlob, WHOLE_FILE",
    "PutBlockList, WHOLE_FILE",
    "FlushWithClose, WHOLE_FILE",
    "SftpCommit, WHOLE_FILE",
    "CopyBlob, FILE"
  })
  void callThatWritesAFileSaysWhetherItIsWhole(String api, Subject subject) throws Exception {
    assertThat(parser.parse(CREATED.replace("PutBlob", api)))
        .extracting(FileEvent::subject)
        .containsExactly(subject);
  }

  @ParameterizedTest
  @ValueSource(strings = {"CreateFile", "SftpCreate"})
  void beginningOfAFileIsNoFile(String api) throws Exception {
    assertThat(parser.parse(CREATED.replace("PutBlob", api))).isEmpty();
  }

  @Test
  void renamedFileIsFoundWhereItIsNow() throws Exception {
    assertThat(parser.parse(renamed("Microsoft.Storage.BlobRenamed", "RenameFile", "in/b.json")))
        .extracting(FileEvent::path, FileEvent::subject)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple(ROOT + "in/b.json", Subject.WHOLE_FILE));
  }

  @Test
  void renamedDirectoryIsADirectory() throws Exception {
    assertThat(
            parser.parse(renamed("Microsoft.Storage.DirectoryRenamed", "RenameDirectory", "in/d")))
        .extracting(FileEvent::path, FileEvent::subject)
        .containsExactly(org.assertj.core.groups.Tuple.tuple(ROOT + "in/d", Subject.DIRECTORY));
  }

  /** As documented for accounts with a hierarchical namespace. */
  static String renamed(String type, String api, String name) {
    return """
        [{"topic":"/subscriptions/5e6/resourceGroups/g/providers/Microsoft.Storage/storageAccounts/acct",
        "subject":"/blobServices/default/containers/lz/blobs/%s","eventType":"%s",
        "eventTime":"2026-11-30T10:11:12.3456789Z","id":"831e1650-001e-001b-66ab-eeb76e069631",
        "data":{"api":"%s","clientRequestId":"799304a4","requestId":"831e1650",
        "destinationUrl":"https://acct.dfs.core.windows.net/lz/%s","sourceUrl":"https://acct.dfs.core.windows.net/lz/tmp/x",
        "sequencer":"00000000000004420000000000028963","storageDiagnostics":{"batchId":"b68529f3"}},"dataVersion":"1","metadataVersion":"1"}]
        """
        .formatted(name, type, api, name);
  }

  /** Seen in the wild: the subject of a name with an emoji has replacement characters. */
  @Test
  void whereSubjectAndAddressDifferBothAreLookedAt() throws Exception {
    String broken =
        CREATED
            .replace("blobs/in/a b+1#.json", "blobs/in/x\\uFFFD\\uFFFD.json")
            .replace("lz/in/a%20b+1%23.json", "lz/in/x%F0%9F%92%8E.json");

    assertThat(parser.parse(broken))
        .extracting(FileEvent::path)
        .containsExactly(ROOT + "in/x\uFFFD\uFFFD.json", ROOT + "in/x💎.json");
  }

  @Test
  void addressThatIsNotEscapedIsTakenAsItIs() throws Exception {
    assertThat(
            parser.parse(
                CREATED
                    .replace("blobs/in/a b+1#.json", "blobs/in/50%.json")
                    .replace("lz/in/a%20b+1%23.json", "lz/in/50%.json")))
        .extracting(FileEvent::path)
        .containsExactly(ROOT + "in/50%.json");
  }

  @Test
  void fileOfAnotherAccountOrContainerIsNotBelowTheLandingZone() throws Exception {
    assertThat(parser.parse(CREATED.replace("acct", "other")))
        .extracting(FileEvent::path)
        .containsExactly("abfss://lz@other.dfs.core.windows.net/in/a b+1#.json");
    assertThat(parser.parse(CREATED.replace("/lz/", "/xy/")))
        .extracting(FileEvent::path)
        .containsExactly("abfss://xy@acct.dfs.core.windows.net/in/a b+1#.json");
  }

  @Test
  void emulatorHasTheAccountInThePath() throws Exception {
    AzureEventParser emulated =
        new AzureEventParser(
            new Location.Remote("abfs://lz@devstoreaccount1.dfs.core.windows.net/in"));
    String event =
        CREATED
            .replace("storageAccounts/acct", "storageAccounts/devstoreaccount1")
            .replace(
                "https://acct.blob.core.windows.net", "http://127.0.0.1:10000/devstoreaccount1");

    assertThat(emulated.parse(event))
        .extracting(FileEvent::path)
        .containsExactly("abfs://lz@devstoreaccount1.dfs.core.windows.net/in/a b+1#.json");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"eventType\":\"Microsoft.Storage.BlobDeleted\",\"subject\":\"/blobServices/default/containers/lz/blobs/a\",\"data\":{\"api\":\"DeleteBlob\"}}",
        "{\"eventType\":\"Microsoft.Storage.DirectoryCreated\",\"subject\":\"/blobServices/default/containers/lz/blobs/d\",\"data\":{\"api\":\"CreateDirectory\"}}",
        "{\"eventType\":\"Microsoft.Storage.DirectoryDeleted\",\"subject\":\"/blobServices/default/containers/lz/blobs/d\",\"data\":{\"api\":\"DeleteDirectory\"}}",
        "{\"type\":\"Microsoft.Storage.BlobTierChanged\",\"specversion\":\"1.0\",\"data\":{\"api\":\"SetBlobTier\"}}",
        "[{\"eventType\":\"Microsoft.EventGrid.SubscriptionValidationEvent\",\"data\":{\"validationCode\":\"512d38b6\"}}]",
        "[]"
      })
  void messageThatNamesNothingThatCameHasNoEvents(String message) throws Exception {
    assertThat(parser.parse(message)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "no JSON",
        "{\"hello\":1}",
        "{\"eventType\":\"Microsoft.Storage.BlobCreated\"}",
        "{\"eventType\":\"Microsoft.Storage.BlobCreated\",\"subject\":\"elsewhere\",\"data\":{\"api\":\"PutBlob\"}}",
        "{\"eventType\":\"Microsoft.Storage.BlobCreated\",",
        "aGVsbG8=",
        "null",
        "{}"
      })
  void messageThatIsNoneOfTheseIsRefused(String message) {
    assertThatThrownBy(() -> parser.parse(message)).isInstanceOf(UnreadableEventException.class);
  }
}
