package dev.freshet.core.vector;

import dev.freshet.core.BatchIdentity;
import dev.freshet.core.metadata.MetadataTyping;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;

/**
 * The single writer of a vector table.
 *
 * <p>Opening a writer <em>fences</em> every older one: from then on their commits fail with {@link
 * dev.freshet.core.error.FencedWriterException}. One batch becomes one table version: the old rows
 * disappear, the new ones appear and the batch identity is recorded in the same atomic commit, so a
 * reader never sees a record twice or not at all, and a repeated batch is recognised. Not
 * thread-safe, except that several calls of {@link #stage} may run at once.
 */
public interface VectorTableWriter extends AutoCloseable {

  /** The last batch of {@code streamId} that the table holds. Survives version clean-up. */
  Optional<BatchIdentity> lastCommitted(String streamId);

  /**
   * Writes the rows to data files that no reader sees. Safe to repeat: unused files are orphans.
   *
   * @param rows may be empty; ids must be unique
   * @throws IllegalArgumentException if the rows do not fit the table, or two have the same id
   */
  StagedRows stage(List<VectorRow> rows);

  /**
   * A stager that stages rows of this table in other processes.
   *
   * @param rows what will be staged; the table gets room for values of their types first
   */
  RowStager stager(List<VectorRow> rows);

  /**
   * Joins the rows of several stagings, to be committed together.
   *
   * @param parts staged by this writer or its {@link #stager}; may be empty
   * @throws IllegalArgumentException if a part is another table's, or two hold the same chunk id
   */
  StagedRows combine(List<StagedRows> parts);

  /**
   * Commits a batch exactly once. Safe to repeat with the same identity: a batch that is already in
   * the table is not written again, even if the answer of the first call was lost.
   *
   * @throws dev.freshet.core.error.FencedWriterException another writer was opened: stop
   * @throws dev.freshet.core.error.CommitConflictException other commits kept coming first for
   *     longer than the bound: repeat later with the same staged rows
   * @throws dev.freshet.core.error.CommitStateUnknownException the outcome cannot be found out now:
   *     repeat with the same identity, never clean up
   */
  WriteOutcome commit(VectorCommit commit);

  /**
   * Gives the rows of a table from before metadata had types their types. The rows are replaced in
   * small commits, and readers search the table meanwhile. Its columns count as typed once every
   * row is. Safe to repeat: it goes on where it ended. Does nothing in a table that has types.
   *
   * @param typing what the texts stand for
   * @param stopped called between commits; once true, the rest is left to the next call
   * @return how many rows were replaced
   * @throws dev.freshet.core.error.FreshetException as {@link #commit}
   */
  default long typeMetadata(MetadataTyping typing, BooleanSupplier stopped) {
    return 0;
  }

  /**
   * Names of the indexes that this writer has removed since the last call, because their files were
   * damaged. Nothing depends on them but speed.
   */
  default Set<String> takeRemovedIndexes() {
    return Set.of();
  }

  /**
   * Requires that these files have the content that was written. A file that is not part of the
   * newest version counts as whole.
   *
   * @param names of files within the table
   * @throws dev.freshet.core.error.FreshetException with {@code STORE_DAMAGED} if one is damaged
   */
  void requireContent(Set<String> names);

  @Override
  void close();
}
