package dev.freshet.pipeline.heal;

import dev.freshet.core.BatchIdentity;
import dev.freshet.core.error.ErrorCode;
import dev.freshet.core.error.FreshetException;
import dev.freshet.home.content.DamagedContent;
import dev.freshet.home.delta.DeltaTable;
import dev.freshet.home.delta.proof.ContentCut;
import dev.freshet.home.layer.LandedLine;
import dev.freshet.home.layer.LayerTable;
import dev.freshet.home.layer.LayerTables;
import dev.freshet.storage.damage.Damage;
import dev.freshet.storage.damage.DamageListener;
import dev.freshet.storage.damage.DamagedPart;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Takes data files that maintenance has found damaged out of the layers, so that {@link
 * LayerRefill} fills them again. What could not be filled again stays: a layer without one of its
 * files is worth more than none, and the pipeline goes on. Each file is proven first; a note of it
 * is no proof.
 */
public final class LayerCut {

  private final LayerTables layers;
  private final String streamId;
  private final LandedFiles landed;
  private final DamageListener listener;

  /**
   * @param landed the files of the stream that continues
   * @param listener is told of each damaged file
   */
  public LayerCut(LandedFiles landed, DamageListener listener) {
    this.layers = landed.layers();
    this.streamId = landed.streamId();
    this.landed = landed;
    this.listener = listener;
  }

  /** Cuts what is damaged out of the layers. Call it before {@link LayerRefill#refill}. */
  public void heal(List<DamagedContent> found) {
    // Bronze comes first: the others are filled from it.
    for (DeltaTable table : layers.all()) {
      for (DamagedContent damaged : found) {
        if (damaged.table().equals(table.schema().name())) {
          table.cutOf(damaged.name()).ifPresent(cut -> heal(table, cut));
        }
      }
    }
  }

  private void heal(DeltaTable table, ContentCut cut) {
    Optional<String> obstacle = obstacle(table, cut);
    if (obstacle.isEmpty()) {
      table.cut(cut).forEach(listener::found);
    } else {
      listener.found(
          new Damage(
              DamagedPart.LAYER,
              cut.file().toString(),
              cut.reason(),
              "It stays in the table, as its rows cannot be made again: %s. The pipeline goes on. Put the file back from a copy if there is one."
                  .formatted(obstacle.get())));
    }
  }

  /** Why what would be cut out cannot be filled again; empty if it can. */
  private Optional<String> obstacle(DeltaTable table, ContentCut cut) {
    try {
      if (table.path().equals(layers.bronze().table().path())) {
        return obstacleOfBronze(cut);
      }
      layers.bronze().table().requireWhole();
      return Optional.empty();
    } catch (FreshetException e) {
      if (e.code() != ErrorCode.STORE_DAMAGED) {
        throw e;
      }
      return Optional.of(String.valueOf(e.getMessage()));
    }
  }

  private Optional<String> obstacleOfBronze(ContentCut cut) {
    DeltaTable bronze = layers.bronze().table();
    for (String stream : streams()) {
      long now = bronze.lastCommitted(stream).orElse(0);
      if (!stream.equals(streamId) && endAt(cut, stream) < now) {
        return Optional.of("the file log of its stream %s is gone".formatted(stream));
      }
    }
    TreeMap<Long, String> gone = landed.gone(endAt(cut, streamId));
    return gone.isEmpty()
        ? Optional.empty()
        : Optional.of("these landed files are gone: " + LandedFiles.inWords(gone));
  }

  /** The end of a stream in Bronze once it is cut. */
  private long endAt(ContentCut cut, String stream) {
    OptionalLong version = cut.version();
    return version.isEmpty()
        ? 0
        : layers.bronze().table().lastCommitted(stream, version.getAsLong()).orElse(0);
  }

  /** The streams in Bronze: each of its lines is in Silver or in quarantine too. */
  private Set<String> streams() {
    Set<String> streams = new TreeSet<>();
    for (LayerTable<?> layer : List.of(layers.silver(), layers.quarantine())) {
      layer.scan(LandedLine.PROJECTION, line -> streams.add(line.stream()));
    }
    layers.ledger().forEach(entry -> streams.add(BatchIdentity.parse(entry.batchId()).streamId()));
    return streams;
  }
}
