package dev.freshet.storage.s3;

import dev.freshet.autoloader.fs.KeyOrder;
import java.io.IOException;
import java.util.Locale;
import java.util.function.Consumer;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.s3a.Constants;
import org.apache.hadoop.fs.s3a.S3AFileStatus;
import org.apache.hadoop.fs.s3a.S3AFileSystem;
import org.apache.hadoop.fs.s3a.S3AUtils;
import org.apache.hadoop.fs.store.audit.AuditSpan;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Request;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Response;
import software.amazon.awssdk.services.s3.model.S3Object;

/**
 * The order of keys in a bucket of S3, asked for with the client that Hadoop has open: {@code
 * ListObjectsV2} with {@code StartAfter}. Directory buckets (S3 Express) have no order, and what is
 * encrypted by the client has another size than it seems.
 */
public final class S3KeyOrder implements KeyOrder {
  private static final String DIRECTORY_BUCKET = "--x-s3";
  private static final String OLD_DIRECTORY_MARKER = "_$folder$";

  /** For the service loader. */
  public S3KeyOrder() {}

  @Override
  public boolean accepts(FileSystem files) {
    if (!(files instanceof S3AFileSystem s3) || s3.getBucket().endsWith(DIRECTORY_BUCKET)) {
      return false;
    }
    Configuration settings = s3.getConf();
    String encryption = settings.get(Constants.S3_ENCRYPTION_ALGORITHM, "");
    return settings.getInt(Constants.LIST_VERSION, Constants.DEFAULT_LIST_VERSION) == 2
        && !encryption.toUpperCase(Locale.ROOT).startsWith("CSE");
  }

  @Override
  public void listAfter(FileSystem files, Path directory, Path after, Consumer<FileStatus> sink)
      throws IOException {
    S3AFileSystem s3 = (S3AFileSystem) files;
    String prefix = s3.maybeAddTrailingSlash(s3.pathToKey(directory));
    int page = s3.getConf().getInt(Constants.MAX_PAGING_KEYS, Constants.DEFAULT_MAX_PAGING_KEYS);
    try (AuditSpan span = s3.createSpan("op_list_files", prefix, null)) {
      span.activate();
      ListObjectsV2Request request =
          s3.createStoreContext()
              .getRequestFactory()
              .newListObjectsV2RequestBuilder(prefix, null, page)
              .startAfter(s3.pathToKey(after))
              .build();
      S3Client client = s3.getS3AInternals().getAmazonS3Client("list keys after one");
      for (ListObjectsV2Response answer : client.listObjectsV2Paginator(request)) {
        for (S3Object object : answer.contents()) {
          if (isFile(object.key().substring(prefix.length()))) {
            sink.accept(status(s3, object));
          }
        }
      }
    } catch (SdkException e) {
      throw S3AUtils.translateException("list keys after " + after, directory, e);
    }
  }

  /** Names with an empty part are none of Hadoop's; full listings treat them in their way. */
  private static boolean isFile(String name) {
    return !name.isEmpty()
        && !name.startsWith("/")
        && !name.endsWith("/")
        && !name.contains("//")
        && !name.endsWith(OLD_DIRECTORY_MARKER);
  }

  private static FileStatus status(S3AFileSystem s3, S3Object object) {
    return new S3AFileStatus(
        object.size(),
        object.lastModified().toEpochMilli(),
        s3.keyToQualifiedPath(object.key()),
        s3.getDefaultBlockSize(),
        s3.getUsername(),
        object.eTag(),
        null);
  }
}
