package dev.freshet.storage.azure;

import com.azure.core.credential.AccessToken;
import com.azure.core.credential.AzureSasCredential;
import com.azure.storage.common.StorageSharedKeyCredential;
import com.azure.storage.queue.QueueClientBuilder;
import dev.freshet.autoloader.event.QueueAccess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.ZoneOffset;
import java.util.function.Consumer;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.azurebfs.AbfsConfiguration;
import org.apache.hadoop.fs.azurebfs.oauth2.AccessTokenProvider;
import org.apache.hadoop.fs.azurebfs.oauth2.AzureADToken;
import org.apache.hadoop.fs.azurebfs.services.AuthType;
import reactor.core.publisher.Mono;

/**
 * How the reader of a queue signs in: as the files are read, by the settings that hadoop-azure has
 * for the landing zone. So whatever opens the files opens the queue: an account key, a shared
 * access signature, an application, a managed or a workload identity, a key store.
 */
final class QueueSignIn {
  private static final String KEY = "fs.azure.account.key.";
  private static final String SIGNATURE = "fs.azure.sas.fixed.token";

  private QueueSignIn() {}

  /**
   * What a client needs to sign in.
   *
   * @param account the account of the queue
   * @throws IOException if the settings name a way to sign in that cannot be used
   * @throws IllegalArgumentException if they name none
   */
  static Consumer<QueueClientBuilder> as(QueueAccess access, String account) throws IOException {
    String authority = access.landing().authority();
    String landingHost = authority.substring(authority.indexOf('@') + 1);
    String host = account + landingHost.replaceFirst("^[^.:]*", "");
    AbfsConfiguration settings = configuration(access, landingHost);
    AuthType type = settings.getAuthType(landingHost);
    return switch (type) {
      case SharedKey -> {
        String key = key(configuration(access, host), host);
        yield client -> client.credential(new StorageSharedKeyCredential(account, key));
      }
      case SAS -> {
        String signature = signature(configuration(access, host), host);
        yield client -> client.credential(new AzureSasCredential(signature));
      }
      case OAuth, Custom -> {
        AccessTokenProvider tokens = settings.getTokenProvider();
        yield client -> client.credential(wanted -> Mono.fromCallable(() -> token(tokens)));
      }
      default ->
          throw new IllegalArgumentException(
              "Cannot read the queue of account "
                  + account
                  + ": it cannot be signed in to by "
                  + type
                  + ". Set one of account-key, sas-token and client-id below storage.");
    };
  }

  private static AbfsConfiguration configuration(QueueAccess access, String host)
      throws IOException {
    Configuration configuration = new Configuration(false);
    access.hadoop().forEach(configuration::set);
    try {
      return new AbfsConfiguration(configuration, host);
    } catch (IllegalAccessException e) {
      throw new IOException("Cannot read the settings of " + host, e);
    }
  }

  private static String key(AbfsConfiguration settings, String host) throws IOException {
    String key = settings.getPasswordString("fs.azure.account.key");
    if (key == null) {
      throw missing(host, "account-key", KEY + host);
    }
    return key;
  }

  private static String signature(AbfsConfiguration settings, String host) throws IOException {
    String signature = settings.getPasswordString(SIGNATURE);
    if (signature == null) {
      throw missing(host, "sas-token", SIGNATURE + "." + host);
    }
    return signature.replaceFirst("^\\?", "");
  }

  private static IllegalArgumentException missing(String host, String setting, String option) {
    return new IllegalArgumentException(
        "Cannot read the queue of "
            + host
            + ": there is no key for it. Set "
            + setting
            + " below storage, or "
            + option
            + " among the options of the source.");
  }

  /** Hadoop fetches another one in time. */
  private static AccessToken token(AccessTokenProvider tokens) {
    try {
      AzureADToken token = tokens.getToken();
      return new AccessToken(
          token.getAccessToken(), token.getExpiry().toInstant().atOffset(ZoneOffset.UTC));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
