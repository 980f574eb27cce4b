package dev.freshet.storage.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.freshet.autoloader.event.FileEvent;
import dev.freshet.autoloader.event.UnreadableEventException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Messages as S3, SNS and EventBridge write them. */
class S3EventParserTest {

  /** As documented for notifications of S3, with the key as it is encoded there. */
  static final String NOTIFICATION =
      """
      {"Records":[{"eventVersion":"2.1","eventSource":"aws:s3","awsRegion":"eu-west-1","eventTime":"2026-11-30T10:11:12.345Z",
      "eventName":"ObjectCreated:Put","userIdentity":{"principalId":"A3NL1KOZZKExample"},"requestParameters":{"sourceIPAddress":"127.0.0.1"},
      "responseElements":{"x-amz-request-id":"C3D13FE58DE4C810"},"s3":{"s3SchemaVersion":"1.0","configurationId":"test",
      "bucket":{"name":"lz","ownerIdentity":{"principalId":"A3NL1KOZZKExample"},"arn":"arn:aws:s3:::lz"},
      "object":{"key":"landing/a+b%2B1%23%25+Gr%C3%B6%C3%9Fe.json","size":1024,"eTag":"d41d8cd98f00b204e9800998ecf8427e","sequencer":"0055AED6DCD90281E5"}}}]}
      """;

  private static final FileEvent EVENT =
      new FileEvent("s3a://lz/landing/a b+1#% Größe.json", FileEvent.Subject.WHOLE_FILE);

  @Test
  void notificationNamesTheFileWithItsKeyDecoded() throws Exception {
    assertThat(S3EventParser.parse(NOTIFICATION)).containsExactly(EVENT);
  }

  @Test
  void notificationThroughSnsIsTheSame() throws Exception {
    String wrapped =
        new ObjectMapper()
            .writeValueAsString(
                Map.of(
                    "Type", "Notification",
                    "MessageId", "63a3f6b6-d533-4a47-aef9-fcf5cf758c76",
                    "TopicArn", "arn:aws:sns:eu-west-1:123456789012:lz",
                    "Subject", "Amazon S3 Notification",
                    "Message", NOTIFICATION,
                    "Timestamp", "2026-11-30T10:11:13.000Z"));

    assertThat(S3EventParser.parse(wrapped)).containsExactly(EVENT);
  }

  @Test
  void eventOfEventBridgeHasTheKeyAsItIs() throws Exception {
    String event =
        """
        {"version":"0","id":"17793124-05d4-b198-2fde-7ededc63b103","detail-type":"Object Created","source":"aws.s3",
        "account":"123456789012","time":"2026-11-30T10:11:12Z","region":"eu-west-1","resources":["arn:aws:s3:::lz"],
        "detail":{"version":"0","bucket":{"name":"lz"},"object":{"key":"landing/a+b%20c.json","size":5,"etag":"b1946ac92492d2347c6235b4d2611184",
        "sequencer":"617f08299329d189"},"request-id":"N4N7GDK58NMKJ12R","requester":"123456789012","reason":"PutObject"}}
        """;

    assertThat(S3EventParser.parse(event))
        .extracting(FileEvent::path)
        .containsExactly("s3a://lz/landing/a+b%20c.json");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"Service\":\"Amazon S3\",\"Event\":\"s3:TestEvent\",\"Time\":\"2026-11-30T10:11:12.345Z\",\"Bucket\":\"lz\"}",
        "{\"Records\":[{\"eventName\":\"ObjectRemoved:Delete\",\"s3\":{\"bucket\":{\"name\":\"lz\"},\"object\":{\"key\":\"a\"}}}]}",
        "{\"source\":\"aws.s3\",\"detail-type\":\"Object Deleted\",\"detail\":{\"bucket\":{\"name\":\"lz\"},\"object\":{\"key\":\"a\"}}}",
        "{\"Records\":[]}"
      })
  void messageThatNamesNoWrittenFileHasNoEvents(String message) throws Exception {
    assertThat(S3EventParser.parse(message)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "no JSON",
        "[]",
        "{\"hello\":1}",
        "{\"Records\":[{\"eventName\":\"ObjectCreated:Put\",\"s3\":{}}]}",
        "{\"Records\":[{\"eventName\":\"ObjectCreated:Put\",\"s3\":{\"bucket\":{\"name\":\"lz\"},\"object\":{\"key\":\"a%zz\"}}}]}"
      })
  void messageThatIsNoneOfTheseIsRefused(String message) {
    assertThatThrownBy(() -> S3EventParser.parse(message))
        .isInstanceOf(UnreadableEventException.class);
  }

  @Test
  void severalRecordsAreSeveralFilesOfOneMessage() throws Exception {
    String two = NOTIFICATION.replaceFirst("\\[(\\{.*\\})\\]\\}\\s*$", "[$1]}").strip();
    String record = two.substring(two.indexOf('[') + 1, two.lastIndexOf(']'));

    List<FileEvent> events = S3EventParser.parse("{\"Records\":[" + record + "," + record + "]}");

    assertThat(events).containsExactly(EVENT, EVENT);
  }
}
