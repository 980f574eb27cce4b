package dev.freshet.autoloader.discovery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.freshet.autoloader.filelog.LandedFile;
import dev.freshet.autoloader.format.FileEnd;
import dev.freshet.autoloader.fs.HadoopAccess;
import dev.freshet.storage.azure.AzureContainer;
import java.io.IOException;
import java.util.Optional;
import org.apache.hadoop.fs.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A container of Azure, through ABFS on blobs, against Azurite. */
@Tag("long")
class AzureLandingZoneIT extends LandingZoneContract {
  private AzureContainer container;

  @BeforeEach
  void create() throws IOException {
    container = new AzureContainer();
    container.files().mkdirs(new Path(root()));
  }

  @AfterEach
  void close() throws IOException {
    container.close();
  }

  @Override
  protected String root() {
    return container.root() + "/landing";
  }

  @Override
  protected void land(String name, String content) throws IOException {
    container.put(root() + "/" + name, content);
  }

  @Override
  protected void remove(String name) throws IOException {
    container.files().delete(new Path(root() + "/" + name), false);
  }

  @Override
  LandingZone zone(LandingFilter filter, boolean recursive) throws IOException {
    return new HadoopLandingZone(container.access(root()).store(), filter, recursive);
  }

  @Test
  void rewriteOfTheSameSizeIsSeenByItsEntityTag() throws Exception {
    assertRewriteHasAnotherTag();
  }

  @Test
  void fileThatEndsAsAWholeOneLooksFinished() throws Exception {
    land("a.json", "one\n");
    try (LandingZone zone = zone(new LandingFilter(Optional.empty()), true)) {
      LandedFile file = zone.look(root() + "/a.json").orElseThrow();
      assertThat(zone.looksUnfinished(file, FileEnd.LINE)).isFalse();
      assertThat(zone.looksUnfinished(file, FileEnd.PARQUET)).isTrue();
    }
  }

  @Test
  void landingZoneWithoutItsContainerIsAwayAndOneWithoutAnyFileIsEmpty() throws Exception {
    LandingZone missing =
        new HadoopLandingZone(missing().store(), new LandingFilter(Optional.empty()), true);
    assertThatThrownBy(() -> missing.list(file -> {})).isInstanceOf(IOException.class);
    missing.close();

    container.files().delete(new Path(root()), true);
    LandingZone empty = zone(new LandingFilter(Optional.empty()), true);
    empty.list(
        file -> {
          throw new AssertionError(file);
        });
    empty.close();
  }

  private HadoopAccess missing() {
    HadoopAccess there = container.access(root());
    String name = container.name();
    return new HadoopAccess(there.landing().replace(name, "none" + name), there.settings());
  }
}
