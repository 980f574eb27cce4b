package dev.freshet.storage.azure;

import dev.freshet.autoloader.fs.AccessSettings;
import dev.freshet.autoloader.fs.HadoopAccess;
import dev.freshet.autoloader.option.AutoloaderOptions;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.UUID;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/** A new container of Azurite, which all tests of this JVM share, as ABFS reaches it. */
public final class AzureContainer implements AutoCloseable {
  private final String name = "c" + UUID.randomUUID();
  private final FileSystem files;

  /** Makes it. Skips the test where Azurite is not installed. */
  public AzureContainer() throws IOException {
    Configuration configuration = new Configuration();
    access(root() + "/landing").settings().forEach(configuration::set);
    configuration.set("fs.azure.createRemoteFileSystemDuringInitialization", "true");
    files = FileSystem.newInstance(new Path(root()).toUri(), configuration);
  }

  /** Its name. */
  public String name() {
    return name;
  }

  /** Its root, with the scheme. */
  public String root() {
    return "abfs://" + name + "@devstoreaccount1.dfs.core.windows.net";
  }

  /** How a directory of it is read as a landing zone. */
  public HadoopAccess access(String landing) {
    return (HadoopAccess)
        AccessSettings.access(
            AutoloaderOptions.parse(
                Map.of(
                    "path",
                    landing,
                    "cloudFiles.format",
                    "envelope",
                    "autoloader.storage.profile",
                    "azurite",
                    "autoloader.storage.endpoint",
                    Emulator.blobs().toString())));
  }

  /** Its files. */
  public FileSystem files() {
    return files;
  }

  /** Writes a file. */
  public void put(String path, String content) throws IOException {
    try (OutputStream out = files.create(new Path(path), true)) {
      out.write(content.getBytes(StandardCharsets.UTF_8));
    }
  }

  @Override
  public void close() throws IOException {
    files.close();
  }
}
