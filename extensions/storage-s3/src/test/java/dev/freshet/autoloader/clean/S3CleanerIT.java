package dev.freshet.autoloader.clean;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.freshet.autoloader.fs.HadoopAccess;
import dev.freshet.autoloader.fs.LandingAccess;
import dev.freshet.storage.s3.S3Landing;
import java.io.IOException;
import java.io.OutputStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** Files that were read are removed from a bucket, through S3A. */
class S3CleanerIT extends SourceCleanerContract {
  private final S3Landing bucket = S3Landing.create();
  private FileSystem files;

  @BeforeEach
  void connect() throws IOException {
    Configuration configuration = new Configuration();
    S3Landing.hadoop(S3Landing.endpoint()).forEach(configuration::set);
    files = FileSystem.newInstance(new Path(root()).toUri(), configuration);
  }

  @AfterEach
  void disconnect() throws IOException {
    files.close();
  }

  @Override
  protected String root() {
    return "s3a://" + bucket.bucket();
  }

  @Override
  protected LandingAccess access(String landing) {
    return new HadoopAccess(landing, S3Landing.hadoop(S3Landing.endpoint()));
  }

  @Override
  protected void put(String path, String content) throws IOException {
    try (OutputStream out = files.create(new Path(path), true)) {
      out.write(content.getBytes(UTF_8));
    }
  }

  @Override
  protected void remove(String path) throws IOException {
    files.delete(new Path(path), false);
  }

  @Override
  protected void move(String path, String destination) throws IOException {
    files.mkdirs(new Path(destination).getParent());
    files.rename(new Path(path), new Path(destination));
  }
}
