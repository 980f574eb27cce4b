package dev.freshet.autoloader.discovery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.freshet.autoloader.filelog.LandedFile;
import dev.freshet.autoloader.fs.AccessSettings;
import dev.freshet.autoloader.fs.HadoopAccess;
import dev.freshet.autoloader.option.AutoloaderOptions;
import dev.freshet.servers.AzureServer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A container of Azure, through ABFS on blobs, against Azurite. */
@Tag("long")
class AzureLandingZoneIT extends LandingZoneContract {
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
    files = FileSystem.newInstance(new Path(root()).toUri(), configuration(access()));
    files.mkdirs(new Path(root()));
  }

  private static Configuration configuration(HadoopAccess access) {
    Configuration configuration = new Configuration();
    access.settings().forEach(configuration::set);
    configuration.set("fs.azure.createRemoteFileSystemDuringInitialization", "true");
    return configuration;
  }

  private HadoopAccess access() {
    Map<String, String> options = new HashMap<>();
    options.put("path", root());
    options.put("cloudFiles.format", "envelope");
    options.put("autoloader.storage.profile", "azurite");
    options.put("autoloader.storage.endpoint", server.blobs().toString());
    return (HadoopAccess) AccessSettings.access(AutoloaderOptions.parse(options));
  }

  @Override
  protected String root() {
    return "abfs://" + container + "@devstoreaccount1.dfs.core.windows.net/landing";
  }

  @Override
  protected void land(String name, String content) throws IOException {
    try (FSDataOutputStream out = files.create(new Path(root() + "/" + name), true)) {
      out.write(content.getBytes(StandardCharsets.UTF_8));
    }
  }

  @Override
  protected void remove(String name) throws IOException {
    files.delete(new Path(root() + "/" + name), false);
  }

  @Override
  LandingZone zone(LandingFilter filter, boolean recursive) throws IOException {
    return new HadoopLandingZone(access().store(), filter, recursive);
  }

  @Test
  void rewriteOfTheSameSizeIsSeenByItsEntityTag() throws Exception {
    land("a.json", "one\n");
    LandingZone zone = zone(new LandingFilter(Optional.empty()), true);
    LandedFile before = zone.look(root() + "/a.json").orElseThrow();
    land("a.json", "two\n");
    LandedFile after = zone.look(root() + "/a.json").orElseThrow();

    assertThat(before.change()).isNotZero();
    assertThat(after.change()).isNotEqualTo(before.change());
    zone.list(listed -> assertThat(listed.change()).as("of a listing").isEqualTo(after.change()));
    assertThat(zone.looksUnfinished(after)).isFalse();
    zone.close();
  }

  @Test
  void landingZoneWithoutItsContainerIsAwayAndOneWithoutAnyFileIsEmpty() throws Exception {
    LandingZone missing =
        new HadoopLandingZone(missing().store(), new LandingFilter(Optional.empty()), true);
    assertThatThrownBy(() -> missing.list(file -> {})).isInstanceOf(IOException.class);
    missing.close();

    files.delete(new Path(root()), true);
    LandingZone empty = zone(new LandingFilter(Optional.empty()), true);
    empty.list(
        file -> {
          throw new AssertionError(file);
        });
    empty.close();
  }

  private HadoopAccess missing() {
    HadoopAccess there = access();
    return new HadoopAccess(
        there.landing().replace(container, "none" + container), there.settings());
  }
}
