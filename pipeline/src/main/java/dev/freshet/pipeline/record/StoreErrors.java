package dev.freshet.pipeline.record;

import dev.freshet.core.error.ErrorCode;
import dev.freshet.core.error.FreshetException;
import dev.freshet.storage.rocks.RocksException;
import java.nio.file.Path;

/**
 * The errors of a local store whose content can be built again.
 *
 * @param store what it is called in messages, such as {@code key index}
 * @param madeAgain how its content comes back after its directory is deleted, such as {@code the
 *     next start builds it again}
 */
public record StoreErrors(String store, String madeAgain) {

  /** Another process, or this one, has {@code dir} open. */
  public FreshetException inUse(Path dir, Exception cause) {
    return new FreshetException(
        ErrorCode.ALREADY_RUNNING,
        "Cannot open %s in %s: another run of this pipeline has it open (%s). Stop it first; no other process may use the home meanwhile."
            .formatted(store, dir, cause.getMessage()),
        cause);
  }

  /**
   * The disk does not answer, or what it answers is damaged. Damage does not pass; opening the
   * store again heals it.
   *
   * @param doing the verb, such as {@code read}
   */
  public FreshetException unusable(String doing, Path dir, Exception cause) {
    if (cause instanceof RocksException rocks && rocks.isDamage()) {
      return new FreshetException(
          ErrorCode.STORE_DAMAGED,
          "Cannot %s %s in %s: it is damaged (%s). Start the pipeline again; %s."
              .formatted(doing, store, dir, cause.getMessage(), madeAgain),
          cause);
    }
    return new FreshetException(
        ErrorCode.STORE_UNAVAILABLE,
        "Cannot %s %s in %s: %s. Check the rights of the directory and that the disk has room; deleting the directory is safe, %s."
            .formatted(doing, store, dir, cause.getMessage(), madeAgain),
        cause);
  }
}
