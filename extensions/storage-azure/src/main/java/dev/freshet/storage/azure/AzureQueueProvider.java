package dev.freshet.storage.azure;

import com.azure.core.http.jdk.httpclient.JdkHttpClientBuilder;
import com.azure.core.http.policy.HttpLogOptions;
import com.azure.storage.common.policy.RequestRetryOptions;
import com.azure.storage.common.policy.RetryPolicyType;
import com.azure.storage.queue.QueueClientBuilder;
import com.azure.storage.queue.QueueMessageEncoding;
import com.azure.storage.queue.QueueServiceVersion;
import dev.freshet.autoloader.event.FileEventSource;
import dev.freshet.autoloader.event.FileEventSourceProvider;
import dev.freshet.autoloader.event.QueueAccess;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;

/**
 * Queues of Azure Storage: {@code azure-queue+https://account.queue.core.windows.net/name}, or
 * {@code azure-queue:name} beside the text of a connection, which has the rest of the address.
 */
public final class AzureQueueProvider implements FileEventSourceProvider {
  private static final String SCHEME = "azure-queue";
  private static final Duration HIDDEN = Duration.ofMinutes(5);
  private static final int TRIES = 3;
  private static final Duration TRY_LIMIT = Duration.ofSeconds(10);
  private static final Duration FIRST_PAUSE = Duration.ofMillis(200);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(2);

  /** For the service loader. */
  public AzureQueueProvider() {}

  @Override
  public boolean accepts(URI queue) {
    String scheme = String.valueOf(queue.getScheme());
    return scheme.equals(SCHEME)
        || scheme.equals(SCHEME + "+https")
        || scheme.equals(SCHEME + "+http");
  }

  @Override
  public FileEventSource open(URI queue, QueueAccess access) throws IOException {
    return open(queue, access, HIDDEN);
  }

  /**
   * As {@link #open(URI, QueueAccess)}.
   *
   * @param hidden how long a message that was received is hidden from others
   */
  static FileEventSource open(URI queue, QueueAccess access, Duration hidden) throws IOException {
    QueueClientBuilder client = client();
    String name;
    if (access.connection().isPresent()) {
      name = queue.toString().replaceFirst(".*[:/]", "");
      client.connectionString(access.connection().get().reveal(System::getenv));
    } else {
      QueueAddress address = QueueAddress.parse(queue);
      name = address.name();
      client.endpoint(address.service());
      QueueSignIn.as(access, address.account()).accept(client);
    }
    return new AzureQueueEventSource(
        client.queueName(name).buildClient(),
        client.queueName(AzureQueueEventSource.poisonOf(name)).buildClient(),
        new AzureEventParser(access.landing()),
        hidden);
  }

  /** Texts are taken as they are, because one that is not base64 would not be given out at all. */
  private static QueueClientBuilder client() {
    return new QueueClientBuilder()
        .httpClient(new JdkHttpClientBuilder().connectionTimeout(TRY_LIMIT).build())
        .httpLogOptions(new HttpLogOptions())
        .retryOptions(
            new RequestRetryOptions(
                RetryPolicyType.EXPONENTIAL, TRIES, TRY_LIMIT, FIRST_PAUSE, LONGEST_PAUSE, null))
        .messageEncoding(QueueMessageEncoding.NONE)
        .serviceVersion(QueueServiceVersion.V2025_01_05);
  }
}
