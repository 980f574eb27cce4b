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
    land("a.json", "one\n");
    LandingZone zone = zone(new LandingFilter(Optional.empty()), true);
    LandedFile before = zone.look(root() + "/a.json").orElseThrow();
    land("a.json", "two\n");
    LandedFile after = zone.look(root() + "/a.json").orElseThrow();

    assertThat(before.change()).isNotZero();
    assertThat(after.change()).isNotEqualTo(before.change());
    zone.list(listed -> assertThat(listed.change()).as("of a listing").isEqualTo(after.change()));
    assertThat(zone.looksUnfinished(after, FileEnd.LINE)).isFalse();
    zone.close();
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
