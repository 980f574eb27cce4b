package dev.freshet.home.delta.proof;

import dev.freshet.core.error.ErrorCode;
import dev.freshet.core.error.FreshetException;
import dev.freshet.core.maintenance.TableContent;
import dev.freshet.storage.damage.Damage;
import dev.freshet.storage.damage.DamagedPart;
import dev.freshet.storage.damage.SetAside;
import io.delta.kernel.engine.Engine;
import io.delta.kernel.exceptions.UnsupportedProtocolVersionException;
import io.delta.kernel.exceptions.UnsupportedTableFeatureException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * Proves one Delta table in a local directory, and cuts it back to what is whole. Reads the files
 * again with every call; thread-safe, except that nothing else may write the table during {@link
 * #cutBack}.
 */
public final class LayerProof {

  /** At the opening of a table, and whenever it fails, so much of its newest data is compared. */
  private static final long CONTENT_BYTES = 1L << 30;

  private static final String CUT_BACK = "The log entries from version %d on are in %s.";

  private final String name;
  private final Path table;
  private final DataFiles dataFiles;
  private final LogRepair repair;

  /**
   * @param name of the table, for messages
   * @param table where it is, whether it exists or not
   */
  public LayerProof(String name, Path table, Engine engine) {
    this.name = name;
    this.table = table;
    this.dataFiles = new DataFiles(table, engine);
    this.repair = new LogRepair(table);
  }

  /**
   * Refuses a table whose log is damaged. Opens no data file.
   *
   * @throws FreshetException with {@link ErrorCode#STORE_DAMAGED} and the name of the file
   */
  public void requireLog() throws IOException {
    LogProof.of(table)
        .ifPresent(
            found -> {
              throw damaged(found, null);
            });
  }

  /** As {@link #requireLog}, of the data files of the newest version too, all of which it reads. */
  public void requireWhole() throws IOException {
    first(Long.MAX_VALUE)
        .ifPresent(
            found -> {
              throw damaged(found, null);
            });
  }

  /**
   * What is damaged, by the log and the newest data, as an error that says what to do.
   *
   * @param cause the failure that made the caller ask
   * @param unreadable the data file that could not be read, as the log or Kernel says it, if it was
   *     one
   * @return empty if storage is at fault and not the table
   */
  public Optional<FreshetException> damage(Throwable cause, @Nullable String unreadable)
      throws IOException {
    Optional<Finding> found = first(CONTENT_BYTES);
    if (found.isEmpty() && unreadable != null) {
      Path file = DataFiles.file(table, unreadable);
      // Storage that does not answer is no damage, and shows here.
      Checksum.of(file);
      found =
          Optional.of(
              new Finding(Finding.UNKNOWN, file, "Parquet cannot read it: " + cause.getMessage()));
    }
    return found.map(each -> damaged(each, cause));
  }

  /**
   * Cuts a damaged table back to its last whole version, before anything is appended. What later
   * versions held is lost from it, until it is appended again.
   *
   * @return what was damaged, in the order in which it was found; empty if the table is whole
   * @throws FreshetException with {@link ErrorCode#STORE_DAMAGED} if there is no version to cut
   *     back to; then nothing was moved
   */
  public List<Damage> cutBack() throws IOException {
    List<Damage> healed = new ArrayList<>();
    for (Optional<Finding> found = first(CONTENT_BYTES);
        found.isPresent();
        found = first(CONTENT_BYTES)) {
      Finding finding = found.get();
      requireVersionBefore(finding);
      repair.repair(finding);
      String outcome =
          finding.isCheckpoint()
              ? "The checkpoint is in %s; the log is read without it.".formatted(repair.aside())
              : CUT_BACK.formatted(finding.version(), repair.aside());
      healed.add(
          new Damage(DamagedPart.LAYER, finding.file().toString(), finding.reason(), outcome));
    }
    return healed;
  }

  /** The content of the newest version; empty if there is no table. */
  public Optional<TableContent> content() throws IOException {
    return LogListing.of(table).last() < 0 ? Optional.empty() : Optional.of(dataFiles.content());
  }

  /**
   * How a data file of the newest version, which some process has found damaged, can be taken out
   * of the table. Changes nothing.
   *
   * @param name of the file, as the log has it
   * @return empty if the file is whole, or no longer part of the table
   */
  public Optional<ContentCut> cutOf(String name) throws IOException {
    Optional<TableContent> content = content();
    if (content.isEmpty() || !content.get().files().containsKey(name)) {
      return Optional.empty();
    }
    Optional<String> reason = content.get().damage(name);
    if (reason.isEmpty()) {
      return Optional.empty();
    }
    long added = new LogProof(LogListing.of(table)).versionThatAdded(name);
    boolean whole = added > 0 && unreadable(added - 1).isEmpty();
    return Optional.of(
        new ContentCut(
            content.get().path(name),
            reason.get(),
            whole ? OptionalLong.of(added - 1) : OptionalLong.empty()));
  }

  /**
   * Takes a damaged data file out of the table: cuts it back, or puts the whole table aside. The
   * table then counts as cut back until it is {@link #refilled}.
   */
  public Damage cut(ContentCut cut) throws IOException {
    String outcome;
    if (cut.version().isPresent()) {
      long from = cut.version().getAsLong() + 1;
      repair.repair(new Finding(from, cut.file(), cut.reason()));
      outcome = CUT_BACK.formatted(from, repair.aside());
    } else {
      outcome =
          "The table was moved to %s, and a new one is filled.".formatted(SetAside.rename(table));
      repair.toBeFilled();
    }
    return new Damage(DamagedPart.LAYER, cut.file().toString(), cut.reason(), outcome);
  }

  /** Says that the table has to be filled again, until it is {@link #refilled}. */
  public void toBeFilled() throws IOException {
    repair.toBeFilled();
  }

  /** Whether the table was cut back and does not hold everything again yet. */
  public boolean isCutBack() {
    return repair.isCutBack();
  }

  /** Says that the table holds again what it lost when it was cut back. */
  public void refilled() throws IOException {
    repair.refilled();
  }

  private Optional<Finding> first(long contentBytes) throws IOException {
    Optional<Finding> log = LogProof.of(table);
    LogListing listing = LogListing.of(table);
    if (log.isPresent() || listing.last() < 0) {
      return log;
    }
    try {
      Optional<DataFiles.Damaged> damaged = dataFiles.first(Optional.empty(), contentBytes);
      if (damaged.isEmpty()) {
        return Optional.empty();
      }
      // A clean-up may have removed the files of the version that was newest.
      damaged = dataFiles.first(Optional.empty(), contentBytes);
      LogProof proof = new LogProof(LogListing.of(table));
      return damaged.isEmpty()
          ? Optional.empty()
          : Optional.of(
              new Finding(
                  proof.versionThatAdded(damaged.get().path()),
                  damaged.get().file(),
                  damaged.get().reason()));
    } catch (UnsupportedTableFeatureException | UnsupportedProtocolVersionException later) {
      throw later; // A table that a later version has changed is not damaged.
    } catch (RuntimeException unreadable) {
      return Optional.of(firstUnreadable(LogListing.of(table), unreadable));
    }
  }

  /**
   * The file that Delta Kernel cannot read although it looks whole.
   *
   * @throws RuntimeException the failure itself if it passed
   */
  private Finding firstUnreadable(LogListing listing, RuntimeException unreadable)
      throws IOException {
    long base = listing.base();
    for (long version = Math.max(base, 0); version <= listing.last(); version++) {
      try {
        dataFiles.first(Optional.of(version), 0);
      } catch (RuntimeException failed) {
        Path file =
            version == base ? listing.checkpoints().get(base).get(0) : listing.entry(version);
        // Storage that does not answer is no damage, and shows here.
        Files.readAllBytes(file);
        return new Finding(version, file, "Delta cannot read it: " + failed.getMessage());
      }
    }
    throw unreadable;
  }

  /** Proves that the table can be read without what is put aside, before anything is. */
  private void requireVersionBefore(Finding found) throws IOException {
    LogListing listing = LogListing.of(table);
    if (found.isCheckpoint()) {
      LogListing rest = new LogProof(listing.without(found.file())).withoutDamagedCheckpoints();
      if (!new LogProof(rest).isContinuous()) {
        throw lost(found, "the log entries below it are gone");
      }
      if (rest.base() >= 0) {
        requireReadable(found, rest.base());
      }
    } else if (found.version() == Finding.UNKNOWN) {
      throw lost(found, "no log entry that is left added it");
    } else if (found.version() > 0) {
      requireReadable(found, found.version() - 1);
    } else if (!listing.entries().isEmpty() && listing.entries().firstKey() > 1) {
      throw lost(found, "the log begins at version %d".formatted(listing.entries().firstKey()));
    }
  }

  private void requireReadable(Finding found, long version) throws IOException {
    Optional<String> unreadable = unreadable(version);
    if (unreadable.isPresent()) {
      throw lost(found, unreadable.get());
    }
  }

  /** Why a version cannot be the newest one; empty if it can. */
  private Optional<String> unreadable(long version) throws IOException {
    try {
      return dataFiles
          .first(Optional.of(version), CONTENT_BYTES)
          .map(
              damaged ->
                  "version %d cannot take its place, as for its data file %s, %s"
                      .formatted(version, damaged.file(), damaged.reason()));
    } catch (RuntimeException failed) {
      return Optional.of("version %d cannot be read: %s".formatted(version, failed.getMessage()));
    }
  }

  private FreshetException lost(Finding found, String why) {
    return new FreshetException(
        ErrorCode.STORE_DAMAGED,
        "Cannot heal %s: its file %s is damaged: %s; and %s. Nothing was changed. Put the file back from a copy. Without one, rename the directory %s and start `run`: it fills the table again from Bronze, and Bronze from the landed files, or says which of them are gone."
            .formatted(this, found.file(), found.reason(), why, table));
  }

  private FreshetException damaged(Finding found, @Nullable Throwable cause) {
    return new FreshetException(
        ErrorCode.STORE_DAMAGED,
        "Cannot read %s: its file %s is damaged: %s. The process that writes the table cuts it back when it starts: `run`, or `optimize` for the table maintenance."
            .formatted(this, found.file(), found.reason()),
        cause);
  }

  @Override
  public String toString() {
    return "table " + name + " at " + table;
  }
}
