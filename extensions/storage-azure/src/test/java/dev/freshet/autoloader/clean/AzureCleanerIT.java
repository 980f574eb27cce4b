package dev.freshet.autoloader.clean;

import dev.freshet.autoloader.fs.LandingAccess;
import dev.freshet.storage.azure.AzureContainer;
import java.io.IOException;
import org.apache.hadoop.fs.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;

/** Files that were read are removed from a container, through ABFS on blobs, against Azurite. */
@Tag("long")
class AzureCleanerIT extends SourceCleanerContract {
  private AzureContainer container;

  @BeforeEach
  void create() throws IOException {
    container = new AzureContainer();
  }

  @AfterEach
  void disconnect() throws IOException {
    container.close();
  }

  @Override
  protected String root() {
    return container.root();
  }

  @Override
  protected LandingAccess access(String landing) {
    return container.access(landing);
  }

  @Override
  protected void put(String path, String content) throws IOException {
    container.put(path, content);
  }

  @Override
  protected void remove(String path) throws IOException {
    container.files().delete(new Path(path), false);
  }

  @Override
  protected void move(String path, String destination) throws IOException {
    container.files().mkdirs(new Path(destination).getParent());
    container.files().rename(new Path(path), new Path(destination));
  }
}
