package dev.freshet.home.delta.proof;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Proves that the log of a Delta table is whole, as far as its files tell: the entries since the
 * newest checkpoint follow each other without a gap, and each is a file of whole JSON lines. Delta
 * Kernel takes an entry without bytes for a commit without actions, so a power loss can hide a lost
 * batch behind a later one.
 *
 * <p>Checksums and {@code _last_checkpoint} are derived and never prove a loss by themselves, but a
 * checksum above the last entry tells of an entry that was there. Changes nothing.
 */
record LogProof(LogListing listing) {

  private static final ObjectMapper JSON = new ObjectMapper();

  /** A clean-up may remove files under a proof so often. */
  private static final int TRIES = 3;

  /**
   * The first damage of the entries and checkpoints; empty if they are whole, or if there is no
   * table. Opens no data file. A second listing decides: the first may have met a commit or a
   * clean-up half-way.
   */
  static Optional<Finding> of(Path table) throws IOException {
    Optional<Finding> first = new LogProof(LogListing.of(table)).finding();
    return first.isEmpty() ? first : new LogProof(LogListing.of(table)).finding();
  }

  private Optional<Finding> finding() throws IOException {
    for (int tries = 1; ; tries++) {
      try {
        return first();
      } catch (NoSuchFileException removed) {
        if (tries == TRIES) {
          throw removed;
        }
      }
    }
  }

  private Optional<Finding> first() throws IOException {
    Optional<Finding> checkpoint = newestCheckpoint();
    return checkpoint.isPresent() ? checkpoint : firstEntry(listing.base());
  }

  private Optional<Finding> newestCheckpoint() throws IOException {
    long base = listing.base();
    for (Path file : listing.checkpoints().getOrDefault(base, List.of())) {
      Optional<String> damage = checkpointDamage(file);
      if (damage.isPresent()) {
        return Optional.of(new Finding(base, file, damage.get()));
      }
    }
    return Optional.empty();
  }

  /** The same log without the checkpoints that are damaged, down to the first that is whole. */
  LogListing withoutDamagedCheckpoints() throws IOException {
    LogListing rest = listing;
    for (Optional<Finding> damaged = newestCheckpoint();
        damaged.isPresent();
        damaged = new LogProof(rest).newestCheckpoint()) {
      rest = rest.without(damaged.get().file());
    }
    return rest;
  }

  private static Optional<String> checkpointDamage(Path file) throws IOException {
    Optional<String> damage =
        file.toString().endsWith(".json")
            ? lines(file, new ArrayList<>())
            : DataFiles.parquetDamage(file);
    return damage.isPresent() ? damage : Checksum.damage(file);
  }

  /** The first damage of the entries above a version. */
  private Optional<Finding> firstEntry(long base) throws IOException {
    for (long version = base + 1; version <= listing.last(); version++) {
      Path file = listing.entry(version);
      Optional<String> damage = entryDamage(file);
      if (damage.isPresent()) {
        return Optional.of(new Finding(version, file, damage.get()));
      }
    }
    return Optional.empty();
  }

  private static Optional<String> entryDamage(Path file) throws IOException {
    // The listing may have missed an entry that was committed meanwhile.
    if (!Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
      return Optional.of("it is missing");
    }
    List<JsonNode> actions = new ArrayList<>();
    Optional<String> damage = lines(file, actions);
    if (damage.isPresent()) {
      return damage;
    }
    return actions.isEmpty() ? Optional.of("it has no action") : Checksum.damage(file);
  }

  private static Optional<String> lines(Path file, List<JsonNode> actions) throws IOException {
    if (!Files.isRegularFile(file)) {
      return Optional.of("it is not a file");
    }
    byte[] content = Files.readAllBytes(file);
    if (content.length == 0) {
      return Optional.of("it is empty");
    }
    for (String line : new String(content, StandardCharsets.UTF_8).split("\n")) {
      if (line.isBlank()) {
        continue;
      }
      try {
        actions.add(JSON.readTree(line));
      } catch (JsonProcessingException cut) {
        return Optional.of("a line of it is not JSON");
      }
    }
    return Optional.empty();
  }

  /** Whether the entries reach from the newest checkpoint, or the beginning, to the end. */
  boolean isContinuous() throws IOException {
    return firstEntry(listing.base()).isEmpty();
  }

  /**
   * The version whose entry added a data file; {@link Finding#UNKNOWN} if none that is left did.
   */
  long versionThatAdded(String path) throws IOException {
    for (long version : listing.entries().descendingKeySet()) {
      List<JsonNode> actions = new ArrayList<>();
      lines(listing.entry(version), actions);
      if (actions.stream().anyMatch(action -> path.equals(action.at("/add/path").textValue()))) {
        return version;
      }
    }
    return Finding.UNKNOWN;
  }
}
