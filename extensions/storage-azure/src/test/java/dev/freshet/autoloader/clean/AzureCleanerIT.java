package dev.freshet.autoloader.clean;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.freshet.autoloader.fs.AccessSettings;
import dev.freshet.autoloader.fs.HadoopAccess;
import dev.freshet.autoloader.fs.LandingAccess;
import dev.freshet.autoloader.option.AutoloaderOptions;
import dev.freshet.servers.AzureServer;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;

/** Files that were read are removed from a container, through ABFS on blobs, against Azurite. */
@Tag("long")
class AzureCleanerIT extends SourceCleanerContract {
  private static @Nullable AzureServer server;

  private final String container = "c" + UUID.randomUUID();
  private @Nullable FileSystem files;

  @BeforeAll
  static void start() throws IOException {
    assumeTrue(
        AzureServer.installed().isPresent(),
        AzureServer.HOME + " names no directory with azurite@3.35.0 of npm");
    server = AzureServer.start(Files.createTempDirectory("azurite"));
  }

  @AfterAll
  static void stop() {
    if (server != null) {
      server.close();
    }
  }

  @BeforeEach
  void create() throws IOException {
    Configuration configuration = new Configuration();
    ((HadoopAccess) access(root() + "/landing")).settings().forEach(configuration::set);
    configuration.set("fs.azure.createRemoteFileSystemDuringInitialization", "true");
    files = FileSystem.newInstance(new Path(root()).toUri(), configuration);
  }

  @AfterEach
  void disconnect() throws IOException {
    files.close();
  }

  @Override
  protected String root() {
    return "abfs://" + container + "@devstoreaccount1.dfs.core.windows.net";
  }

  @Override
  protected LandingAccess access(String landing) {
    Map<String, String> options = new HashMap<>();
    options.put("path", landing);
    options.put("cloudFiles.format", "envelope");
    options.put("autoloader.storage.profile", "azurite");
    options.put("autoloader.storage.endpoint", server.blobs().toString());
    return AccessSettings.access(AutoloaderOptions.parse(options));
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
