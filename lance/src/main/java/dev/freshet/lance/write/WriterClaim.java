package dev.freshet.lance.write;

import dev.freshet.core.error.FencedWriterException;
import dev.freshet.lance.table.CommitRecord;
import dev.freshet.lance.table.LanceTable;
import dev.freshet.lance.table.TableHead;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A writer's right to write, valid until the next writer claims the table.
 *
 * @param uri the path of the table
 * @param epoch the fencing token: the epoch that the claim has written
 * @param writer random id, which distinguishes two writers of the same epoch
 */
record WriterClaim(String uri, long epoch, String writer) {

  private static final Logger LOGGER = LoggerFactory.getLogger(WriterClaim.class);

  /**
   * Claims the table with a commit that changes only epoch and writer. It names the anchor
   * fragment, so a commit of the former writer that is under way conflicts; that writer reads the
   * head and finds that it is fenced.
   */
  static WriterClaim take(LanceTable table, FragmentWriter fragments, WriterOptions options) {
    String writer = UUID.randomUUID().toString();
    CommitLoop loop = new CommitLoop("the claim on vector table " + table.uri(), options);
    while (true) {
      TableHead head = loop.look(table);
      if (head.record().writer().equals(writer)) {
        LOGGER
            .atInfo()
            .addKeyValue("table", table.uri())
            .addKeyValue("fencingToken", head.record().epoch())
            .log("vector table claimed");
        return new WriterClaim(table.uri(), head.record().epoch(), writer);
      }
      try {
        commitClaim(table, head.record().claimedBy(writer), fragments);
      } catch (Exception e) {
        loop.failed(e);
      }
    }
  }

  private static void commitClaim(LanceTable table, CommitRecord record, FragmentWriter fragments)
      throws Exception {
    if (table.dataset().getFragments().isEmpty()) {
      RowReplacement.restoreAnchorRow(table, record, fragments);
    } else {
      table.commit(RowReplacement.none(table, record).operation(), record.properties());
    }
  }

  /**
   * Requires that no other writer has claimed the table.
   *
   * @throws FencedWriterException otherwise
   */
  void requireHeld(CommitRecord head) {
    if (!head.isOwnedBy(epoch, writer)) {
      throw new FencedWriterException(
          "Cannot write to vector table "
              + uri
              + ": writer "
              + epoch
              + " was fenced by writer "
              + head.epoch()
              + ". Stop this writer.");
    }
  }
}
